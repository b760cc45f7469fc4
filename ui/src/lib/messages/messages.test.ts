import { expect, test } from 'vitest';
import { sources } from '../../tests/sources';
import { catalogueFor } from '.';
import { en } from './en';

/** Every string of a catalogue, functions called with stand-ins. */
function said(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const stand = Array.from({ length: value.length }, () => '2');
    const result: unknown = (value as (...args: unknown[]) => unknown)(...stand);
    return typeof result === 'string' ? [[path, result]] : [];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => said(inner, `${path}.${key}`));
  }
  return [];
}

const all = said({ ...en, import: { ...en.import, subList: undefined } });

test('the catalogue says something everywhere', () => {
  expect(all.length).toBeGreaterThan(200);
  expect(all.filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('a shopkeeper’s words: no exclamation marks, no statistics, no straight quotes', () => {
  const wrong = /!|\bsignifican|\bp\s*<|\bconfidence\b|\bnull\b|\bKPI\b|"|(?<=\p{L})'(?=\p{L})/u;
  expect(all.filter(([, text]) => wrong.test(text))).toEqual([]);
});

test('one and many are told apart', () => {
  expect(en.import.orders(1, '1')).toBe('1 order');
  expect(en.import.orders(1248, '1,248')).toBe('1,248 orders');
  expect(en.undoImport.restored(1, '1')).toBe('1 order goes back to how it was');
});

test('a computer in a language without a catalogue gets English', () => {
  expect(catalogueFor('pt-BR')).toBe(en);
  expect(catalogueFor('en-US')).toBe(en);
});

test('nothing in the catalogue is left unsaid', () => {
  const code = sources('.svelte', '.ts')
    .filter(({ path }) => !path.startsWith('lib/messages/'))
    .map(({ text }) => text)
    .join('\n');
  const dead = Object.entries(en).flatMap(([section, words]) =>
    Object.keys(words)
      .filter((key) => !new RegExp(`\\bt\\.${section}\\.${key}\\b|\\bt\\.${section}\\[`, 'u').test(code))
      .map((key) => `${section}.${key}`),
  );
  expect(dead, 'take it out of the catalogue').toEqual([]);
});
