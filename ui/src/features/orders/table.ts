// The table of a breakdown: its columns, the scale that all range marks share, and a row's change.
import type { Breakdown, BreakdownRow, BreakdownSort, Change } from '$lib/backend/backend';
import { axisMoney, decimals, signedMoney } from '$lib/format/money';
import { t } from '$lib/messages';
import { niceAxis } from '$lib/ui/axis';

/** Ends of the scale of range marks; nothing where no row has a range. */
export function scaleOf({ rows, other, all }: Breakdown): { from: number; to: number } | null {
  const ends = [...rows, ...(other ? [other.row] : []), all].flatMap(({ figures: { interval } }) =>
    interval ? [interval.low.minor, interval.high.minor] : [],
  );
  if (ends.length === 0) return null;
  const { min, max } = niceAxis(Math.min(...ends), Math.max(...ends), 8);
  return { from: min, to: max };
}

/** The head of the column of range marks. */
export function rangeHead(table: Breakdown): string {
  const scale = scaleOf(table);
  if (!scale) return t.explorer.rangeNone;
  const { currency, text } = table.all.figures.revenue;
  const written = (minor: number) => axisMoney(minor, currency, decimals(text));
  return t.explorer.range(written(scale.from), written(scale.to));
}

/** A change in words, and whether it is a real one: zero inside its interval is none. */
export function changeWords(change: Change | null): { text: string; way: 'up' | 'down' | 'unclear' } | null {
  if (!change?.aov || change.verdict === 'tooFew') return null;
  const text = signedMoney(change.aov);
  if (change.verdict === 'cannotTell') return { text: t.explorer.cannotTell(text), way: 'unclear' };
  return { text, way: change.verdict === 'higher' ? 'up' : 'down' };
}

/** Whether a row has too few orders for a range. */
export function tooFew(row: BreakdownRow): boolean {
  return row.figures.interval === null;
}

/** What a sorted column's head says to a screen reader. */
export function ariaSort(column: BreakdownSort, sort: BreakdownSort, ascending: boolean): 'ascending' | 'descending' | undefined {
  if (column !== sort) return undefined;
  return ascending ? 'ascending' : 'descending';
}
