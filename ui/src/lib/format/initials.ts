// The letters that stand for a picture of someone.

/** The first letters of the first and last name; a letter for whoever has one. */
export function initials(name: string): string {
  const words = name.split(/[\s@.]+/u).filter((word) => /\p{L}/u.test(word));
  const first = words[0];
  if (first === undefined) return '–';
  const letters = words.length > 1 ? [first, words.at(-1) ?? ''] : [first];
  return letters.map((word) => Array.from(word).find((sign) => /\p{L}/u.test(sign))?.toLocaleUpperCase() ?? '').join('');
}

/** The first letter or figure of a thing’s name. */
export function firstLetter(name: string): string {
  return Array.from(name).find((sign) => /[\p{L}\p{N}]/u.test(sign))?.toLocaleUpperCase() ?? '–';
}
