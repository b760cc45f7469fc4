import { expect, test } from 'vitest';
import type { Bundle, Bundles } from '$lib/backend/backend';
import { amount } from '$lib/backend/fake-data';
import { cheaper, few, nothing, off, ofSize } from './sets';

function set(products: number, sells: number | null, price: number | null): Bundle {
  return {
    products: Array.from({ length: products }, (_, id) => ({ id, name: `Thing ${id}`, orders: 50, paid: null })),
    held: 20, ofFirst: 50, lift: 2, recent: 5, oneShort: 40, cost: null, together: null, asSet: null,
    sellsFor: sells === null ? null : amount(sells),
    setPrice: price === null ? null : amount(price),
  };
}

const shop = (orders: number, several: number, sets: Bundle[] = []): Bundles => ({
  currency: 'EUR', orders, several, least: 13, days: 90, takes: { low: 0.01, likely: 0.03, high: 0.06, from: 'assumed' }, sets,
});

test('sets by size', () => {
  const sets = [set(2, 7600, 6990), set(3, 9000, null)];
  expect(ofSize(sets, 'all')).toHaveLength(2);
  expect(ofSize(sets, 'pairs')[0]?.products).toHaveLength(2);
  expect(ofSize(sets, 'triples')[0]?.products).toHaveLength(3);
});

test('a price below what they sell for, where there is one', () => {
  expect(off(set(2, 7600, 6840))).toBeCloseTo(0.1);
  expect(off(set(2, 7600, null))).toBeNull();
  expect(off(set(2, 0, 100))).toBeNull();
});

test('a price for the set is worth it only where it brings more', () => {
  const range = (likely: number) => ({ low: amount(0), likely: amount(likely), high: amount(9000) });
  const both = (together: number | null, asSet: number | null) => ({ ...set(2, 7600, 6990), together: together === null ? null : range(together), asSet: asSet === null ? null : range(asSet) });
  expect([both(290, 260), both(260, 290), both(null, 260), both(290, null)].map(cheaper)).toEqual([false, true, true, false]);
});

test('why there is nothing to show', () => {
  expect(nothing(shop(500, 200, [set(2, 1, 1)]))).toBeNull();
  expect(nothing(shop(0, 0))?.title).toContain('name no products');
  expect(nothing(shop(2, 1))?.text).toContain('2 orders so far');
  expect(nothing(shop(500, 3))?.title).toContain('one product');
  expect(nothing(shop(500, 200))?.text).toContain('13 orders');
  expect([few(shop(99, 9)), few(shop(100, 9))]).toEqual([true, false]);
});
