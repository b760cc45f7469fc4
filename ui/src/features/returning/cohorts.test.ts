import { beforeEach, expect, test } from 'vitest';
import type { CohortCell, CohortRow } from '$lib/backend/backend';
import { amount } from '$lib/backend/fake-data';
import { setLocale } from '$lib/format/locale';
import { cohortName, measured, scaleOf, shade, width, written } from './cohorts';

beforeEach(() => setLocale('en-IE'));

const cell = (watched: number, customers: number, orders: number, revenue: number): CohortCell => ({ watched, unfinished: 0, customers, orders, revenue: amount(revenue), aov: orders === 0 ? null : amount(Math.round(revenue / orders)) });
const row = (cells: (CohortCell | null)[], key = '2026-01-01'): CohortRow => ({ key, customers: cells[0]?.watched ?? 0, cells, values: [] });
const euro = { currency: 'EUR', digits: 2 };

test('each measure of a cell', () => {
  const one = row([cell(100, 100, 110, 550_000), cell(100, 25, 30, 180_000), cell(50, 0, 0, 0), null]);
  expect(measured(one, 1, 'retention')).toBe(0.25);
  expect(measured(one, 1, 'orders')).toBe(30);
  expect(measured(one, 1, 'revenue')).toBe(180_000);
  expect(measured(one, 1, 'aov')).toBe(6000);
  // What everyone has been worth up to then.
  expect(measured(one, 1, 'value')).toBe(5500 + 1800);
  expect(measured(one, 2, 'aov')).toBeNull();
  expect(measured(one, 3, 'retention')).toBeNull();
  expect(width([one])).toBe(3);
});

test('how a measure is written', () => {
  expect(written(0.254, 'retention', euro)).toBe('25%');
  expect(written(1234, 'orders', euro)).toBe('1,234');
  expect(written(578_049, 'value', euro)).toBe('€5,780');
});

test('small groups have no shade and do not stretch the scale; the first month of those who ordered says nothing', () => {
  const rows = [row([cell(100, 100, 100, 1), cell(100, 10, 10, 1), cell(100, 30, 30, 1)]), row([cell(5, 5, 5, 1), cell(5, 5, 5, 1)])];
  const scale = scaleOf(rows, 'retention');
  expect(scale).toEqual({ low: 0.1, high: 0.3 });
  const [large, small] = rows as [CohortRow, CohortRow];
  expect([0, 1, 2].map((month) => shade(large, month, 'retention', scale))).toEqual([null, 0, 6]);
  expect(shade(small, 1, 'retention', scale)).toBeNull();
  expect(scaleOf([small], 'retention')).toBeNull();
});

test('groups are called by their month or word', () => {
  expect(cohortName('2026-01-01', 'firstMonth')).toBe('January 2026');
  expect(cohortName('', 'firstCode')).toBe('Without a code');
  expect(cohortName('SPRING10', 'firstCode')).toBe('SPRING10');
});
