import { beforeEach, expect, test } from 'vitest';
import type { Dimension, Explore, Figures } from '$lib/backend/backend';
import { amount } from '$lib/backend/fake-data';
import { setLocale } from '$lib/format/locale';
import { beforeName, filterName, nothingWords, rangeName, valueName } from './words';

beforeEach(() => setLocale('en-GB'));

const figures = (from: string, until: string, orders = 100): Figures => ({
  from,
  until,
  revenue: amount(orders * 5000),
  orders,
  aov: amount(5000),
  median: null,
  interval: null,
  unitsPerOrder: null,
});

test('values have names that people use', () => {
  const names: [Dimension, string, string, string][] = [
    ['country', 'DE', 'DE', 'Germany'],
    ['country', 'Far away', 'Far away', 'Far away'],
    ['country', '', '', 'Not in the files'],
    ['source', 'shopify', 'shopify', 'Shopify'],
    ['customer', 'new', 'new', 'New customers'],
    ['customer', '', '', 'Customer not known'],
    ['weekday', 'sunday', 'sunday', 'Sunday'],
    ['basket', '1', '1', '1 item'],
    ['basket', '5-9', '5-9', '5 to 9 items'],
    ['basket', '10+', '10+', '10 or more items'],
    ['discount', '0', '0', 'No discount'],
    ['discount', '0-5', '0-5', 'Up to 5 % off'],
    ['discount', '20-30', '20-30', '20 to 30 % off'],
    ['discount', '50+', '50+', '50 % off or more'],
    ['channel', 'web', 'web', 'Online shop'],
    ['channel', 'Market stall', 'Market stall', 'Market stall'],
    ['code', '', '', 'No code'],
    ['product', '#12', 'Mug', 'Mug'],
    ['segment', '4', 'Champions', 'Champions'],
  ];
  for (const [by, value, name, said] of names) expect(valueName(by, value, name)).toBe(said);
  expect(valueName('hour', '9', '9').replaceAll(/[\s–]+/gu, ' ')).toBe('09:00 09:59');
});

test('a filter without a name says what it looks at', () => {
  expect(filterName({ by: 'country', value: 'DE' }, [{ by: 'country', value: 'DE', name: 'DE' }])).toBe('Germany');
  expect(filterName({ by: 'channel', value: '' }, [{ by: 'channel', value: '', name: '' }])).toBe('Channel: Not in the files');
});

test('a range shows the last amount in it', () => {
  const written = (minor: number) => (minor / 100).toFixed(2);
  expect(rangeName({ from: 5500, until: 6500 }, written)).toBe('55.00 to 64.99');
  expect(rangeName({ from: 12_000, until: null }, written)).toBe('120.00 and more');
  expect(rangeName({ from: null, until: 500 }, written)).toBe('Under 5.00');
});

test('the time before has the name that fits its length', () => {
  const named = (now: [string, string], before: [string, string], comparedWith: 'previous' | 'yearBefore' | 'custom' = 'previous') =>
    beforeName({ comparedWith }, { figures: figures(...now), before: figures(...before) });
  expect(named(['2026-04-02', '2026-07-01'], ['2026-01-02', '2026-04-02'])).toBe('the 90 days before');
  expect(named(['2026-06-01', '2026-07-01'], ['2026-05-01', '2026-06-01'])).toBe('May 2026');
  expect(named(['2025-07-01', '2026-07-01'], ['2024-07-01', '2025-07-01'])).toBe('the 12 months before');
  expect(named(['2026-06-30', '2026-07-01'], ['2026-06-29', '2026-06-30'])).toBe('the day before');
  expect(named(['2026-06-02', '2026-07-01'], ['2025-06-02', '2025-07-01'], 'yearBefore')).toBe('a year earlier');
  expect(named(['2026-06-02', '2026-07-01'], ['2025-06-02', '2025-06-10'], 'custom')).toContain('2025');
  expect(beforeName({ comparedWith: 'previous' }, { figures: figures('2026-06-01', '2026-07-01'), before: null })).toBe('');
});

test('a time without orders says why', () => {
  const empty = (from: string, until: string, refunds = 0) =>
    ({
      figures: figures(from, until, 0),
      firstDay: '2025-05-01',
      lastDay: '2026-06-30',
      looseRefunds: { count: refunds, amount: amount(4200) },
    }) as Explore;
  expect(nothingWords(empty('2027-01-01', '2027-02-01'), false).title).toBe('This time has not come yet');
  expect(nothingWords(empty('2024-01-01', '2024-02-01'), false).title).toBe('Before the first order');
  expect(nothingWords(empty('2026-01-01', '2026-02-01'), false).title).toBe('No orders in this time');
  expect(nothingWords(empty('2026-01-01', '2026-02-01'), true).title).toBe('No orders of this kind in this time');
  expect(nothingWords(empty('2026-01-01', '2026-02-01', 2), false)).toEqual({
    title: 'Only refunds in this time',
    text: '2 refunds of €42.00 in this time name no order, and are in none of these figures.',
  });
});
