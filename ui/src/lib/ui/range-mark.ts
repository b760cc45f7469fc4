// Where the parts of a range mark stand: the interval as a bar, the estimate as a dot, zero as a tick.

export interface Range {
  low: number;
  estimate: number;
  high: number;
}

export type Direction = 'up' | 'down' | 'unclear';

/** What an interval says of zero. Touching zero is not outside it. */
export function direction({ low, high }: Pick<Range, 'low' | 'high'>): Direction {
  if (low > 0) return 'up';
  return high < 0 ? 'down' : 'unclear';
}

export interface Layout {
  low: number;
  high: number;
  dot: number;
  /** Nothing where zero is not shown. */
  zero: number | null;
}

/** Positions in a mark of `width`, with room at both ends for the line that goes on. */
export function layout(range: Range, width: number, withZero: boolean): Layout {
  const from = withZero ? Math.min(0, range.low) : range.low;
  const to = withZero ? Math.max(0, range.high) : range.high;
  const inset = width * 0.13;
  const span = to - from || 1;
  const x = (value: number) => inset + ((value - from) / span) * (width - 2 * inset);
  return { low: x(range.low), high: x(range.high), dot: x(range.estimate), zero: withZero ? x(0) : null };
}

/** Positions on a scale that several marks share; zero is shown where it is asked for and lies on it. */
export function onScale(range: Range, scale: { from: number; to: number }, width: number, withZero = false): Layout {
  const span = scale.to - scale.from || 1;
  const edge = 6;
  const x = (value: number) => edge + ((value - scale.from) / span) * (width - 2 * edge);
  const zero = withZero && scale.from <= 0 && scale.to >= 0 ? x(0) : null;
  return { low: x(range.low), high: x(range.high), dot: x(range.estimate), zero };
}

export interface Label {
  text: string;
  /** Where its middle should stand. */
  x: number;
}

/** Moves labels apart so that none covers another and none leaves the mark; order is kept. */
export function spread(labels: Label[], width: number, characterWidth = 6.4, gap = 8): Label[] {
  const sorted = labels.map((label, place) => ({ ...label, place, size: label.text.length * characterWidth }));
  sorted.sort((a, b) => a.x - b.x || a.place - b.place);
  let edge = 0;
  for (const label of sorted) {
    label.x = Math.max(label.x, edge + label.size / 2);
    edge = label.x + label.size / 2 + gap;
  }
  let right = width;
  for (const label of sorted.toReversed()) {
    label.x = Math.min(label.x, right - label.size / 2);
    right = label.x - label.size / 2 - gap;
  }
  sorted.sort((a, b) => a.place - b.place);
  return sorted.map(({ text, x }) => ({ text, x }));
}
