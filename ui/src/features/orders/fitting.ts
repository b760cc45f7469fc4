function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** The options whose text has all words, whatever their case and accents. */
export function fitting<T extends { text: string }>(options: readonly T[], words: string): T[] {
  const wanted = folded(words).split(/\s+/u).filter((word) => word !== '');
  return options.filter(({ text }) => wanted.every((word) => folded(text).includes(word)));
}
