import { expect, it } from 'vitest';
import { inHundred, moneyRange, ordersRange, sideOf } from './verdicts';

const amount = (minor: number) => ({ minor, currency: 'EUR', text: (minor / 100).toFixed(2) });

it('says higher or lower only where no difference is ruled out', () => {
  expect(sideOf({ low: 0.1, high: 2 }).text).toBe('Higher');
  expect(sideOf({ low: -2, high: -0.1 }).text).toBe('Lower');
  expect(sideOf({ low: -1, high: 1 }).text).toBe('Cannot tell');
  expect(sideOf({ low: 0, high: 1 }).text, 'touching nothing is not beyond it').toBe('Cannot tell');
});

it('draws money in whole units and orders as they are', () => {
  expect(moneyRange({ low: amount(-108), likely: amount(319), high: amount(529) })).toEqual({ low: -1.08, estimate: 3.19, high: 5.29 });
  expect(ordersRange({ low: 0.01, likely: 0.03, high: 0.05 })).toEqual({ low: 0.01, estimate: 0.03, high: 0.05 });
});

it('writes orders of 100 customers with a true sign', () => {
  expect([0.031, -0.012, 0.0001].map(inHundred)).toEqual(['+3.1 in 100', '−1.2 in 100', '0.0 in 100']);
});
