// The catalogue in use. One language for now; another is a file of the same type in this table.
import { en, type Messages } from './en';

/** All catalogues by language. */
export const catalogues: Record<string, Messages> = { en };

/** The catalogue for a computer's locale: its language where there is one, else English. */
export function catalogueFor(computer: string): Messages {
  return catalogues[computer.slice(0, 2).toLowerCase()] ?? en;
}

/** What the window says. */
export const t: Messages = catalogueFor(typeof navigator === 'undefined' ? 'en' : navigator.language);

export type { Messages };
