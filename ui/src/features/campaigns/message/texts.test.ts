import { expect, it } from 'vitest';
import { fresh } from './blocks';
import { otherLanguages, places, translated, withLanguage, withTranslation } from './texts';
import type { MailDocument } from './types';

const mail: MailDocument = {
  version: 1,
  language: { kind: 'eachPerson', otherwise: 'en' },
  subject: 'Hello',
  preview: '',
  look: { accent: 'a', ink: 'b', card: 'c', page: 'd', panel: 'e', headings: 'sans', letters: 'sans', corners: 'soft' },
  blocks: [
    { id: 'b1', ground: 'card', content: fresh('logo') },
    { id: 'b2', ground: 'card', content: { kind: 'columns', panel: false, columns: [{ blocks: [{ id: 'b3', ground: 'card', content: fresh('button') }] }] } },
  ],
  translations: {},
};

it('names what says something, also within columns', () => {
  expect(places(mail).map(({ place }) => place)).toEqual(['subject', 'b3.text']);
});

it('counts what a language has, and lets it go again', () => {
  const german = withTranslation(withLanguage(mail, 'de', true), 'de', 'b3.text', 'Zum Laden');
  expect(otherLanguages(german)).toEqual(['de']);
  expect(translated(german, 'de')).toBe(1);
  expect(translated(withTranslation(german, 'de', 'b3.text', ''), 'de')).toBe(0);
  expect(otherLanguages(withLanguage(german, 'de', false))).toEqual([]);
});
