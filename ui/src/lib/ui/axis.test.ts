import { expect, test } from 'vitest';
import { niceAxis } from './axis';

test('ticks are round, enclose the data, and are five or six at most', () => {
  for (const [low, high] of [
    [6510, 7920],
    [0, 13_490],
    [-250, 900],
    [1, 3],
    [999_999, 1_000_001],
  ] as const) {
    const { min, max, interval } = niceAxis(low, high);
    expect(min).toBeLessThanOrEqual(low);
    expect(max).toBeGreaterThanOrEqual(high);
    expect(min % interval).toBeCloseTo(0);
    const ticks = (max - min) / interval + 1;
    expect(ticks).toBeGreaterThanOrEqual(2);
    expect(ticks).toBeLessThanOrEqual(6);
  }
});

test('a single value still has an axis', () => {
  const { min, max, interval } = niceAxis(5000, 5000);
  expect(interval).toBeGreaterThanOrEqual(1);
  expect(min).toBeLessThanOrEqual(5000);
  expect(max).toBeGreaterThanOrEqual(5000);
});
