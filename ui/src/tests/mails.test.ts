// What others say of the mails of the designs, which the crate that composes them writes:
// `PANNIER_WRITE_MAILS=1 cargo test -p pannier-compose`.
import { readdirSync, readFileSync } from 'node:fs';
import axe from 'axe-core';
import { caniemail } from 'caniemail';
import mjml2html from 'mjml';
import { describe, expect, test } from 'vitest';

const folder = '../src-tauri/crates/compose/tests/mails';
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.mjml'))
  .map((file) => file.replace('.mjml', ''));
const read = (file: string) => readFileSync(`${folder}/${file}`, 'utf8');

// What a mail is good to have and does not need: colours at night, a list on a phone, round corners, and
// the frame that MJML puts around it. Where it is not known, the mail stands as it does without.
const without = new Set([
  '<body> element',
  '<style> element',
  '@media',
  'Chaining selectors',
  'Class selector',
  'Descendant combinator',
  'ID selector',
  'Type selector',
  'aria-hidden attribute',
  'aria-label attribute',
  'border-radius',
  'color-scheme CSS property',
  'color-scheme meta tag',
  'cursor',
  'display:none',
  'max-height property',
  'opacity',
  'outline',
  'overflow',
  'role attribute',
  'target attribute',
  'white-space',
  'word-break',
  'word-spacing',
]);

interface Piece {
  tag: string;
  attributes: string;
  style: string[];
}

/** What a page is made of, whatever the order of its attributes and rules. */
function pieces(html: string): Piece[] {
  const page = new DOMParser().parseFromString(html, 'text/html');
  return [...page.body.querySelectorAll('*')].map((element) => ({
    tag: element.tagName,
    attributes: [...element.attributes]
      .filter(({ name }) => !['style', 'class', 'vertical-align'].includes(name))
      .map(({ name, value }) => `${name}=${value}`)
      .toSorted()
      .join(' '),
    style: (element.getAttribute('style') ?? '')
      .split(';')
      .map((rule) => rule.replaceAll(/\s+/gu, '').trim())
      .filter((rule) => rule !== '' && rule !== 'word-spacing:normal')
      .toSorted(),
  }));
}

test('there are eight mails to judge', () => {
  expect(names).toHaveLength(8);
});

describe.each(names)('%s', (name) => {
  test('Gmail, Outlook and Apple Mail show it', () => {
    const { issues } = caniemail({ clients: ['gmail.*', 'outlook.*', 'apple-mail.*'], html: read(`${name}.html`) });
    const titles = [...issues.errors.values()].flat().map(({ title }) => title);
    expect([...new Set(titles)].filter((title) => !without.has(title))).toEqual([]);
  });

  test('is made of its MJML as the first of its kind makes it', async () => {
    const { html, errors } = await mjml2html(read(`${name}.mjml`), { fonts: {}, validationLevel: 'soft' });
    expect(errors.map(({ formattedMessage }) => formattedMessage)).toEqual([]);
    expect(pieces(read(`${name}.template.html`))).toEqual(pieces(html));
  });

  test('can be read by those who hear it', async () => {
    document.documentElement.innerHTML = read(`${name}.html`);
    document.documentElement.lang = 'en';
    // Colours are judged where they are worked out: nothing is painted here.
    const { violations } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  });
});
