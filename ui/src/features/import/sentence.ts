// A sentence with editable words: the catalogue says where in it each word stands.

/** A piece of a sentence: words, or the name of what stands there. */
export type Piece = { text: string } | { slot: string };

/** The pieces of "Dates read as {dates} in {zone}". */
export function pieces(sentence: string): Piece[] {
  return sentence
    .split(/(\{\w+\})/u)
    .filter((part) => part !== '')
    .map((part) => (/^\{\w+\}$/u.test(part) ? { slot: part.slice(1, -1) } : { text: part }));
}
