// Sentences with editable words, where the catalogue says which word stands where, and sentences
// that the program made.

/** A piece of a sentence: words, or the name of what stands there. */
export type Piece = { text: string } | { slot: string };

/** The pieces of "Dates read as {dates} in {zone}". */
export function pieces(sentence: string): Piece[] {
  return sentence
    .split(/(\{\w+\})/u)
    .filter((part) => part !== '')
    .map((part) => (/^\{\w+\}$/u.test(part) ? { slot: part.slice(1, -1) } : { text: part }));
}

/** A sentence of the program with its full stop. */
export function ended(sentence: string): string {
  const text = sentence.trim();
  return text === '' || /[.!?…]$/u.test(text) ? text : `${text}.`;
}
