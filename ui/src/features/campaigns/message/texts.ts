// The texts of a mail that can be translated, by their place: as the program knows them.
import type { BlockKind } from './blocks';
import type { Block, Content, Language, MailDocument } from './types';

export const languages: readonly Language[] = ['en', 'de', 'fr', 'es', 'it', 'nl'];

export interface Place {
  place: string;
  text: string;
  /** Which block it is in; the subject and the preview text are in none. */
  kind: BlockKind | null;
  id: string | null;
}

function fields(content: Content): [string, string][] {
  switch (content.kind) {
    case 'logo':
    case 'picture':
      return [['alt', content.alt]];
    case 'text':
      return [['words', content.words]];
    case 'products':
      return [
        ['heading', content.heading],
        ['link', content.link],
      ];
    case 'code':
    case 'deadline':
    case 'button':
      return [['text', content.text]];
    case 'footer':
      return [['why', content.why]];
    default:
      return [];
  }
}

function within(block: Block): Place[] {
  const own = fields(block.content).map(([field, text]): Place => ({ place: `${block.id}.${field}`, text, kind: block.content.kind, id: block.id }));
  return block.content.kind === 'columns' ? [...own, ...block.content.columns.flatMap(({ blocks }) => blocks.flatMap(within))] : own;
}

/** All that say something. */
export function places(document: MailDocument): Place[] {
  const all: Place[] = [
    { place: 'subject', text: document.subject, kind: null, id: null },
    { place: 'preview', text: document.preview, kind: null, id: null },
    ...document.blocks.flatMap(within),
  ];
  return all.filter(({ text }) => text.trim() !== '');
}

/** The language that the mail itself is written in. */
export function ownLanguage({ language }: Pick<MailDocument, 'language'>): Language {
  return language.kind === 'one' ? language.language : language.otherwise;
}

/** Its languages besides its own. */
export function otherLanguages(document: MailDocument): Language[] {
  const own = ownLanguage(document);
  return languages.filter((language) => language !== own && document.translations[language] !== undefined);
}

/** How many of its texts a language has. */
export function translated(document: MailDocument, language: Language): number {
  const texts = document.translations[language]?.texts ?? {};
  return places(document).filter(({ place }) => (texts[place] ?? '').trim() !== '').length;
}

/** With a text in another language. */
export function withTranslation(document: MailDocument, language: Language, place: string, text: string): MailDocument {
  const entries = Object.entries(document.translations[language]?.texts ?? {}).filter(([at]) => at !== place);
  const texts = Object.fromEntries(text === '' ? entries : [...entries, [place, text]]);
  return { ...document, translations: { ...document.translations, [language]: { texts } } };
}

/** With another language, or without one. */
export function withLanguage(document: MailDocument, language: Language, there: boolean): MailDocument {
  const { [language]: own, ...others } = document.translations;
  return { ...document, translations: there ? { ...others, [language]: own ?? { texts: {} } } : others };
}
