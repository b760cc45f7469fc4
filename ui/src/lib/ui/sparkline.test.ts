import { expect, test } from 'vitest';
import { sparkline } from './sparkline';

test('a small line fills its box, in pieces where nothing is known', () => {
  const { path, last } = sparkline([10, 20, null, 30], 80, 20);
  expect(path).toBe('M3 17L27.7 10M77 3');
  expect(last).toEqual({ x: 77, y: 3 });
});

test('a line that never moves runs through the middle', () => {
  expect(sparkline([5, 5], 80, 20).path).toBe('M3 10L77 10');
  expect(sparkline([5], 80, 20).last).toEqual({ x: 40, y: 10 });
});

test('nothing known draws nothing', () => {
  expect(sparkline([null, null], 80, 20)).toEqual({ path: '', last: null });
  expect(sparkline([], 80, 20)).toEqual({ path: '', last: null });
});
