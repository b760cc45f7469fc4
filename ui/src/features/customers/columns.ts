// Which columns the list has: those that were chosen, as far as there is room for them.
import type { CustomerSort } from '$lib/backend/backend';

export const columns = ['lastOrder', 'orders', 'spent', 'average', 'predicted', 'group', 'email'] as const;
export type Column = (typeof columns)[number];

/** The name's own column is always there. */
export const nameWidth = 148;
const gap = 24;
const key = 'pannier.customers.columns';

export const widths: Record<Column, number> = { lastOrder: 104, orders: 52, spent: 88, average: 104, predicted: 108, group: 132, email: 208 };
/** What the list can be sorted by; not by all of them. */
export const sortOf: Partial<Record<Column, CustomerSort>> = { lastOrder: 'lastOrder', orders: 'orders', spent: 'spent', average: 'average', predicted: 'predicted' };
const usual: readonly Column[] = ['lastOrder', 'orders', 'spent', 'average', 'predicted', 'group'];
/** Where there is no room, these go first. */
const dispensable: readonly Column[] = ['email', 'group', 'predicted', 'orders', 'lastOrder', 'spent', 'average'];

/** What was chosen the last time, else the usual ones. */
export function keptColumns(): Column[] {
  const kept = localStorage.getItem(key);
  const words = kept?.split(',');
  return columns.filter((column) => (words ?? usual).includes(column));
}

export function keepColumns(chosen: readonly Column[]): void {
  localStorage.setItem(key, chosen.join(','));
}

/** With one put in, or taken out where it was in; in their own order. */
export function toggled(chosen: readonly Column[], column: Column): Column[] {
  return columns.filter((one) => (one === column ? !chosen.includes(one) : chosen.includes(one)));
}

/** Those for which there is room beside the name; all while the width is not known. */
export function fitting(chosen: readonly Column[], width: number): Column[] {
  let shown = [...chosen];
  const needed = () => nameWidth + shown.reduce((sum, column) => sum + widths[column] + gap, 0);
  for (const column of dispensable) {
    if (width <= 0 || needed() <= width) break;
    shown = shown.filter((one) => one !== column);
  }
  return shown;
}
