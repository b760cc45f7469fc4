// Where bars stand, and where the words of a mark between them have room.

export interface Place {
  x: number;
  width: number;
}

/** The gap before a last bar that is open at its end. */
const apart = 8;

/** Places of bars that fill a width; an open last one stands apart. */
export function places(count: number, width: number, open: boolean): Place[] {
  if (count === 0) return [];
  const pitch = (width - (open ? apart : 0)) / count;
  const bar = Math.min(56, Math.max(1, pitch - Math.min(8, Math.max(1, pitch * 0.1))));
  return Array.from({ length: count }, (_, at) => ({
    x: at * pitch + (pitch - bar) / 2 + (open && at === count - 1 ? apart : 0),
    width: bar,
  }));
}

/** The x of an edge, counted in bars: 0 is before the first, 1.5 in the middle of the second. */
export function edge(at: number, count: number, width: number, open: boolean): number {
  if (count === 0) return 0;
  const pitch = (width - (open ? apart : 0)) / count;
  return at * pitch + (open && at > count - 1 ? apart : 0);
}

export interface MarkPlace {
  side: 'left' | 'right';
  /** Height that has to be kept free over the bars. */
  room: number;
}

/**
 * The side of a line where words of a size cover no bar. `tops` are the heights of the bars as parts
 * of the tallest. Where neither side is free, room is made above.
 */
export function markPlace(
  at: number,
  words: { width: number; height: number },
  tops: readonly number[],
  box: { width: number; height: number; open: boolean },
): MarkPlace {
  const x = edge(at, tops.length, box.width, box.open);
  const bars = places(tops.length, box.width, box.open);
  const free = (from: number, to: number) => {
    if (from < 0 || to > box.width) return -1;
    const under = bars.flatMap((bar, index) => (bar.x < to && bar.x + bar.width > from ? [(tops[index] ?? 0) * box.height] : []));
    return box.height - Math.max(0, ...under);
  };
  const right = free(x, x + words.width);
  const left = free(x - words.width, x);
  const side = right >= words.height || right >= left ? 'right' : 'left';
  const room = Math.max(0, words.height - Math.max(side === 'right' ? right : left, 0));
  return { side: right < 0 && left >= 0 ? 'left' : side, room };
}
