// What can stand at a place of a sentence: the shop's own products, codes, countries, tiers and segments.
import type { Backend, Dimension, ExploreInput } from '$lib/backend/backend';

/** What is named at a place of a sentence. */
export type Named = 'product' | 'category' | 'vendor' | 'code' | 'channel' | 'country' | 'region' | 'tier' | 'segment';

const most = 8;
const place = /\b(?<what>product|category|vendor|code|channel|country|region|tier|segment) (?:"(?:[^"]|"")*", )*$/u;
const everyOrder: ExploreInput = {
  from: null, until: null, comparedWith: 'nothing', compareFrom: null, compareUntil: null, formula: 'goods', currency: null, filters: [], step: null, threshold: null, bars: 'sizes',
};

/** What is named after these words; nothing where the shop has no list of it. */
export function namedAfter(before: string): Named | null {
  const what = place.exec(before)?.groups?.['what'];
  return (what as Named | undefined) ?? null;
}

/** Names that have these words, the most usual first. */
export async function suggestions(backend: Backend, named: Named, words: string): Promise<string[]> {
  const wanted = words.trim().toLowerCase();
  if (named === 'segment') {
    const { segments } = await backend.listSegments();
    return segments.map(({ name }) => name).filter((name) => name.toLowerCase().includes(wanted)).slice(0, most);
  }
  if (named === 'tier') {
    const { tiers } = await backend.listSegments();
    return tiers.filter((name) => name.toLowerCase().includes(wanted)).slice(0, most);
  }
  const by: Dimension = named;
  const values = await backend.dimensionValues({ orders: everyOrder, by, search: words.trim() });
  // A place is written by its code, a product by its name.
  const names = values.map(({ value, name }) => (named === 'country' ? value : name || value));
  return [...new Set(names)].filter((name) => name !== '').slice(0, most);
}
