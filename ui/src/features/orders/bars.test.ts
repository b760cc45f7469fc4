import { beforeEach, expect, test } from 'vitest';
import type { Explore } from '$lib/backend/backend';
import { amount } from '$lib/backend/fake-data';
import { setLocale } from '$lib/format/locale';
import { barRange, discountBars, itemBars, sizeBars } from './bars';

beforeEach(() => setLocale('en-GB'));

const bar = (from: number, until: number | null, orders: number) => ({ from: amount(from), until: until === null ? null : amount(until), orders });
const data = {
  figures: { revenue: amount(1_000_000) },
  sizes: {
    bars: [bar(0, 2500, 10), bar(2500, 5000, 40), bar(5000, 7500, 30), bar(7500, null, 5)],
    modes: [],
    belowZero: 0,
    thresholds: [{ at: amount(5000), found: true, short: 12, within: amount(2500) }],
  },
  kinds: [
    { value: '1', orders: 300, aov: amount(4000), interval: null },
    { value: '10+', orders: 2, aov: amount(90_000), interval: null },
  ],
} as unknown as Explore;

test('the bars under a threshold make the point, until others are chosen', () => {
  const drawn = sizeBars(data, null);
  expect(drawn.bars.map(({ chosen }) => chosen)).toEqual([false, true, false, false]);
  expect(drawn.bars[1]).toMatchObject({ value: 40, title: '€25.00 to €49.99' });
  expect(drawn.bars[3]?.title).toBe('€75.00 and more');
  expect(drawn.marks).toEqual([
    { at: 2, title: 'Free shipping from €50', lines: ['as the orders show', '12 orders stopped', '€25 or less short'] },
  ]);
  expect(sizeBars(data, { from: 7500, until: null }).bars.map(({ chosen }) => chosen)).toEqual([false, false, false, true]);
});

test('a bar names the range that it lists', () => {
  expect(barRange(data, 1)).toEqual({ from: 2500, until: 5000 });
  expect(barRange(data, 3)).toEqual({ from: 7500, until: null });
  expect(barRange(data, 9)).toBeNull();
});

test('the ticks keep apart from the open last one', () => {
  const { ticks } = sizeBars(data, null);
  expect(ticks[0]).toEqual({ at: 0, text: '€0' });
  expect(ticks.at(-1)).toEqual({ at: 3.5, text: '€75+' });
});

test('items are counted, discounts show averages', () => {
  expect(itemBars(data, (value) => value === '10+').bars).toMatchObject([
    { value: 300, title: '1 item', chosen: false },
    { value: 2, title: '10 or more items', chosen: true },
  ]);
  const discounts = { ...data, kinds: [{ value: '0', orders: 9, aov: amount(4150), interval: null }, { value: '5-10', orders: 3, aov: null, interval: null }] } as Explore;
  const drawn = discountBars(discounts, () => false);
  expect(drawn.bars.map(({ value, text }) => [value, text])).toEqual([[4150, '€42'], [0, undefined]]);
  expect(drawn.ticks.map(({ text }) => text)).toEqual(['0 %', '5–10 %']);
});
