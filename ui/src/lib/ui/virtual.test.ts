import { expect, test } from 'vitest';
import { boxHeight, fullHeight, scale, scrollFor, tallest, topFor, topShowing, visible, type Extent } from './virtual';

const short: Extent = { rows: 1248, rowHeight: 36, view: 600 };
const long: Extent = { rows: 1_000_000, rowHeight: 36, view: 600 };

test('a list that fits is not scaled', () => {
  expect(scale(short)).toBe(1);
  expect(boxHeight(short)).toBe(fullHeight(short));
  expect(topFor(1234, short)).toBe(1234);
});

test('a million rows stay below the tallest box of a webview', () => {
  expect(fullHeight(long)).toBeGreaterThan(33_500_000);
  expect(boxHeight(long)).toBe(tallest);
  expect(tallest).toBeLessThan(33_500_000);
});

test('both ends of the bar are both ends of the list', () => {
  expect(topFor(0, long)).toBe(0);
  const end = boxHeight(long) - long.view;
  expect(topFor(end, long)).toBeCloseTo(fullHeight(long) - long.view, 3);
  expect(visible(topFor(end, long), long).until).toBe(1_000_000);
});

test('position and top are each other’s inverse', () => {
  for (const top of [0, 36, 9_999_999, 17_000_000, fullHeight(long) - long.view]) {
    expect(topFor(scrollFor(top, long), long)).toBeCloseTo(top, 2);
  }
});

test('a bar pulled past its end stays in the list', () => {
  expect(topFor(99_999_999, long)).toBe(fullHeight(long) - long.view);
  expect(topFor(-40, long)).toBe(0);
});

test('only rows in view and some around them are drawn', () => {
  const { from, until } = visible(18_000_000, long);
  expect(from).toBe(500_000 - 6);
  expect(until).toBeLessThan(from + 40);
  expect(visible(0, { ...short, rows: 3 })).toEqual({ from: 0, until: 3 });
  expect(visible(0, { ...short, rows: 0 })).toEqual({ from: 0, until: 0 });
});

test('bringing a row into view moves as little as possible', () => {
  expect(topShowing(5, 0, short)).toBe(0);
  expect(topShowing(17, 0, short)).toBe(18 * 36 - 600);
  expect(topShowing(2, 500, short)).toBe(72);
});
