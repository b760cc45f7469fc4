// How a product's figures are put into words, and its days into parts.
import { lengthOf, plusDays } from '$lib/app/period';
import type { Brought } from '$lib/app/pictures.svelte';
import type { Amount, Bundle } from '$lib/backend/backend';
import { decimals, minorText } from '$lib/format/money';
import { count, joined, signedCount } from '$lib/format/number';
import { t } from '$lib/messages';

/** Under so many orders an average says little. */
export const enough = 30;

/** Under so many orders a line of twelve parts is mostly holes. */
export const enoughForTrend = 12;

/** Pieces in stock; nothing where they are not counted. More than there were may have been sold. */
export function stockWords(stock: number | null): string {
  if (stock === null) return '';
  if (stock === 0) return t.products.soldOut;
  return stock < 0 ? signedCount(stock) : count(stock);
}

/** What a piece came to on average; nothing without any. */
export function eachOf(revenue: Amount, units: number): Amount | null {
  if (units <= 0) return null;
  const minor = Math.round(revenue.minor / units);
  return { ...revenue, minor, text: minorText(minor, decimals(revenue.text)) };
}

/** The first and last day of each of the parts that some days are cut into, both days in it; a part may hold none. */
export function partsOf(from: string, to: string, parts: number): { first: string; last: string; days: number }[] {
  const days = lengthOf(from, to) + 1;
  const begins = (part: number) => Math.ceil((part * days) / parts);
  return Array.from({ length: parts }, (_, part) => ({
    first: plusDays(from, begins(part)),
    last: plusDays(from, begins(part + 1) - 1),
    days: begins(part + 1) - begins(part),
  }));
}

/** The sets that hold one of these products, with the other products of each. */
export function setsWith(sets: readonly Bundle[], soldAs: readonly number[]): { set: Bundle; others: string }[] {
  return sets.flatMap((set) => {
    const others = set.products.filter(({ id }) => !soldAs.includes(id));
    return others.length > 0 && others.length < set.products.length ? [{ set, others: joined(others.map(({ name }) => name)) }] : [];
  });
}

/** The address of the orders that hold any of these, on some days or all. */
export function ordersWith(soldAs: readonly number[], first?: string, last?: string): string {
  const params = new URLSearchParams(first && last ? { from: first, until: plusDays(last, 1) } : { period: 'all' });
  for (const id of soldAs) params.append('only', `product:#${String(id)}`);
  return `#/orders?${params.toString()}`;
}

/** Sites by name: two at most, then how many more. */
export function sitesNamed(sites: readonly string[]): string {
  if (sites.length <= 2) return joined(sites);
  const more = sites.length - 1;
  return joined([sites[0] ?? '', t.products.pictures.moreSites(more, count(more))]);
}

/** What fetching pictures brought, in a line. */
export function broughtWords({ fetched, failed, left, sites, stopped }: Brought): string {
  const words = t.products.pictures;
  return [
    stopped ? words.stopped : left > 0 ? words.away(sitesNamed(sites)) : '',
    fetched > 0 || stopped ? words.came(fetched, count(fetched)) : '',
    failed.length > 0 ? words.failed(failed.length, count(failed.length)) : '',
    left > 0 ? words.left(left, count(left)) : '',
  ]
    .filter((word) => word !== '')
    .join(' ');
}
