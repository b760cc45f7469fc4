// A rule as it is written, cut into what can be changed in it and what stands around that.
//
// The program reads and writes rules as sentences; here they are only cut by their signs. Whatever
// is put together again is read by the program, which says where it goes wrong.

export type Piece =
  | { kind: 'plain'; text: string }
  | { kind: 'number' | 'day' | 'words'; text: string }
  | { kind: 'choice'; text: string; options: readonly string[] };

const compare = ['at least', 'at most', 'exactly'] as const;
const units = ['days', 'weeks', 'months', 'years'] as const;
const calendar = ['week', 'month', 'quarter', 'year'] as const;
const channels = ['e-mail', 'sms', 'whatsapp'] as const;
const times = ['in the last', 'not in the last'] as const;
const deeds = ['viewed', 'wishlisted', 'carted'] as const;
const consents = ['can get', 'agreed to', 'said no to', 'never asked about'] as const;
const discounts = ['with a discount', 'without a discount'] as const;
export const rfmGroups = [
  'Champions', 'Loyal', 'Potential loyalists', 'New customers', 'Promising', 'Need attention', 'About to sleep', 'At risk', 'Cannot lose them', 'Hibernating', 'Lost',
] as const;

const lists: readonly (readonly string[])[] = [times, compare, discounts, consents, deeds, channels, units, calendar];
// The longest first, so that "not in the last" is not cut at "in the last".
const known = lists.flat().sort((a, b) => b.length - a.length).join('|');
const cut = new RegExp(String.raw`"(?:[^"]|"")*"|\d{4}-\d{2}-\d{2}|\d+(?:\.\d+)?|\b(?:${known})\b`, 'giu');
const singular: Record<string, string> = { day: 'days', week: 'weeks', month: 'months', year: 'years' };

function pieceOf(found: string, before: string): Piece {
  if (found.startsWith('"')) {
    const text = found.slice(1, -1).replaceAll('""', '"');
    const isGroup = /score group (?:"[^"]*", )*$/u.test(before);
    return isGroup ? { kind: 'choice', text, options: rfmGroups } : { kind: 'words', text };
  }
  if (/^\d{4}-/u.test(found)) return { kind: 'day', text: found };
  if (/^\d/u.test(found)) return { kind: 'number', text: found };
  const word = found.toLowerCase();
  // After a number stand units, else parts of the calendar: "the last 3 months", "this month".
  const options = /\d $/u.test(before) ? units : lists.find((list) => list.includes(word));
  if (!options) return { kind: 'plain', text: found };
  // A unit or a part of the calendar only where one can stand.
  if ((options === units || options === calendar) && !/(?:\d|this|the) $/u.test(before)) return { kind: 'plain', text: found };
  return { kind: 'choice', text: options === units ? (singular[word] ?? word) : word, options };
}

/** The pieces of a sentence, in its order. */
export function pieces(sentence: string): Piece[] {
  const all: Piece[] = [];
  let end = 0;
  const plain = (text: string) => {
    const last = all.at(-1);
    if (text === '') return;
    if (last?.kind === 'plain') last.text += text;
    else all.push({ kind: 'plain', text });
  };
  for (const match of sentence.matchAll(cut)) {
    // The number of a segment after its name is the program's own.
    if (sentence[match.index - 1] === '#') continue;
    plain(sentence.slice(end, match.index));
    const piece = pieceOf(match[0], sentence.slice(0, match.index));
    if (piece.kind === 'plain') plain(piece.text);
    else all.push(piece);
    end = match.index + match[0].length;
  }
  plain(sentence.slice(end));
  return all;
}

function written(piece: Piece): string {
  const isText = piece.kind === 'words' || (piece.kind === 'choice' && piece.options === rfmGroups);
  return isText ? `"${piece.text.replaceAll('"', '""')}"` : piece.text;
}

/** The sentence of pieces. */
export function sentenceOf(all: readonly Piece[]): string {
  return all.map(written).join('');
}

/** The sentence with one piece changed. A segment that is named anew is looked up by its name. */
export function changed(all: readonly Piece[], at: number, text: string): string {
  const next = all.map((piece, index) => (index === at ? { ...piece, text } : piece));
  const after = next[at + 1];
  if (all[at]?.kind === 'words' && after?.kind === 'plain') next[at + 1] = { kind: 'plain', text: after.text.replace(/^ #\d+/u, '') };
  return sentenceOf(next);
}

/** Cuts rules at " or " where that parts the whole of them. */
export function alternatives(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === '(') depth += 1;
    else if (!quoted && sign === ')') depth -= 1;
    else if (!quoted && depth === 0 && text.startsWith(' or ', at)) {
      parts.push(text.slice(start, at));
      start = at + 4;
      at += 3;
    }
  }
  return [...parts, text.slice(start)];
}

/** Alternatives with one of them exchanged, or left out, as one rule. */
export function exchanged(parts: readonly string[], at: number, to: string | null): string {
  return parts.flatMap((part, index) => (index !== at ? [part] : to === null ? [] : [to])).join(' or ');
}

/** One sentence among others: what is parted by "or" stands in brackets. */
export function within(part: string, all: boolean): string {
  return all && alternatives(part).length > 1 ? `(${part})` : part;
}

/** Without the brackets around the whole. */
export function opened(part: string): string {
  if (!part.startsWith('(') || !part.endsWith(')')) return part;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < part.length; at += 1) {
    const sign = part[at];
    if (sign === '"') quoted = !quoted;
    if (quoted) continue;
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (depth === 0 && at < part.length - 1) return part;
  }
  return part.slice(1, -1);
}

/** The rule the other way round: who does not fulfil it. */
export function turned(part: string): string {
  if (part.startsWith('not ') && !part.startsWith('not in ')) return opened(part.slice(4));
  return alternatives(part).length > 1 || / and /u.test(part) ? `not (${opened(part)})` : `not ${part}`;
}
