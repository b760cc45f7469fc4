import { expect, test } from 'vitest';
import { amount } from '$lib/backend/fake-data';
import type { Bundle } from '$lib/backend/backend';
import { fitting } from './columns';
import { readShown, writeShown } from './products.svelte';
import { broughtWords, eachOf, ordersWith, partsOf, setsWith, sitesNamed, stockWords } from './words';

test('an address and what it shows lead to one another', () => {
  const there = (text: string) => writeShown(readShown(new URLSearchParams(text))).toString();
  expect(readShown(new URLSearchParams())).toEqual({ view: 'list', days: 'year', sort: 'revenue', ascending: false, search: '' });
  for (const text of ['', 'view=together', 'days=month&sort=stock&order=up&search=throw', 'sort=name', 'sort=name&order=down', 'days=all']) expect(there(text)).toBe(text);
  expect(there('view=pictures&days=decade&sort=luck&order=best'), 'what is not known is left out').toBe('');
});

test('columns go where there is no room, never the one that sorts', () => {
  const all = ['units', 'orders', 'revenue', 'aov', 'trend', 'stock'] as const;
  expect(fitting(all, 0, 'revenue')).toEqual(all);
  expect(fitting(all, 1000, 'revenue')).toEqual(all);
  expect(fitting(all, 700, 'revenue')).toEqual(['units', 'orders', 'revenue', 'aov', 'stock']);
  expect(fitting(all, 640, 'revenue')).toEqual(['units', 'revenue', 'aov', 'stock']);
  expect(fitting(all, 420, 'revenue')).toEqual(['revenue', 'aov']);
  expect(fitting(all, 420, 'orders')).toEqual(['orders', 'aov']);
  expect(fitting(all, 100, 'stock')).toEqual(['stock']);
  expect(fitting(['stock'], 1000, 'name')).toEqual(['stock']);
});

test('what a piece came to, to the cent', () => {
  expect(eachOf(amount(10_000), 3)?.text).toBe('33.33');
  expect(eachOf(amount(10_000), 0)).toBeNull();
  expect(eachOf({ minor: 1000, currency: 'JPY', text: '1000' }, 3)?.text).toBe('333');
});

test('stock is told where it is counted', () => {
  expect([null, 0, -3, 1200].map(stockWords)).toEqual(['', 'Sold out', '−3', '1,200']);
});

test('days are cut into parts that leave out none and count none twice', () => {
  const parts = partsOf('2026-06-01', '2026-06-30', 12);
  expect(parts).toHaveLength(12);
  expect(parts[0]).toEqual({ first: '2026-06-01', last: '2026-06-03', days: 3 });
  expect(parts.at(-1)?.last).toBe('2026-06-30');
  expect(parts.reduce((sum, { days }) => sum + days, 0)).toBe(30);
  // As the program does it: a day falls into part ⌊day × parts ÷ days⌋.
  for (const [at, { first, days }] of parts.entries()) {
    const begins = Number(first.slice(8)) - 1;
    for (let day = begins; day < begins + days; day += 1) expect(Math.floor((day * 12) / 30)).toBe(at);
  }
  const few = partsOf('2026-06-29', '2026-06-30', 12).filter(({ days }) => days > 0);
  expect(few.map(({ first, last }) => [first, last])).toEqual([['2026-06-29', '2026-06-29'], ['2026-06-30', '2026-06-30']]);
});

test('sets of a product name the others, and variants of one are no set', () => {
  const set = (...ids: number[]) => ({ products: ids.map((id) => ({ id, name: `Thing ${String(id)}`, orders: 9, paid: null })) }) as Bundle;
  const found = setsWith([set(1, 2), set(3, 4), set(1, 5, 6), set(1, 7)], [1, 7]);
  expect(found.map(({ others }) => others)).toEqual(['Thing 2', 'Thing 5 and Thing 6']);
});

test('orders are asked for by all that a product was sold as, on its days', () => {
  expect(ordersWith([4, 9])).toBe('#/orders?period=all&only=product%3A%234&only=product%3A%239');
  expect(ordersWith([4], '2026-06-01', '2026-06-30')).toBe('#/orders?from=2026-06-01&until=2026-07-01&only=product%3A%234');
});

test('sites are named, and what they gave', () => {
  expect(sitesNamed(['a.example'])).toBe('a.example');
  expect(sitesNamed(['a.example', 'b.example'])).toBe('a.example and b.example');
  expect(sitesNamed(['a.example', 'b.example', 'c.example'])).toBe('a.example and 2 other sites');
  const brought = { fetched: 3, failed: [], left: 0, sites: ['a.example'], stopped: false };
  const failed = [{ product: 'Lamp', address: 'https://a.example/lamp.png', why: 'the site had trouble itself. Fetch it again later (answer 503)' }];
  expect(broughtWords({ ...brought, failed })).toBe('3 pictures came. 1 could not be had.');
  expect(broughtWords({ ...brought, left: 5, stopped: true })).toBe('Stopped. 3 pictures came. 5 were not asked for.');
  expect(broughtWords({ ...brought, fetched: 0, failed, left: 1 })).toBe('No answer from a.example. 1 could not be had. 1 was not asked for.');
});
