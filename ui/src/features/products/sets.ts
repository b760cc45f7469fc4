// Which sets are shown, and what is said where there are none.
import type { Bundle, Bundles } from '$lib/backend/backend';
import { count } from '$lib/format/number';
import { t } from '$lib/messages';

export type Size = 'all' | 'pairs' | 'triples';

/** Under this many orders nothing can be said of what belongs together. */
const enough = 100;

/** The sets of a size. */
export function ofSize(sets: readonly Bundle[], size: Size): Bundle[] {
  const wanted = { all: 0, pairs: 2, triples: 3 }[size];
  return sets.filter(({ products }) => wanted === 0 || products.length === wanted);
}

/** Whether there are too few orders to look for sets. */
export function few(data: Bundles): boolean {
  return data.orders < enough;
}

/** Why there is no set at all; nothing where there are some. */
export function nothing(data: Bundles): { title: string; text: string } | null {
  if (data.sets.length > 0) return null;
  if (data.orders === 0) return { title: t.products.noLines, text: t.products.noLinesText };
  if (few(data)) return { title: t.products.few, text: t.products.fewText(data.orders, count(data.orders)) };
  if (data.several < data.orders / 20) return { title: t.products.single, text: t.products.singleText };
  return { title: t.products.nothing, text: t.products.nothingText(count(data.least)) };
}

/** Whether a price for the set is likely to bring more than showing its products together at their own. */
export function cheaper({ asSet, together }: Bundle): boolean {
  return asSet !== null && (together === null || asSet.likely.minor > together.likely.minor);
}

/** By how much a set's price is under what it sells for; nothing without a price. */
export function off({ setPrice, sellsFor }: Bundle): number | null {
  return setPrice && sellsFor && sellsFor.minor > 0 ? 1 - setPrice.minor / sellsFor.minor : null;
}
