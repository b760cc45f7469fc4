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

test.each([5000, 5790, 1, 0, -300])('a single value of %d still has an axis around it', (value) => {
  const { min, max, interval } = niceAxis(value, value);
  expect(interval).toBeGreaterThanOrEqual(1);
  expect(min).toBeLessThanOrEqual(value);
  expect(max).toBeGreaterThan(value);
  expect((max - min) / interval).toBeLessThanOrEqual(6);
});
