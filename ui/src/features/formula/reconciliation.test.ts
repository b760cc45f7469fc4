import { expect, test } from 'vitest';
import type { FormulaFigures, Step } from '$lib/backend/backend';
import { amount } from '$lib/backend/fake-data';
import { addsUp, comesIn, unexplained } from './reconciliation';

const step = (kind: Step['kind'], revenue: number, orders = 0): Step => ({ kind, revenue: amount(revenue), orders, aov: null });
const figures = (revenue: number, orders: number, steps: Step[] = []): FormulaFigures => ({
  formula: 'shopify',
  revenue: amount(revenue),
  orders,
  aov: null,
  steps,
});

test('steps add up only when they lead to the cent and to the order', () => {
  const steps = [step('cancelledOrders', 144_750, 25), step('taxInPrices', -2_461_030)];
  expect(addsUp(figures(15_090_080, 2578), figures(12_773_800, 2603, steps))).toBe(true);
  expect(addsUp(figures(15_090_081, 2578), figures(12_773_800, 2603, steps))).toBe(false);
  expect(addsUp(figures(15_090_080, 2577), figures(12_773_800, 2603, steps))).toBe(false);
});

test('a step comes in or goes out by its money, or by its orders where no money moves', () => {
  expect(comesIn(step('shipping', 490))).toBe(true);
  expect(comesIn(step('refundsOfGoods', -421_260))).toBe(false);
  expect(comesIn(step('cancelledOrders', 0, 3))).toBe(true);
  expect(comesIn(step('fullyRefundedOrders', 0, -2))).toBe(false);
});

test('what the files do not explain is found, unless it is nothing', () => {
  expect(unexplained(figures(0, 0, [step('unexplained', 3)]))?.revenue.minor).toBe(3);
  expect(unexplained(figures(0, 0, [step('unexplained', 0)]))).toBeUndefined();
});
