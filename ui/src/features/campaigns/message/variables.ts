// Names in texts that stand for something of the reader’s.
import type { Variable, VariableGroup } from './types';

/** How a name is written into a text: with what stands there for those who have none. */
export function written({ name, fallback }: Pick<Variable, 'name' | 'fallback'>): string {
  return fallback === null ? `{{${name}}}` : `{{${name} or "${fallback}"}}`;
}

/** Text with words put where the cursor is, and where the cursor is then. */
export function put(text: string, from: number, until: number, words: string): { text: string; at: number } {
  return { text: text.slice(0, from) + words + text.slice(until), at: from + words.length };
}

/** A text as somebody without any of its names would read it. */
export function plain(text: string): string {
  return text.replaceAll(/\{\{\s*([^}]*?)\s*\}\}/gu, (_, inner: string) => /\bor\s+"([^"]*)"$/u.exec(inner)?.[1] ?? inner.replaceAll(/[._]/gu, ' '));
}

/** Names by what they are about, in their order. */
export function grouped(variables: readonly Variable[]): { group: VariableGroup; all: Variable[] }[] {
  const groups = [...new Set(variables.map(({ group }) => group))];
  return groups.map((group) => ({ group, all: variables.filter((one) => one.group === group) }));
}

/** A text with what stands otherwise for a name that has nothing yet. */
export function withFallback(text: string, name: string, fallback: string): string {
  const escaped = name.replaceAll('.', String.raw`\.`);
  return text.replaceAll(new RegExp(String.raw`\{\{\s*${escaped}\s*\}\}`, 'gu'), written({ name, fallback }));
}
