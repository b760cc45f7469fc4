// Which columns the list has: as many as there is room for, never without the one it is sorted by.
import type { ProductSort } from '$lib/backend/backend';

export const columns = ['units', 'orders', 'revenue', 'aov', 'trend', 'stock'] as const;
export type Column = (typeof columns)[number];

/** Picture and name are always there. */
export const nameWidth = 164;
const gap = 24;

export const widths: Record<Column, number> = { units: 56, orders: 88, revenue: 92, aov: 112, trend: 80, stock: 64 };
/** Where there is no room, these go first. */
const dispensable: readonly Column[] = ['trend', 'orders', 'stock', 'units', 'revenue', 'aov'];

/** Those for which there is room beside the name; all while the width is not known. */
export function fitting(known: readonly Column[], width: number, sorted: ProductSort): Column[] {
  let shown = columns.filter((column) => known.includes(column));
  const needed = () => nameWidth + shown.reduce((sum, column) => sum + widths[column] + gap, 0);
  for (const column of dispensable) {
    if (width <= 0 || needed() <= width) break;
    if (column !== sorted) shown = shown.filter((one) => one !== column);
  }
  return shown;
}
