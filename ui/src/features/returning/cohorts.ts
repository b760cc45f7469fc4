// The table of who comes back: what stands in a cell, and how dark it is.
import type { CohortBy, CohortCell, CohortRow } from '$lib/backend/backend';
import { monthYear, shortMonthYear } from '$lib/format/date';
import { axisMoney } from '$lib/format/money';
import { count, percentDone } from '$lib/format/number';
import { t } from '$lib/messages';

export type Measure = 'retention' | 'orders' | 'revenue' | 'aov' | 'value';
export const measures: readonly Measure[] = ['retention', 'orders', 'revenue', 'aov', 'value'];

/** Under this many customers a share says little. */
export const fewCustomers = 30;
const shades = 7;

/** What a cell measures; nothing where it is not over or has no orders to divide by. */
export function measured(row: CohortRow, month: number, measure: Measure): number | null {
  const cell = row.cells[month];
  if (!cell || cell.watched === 0) return null;
  switch (measure) {
    case 'retention':
      return cell.customers / cell.watched;
    case 'orders':
      return cell.orders;
    case 'revenue':
      return cell.revenue.minor;
    case 'aov':
      return cell.aov?.minor ?? null;
    case 'value':
      return row.cells.slice(0, month + 1).reduce((sum, one) => sum + (one && one.watched > 0 ? one.revenue.minor / one.watched : 0), 0);
  }
}

/** A measure as it is written in a cell. */
export function written(value: number, measure: Measure, { currency, digits }: { currency: string; digits: number }): string {
  if (measure === 'retention') return percentDone(value);
  if (measure === 'orders') return count(value);
  const unit = 10 ** digits;
  return axisMoney(Math.round(value / unit) * unit, currency, digits);
}

/** The lowest and highest of all that is shaded: everyone ordered in the first month, so for some measures it is left out. */
export function scaleOf(rows: readonly CohortRow[], measure: Measure): { low: number; high: number } | null {
  const from = measure === 'aov' || measure === 'value' ? 0 : 1;
  const values = rows.flatMap((row) =>
    row.cells.flatMap((cell, month) => {
      const value = month >= from && shaded(cell) ? measured(row, month, measure) : null;
      return value === null ? [] : [value];
    }),
  );
  return values.length === 0 ? null : { low: Math.min(...values), high: Math.max(...values) };
}

/** Whether enough customers are in a cell for its shade to mean something. */
export function shaded(cell: CohortCell | null | undefined): boolean {
  return cell !== null && cell !== undefined && cell.watched >= fewCustomers;
}

/** The shade of a value, 0 to 6; nothing where it has none. */
export function shade(row: CohortRow, month: number, measure: Measure, scale: { low: number; high: number } | null): number | null {
  const first = measure === 'aov' || measure === 'value' ? 0 : 1;
  const value = measured(row, month, measure);
  if (!scale || value === null || month < first || !shaded(row.cells[month])) return null;
  if (scale.high <= scale.low) return 2;
  const part = (value - scale.low) / (scale.high - scale.low);
  return Math.max(0, Math.min(shades - 1, Math.floor(part * shades)));
}

/** What a cohort is called. */
export function cohortName(key: string, by: CohortBy, short = false): string {
  if (by === 'firstMonth') return short ? shortMonthYear(key) : monthYear(key);
  return key === '' ? t.returning.noWord[by] : key;
}

/** Months that any row has come to. */
export function width(rows: readonly CohortRow[]): number {
  return Math.max(0, ...rows.map((row) => row.cells.findLastIndex((cell) => cell !== null) + 1));
}
