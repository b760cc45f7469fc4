import { expect, test } from 'vitest';
import { direction, layout, onScale, spread } from './range-mark';

test('a mark is coloured only when zero is outside the interval', () => {
  expect(direction({ low: 26, high: 614 })).toBe('up');
  expect(direction({ low: -614, high: -26 })).toBe('down');
  expect(direction({ low: -50, high: 400 })).toBe('unclear');
  expect(direction({ low: 0, high: 400 })).toBe('unclear');
});

test('parts stand in the order of their values, inside the mark', () => {
  const place = layout({ low: 26, estimate: 320, high: 614 }, 196, true);
  const order = [0, place.zero ?? Number.NaN, place.low, place.dot, place.high, 196];
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('zero is always within a mark that shows it, on whichever side', () => {
  const below = layout({ low: -900, estimate: -500, high: -100 }, 200, true);
  expect(below.zero).toBeGreaterThan(below.high);
  expect(layout({ low: 480, estimate: 700, high: 1070 }, 112, false).zero).toBeNull();
});

test('an interval without width has a place', () => {
  const place = layout({ low: 100, estimate: 100, high: 100 }, 200, false);
  expect([place.low, place.dot, place.high].every(Number.isFinite)).toBe(true);
});

test('marks on one scale can be compared', () => {
  const scale = { from: 6000, to: 8000 };
  const small = onScale({ low: 6000, estimate: 6200, high: 6400 }, scale, 88);
  const large = onScale({ low: 7000, estimate: 7500, high: 8000 }, scale, 88);
  expect(small.low).toBeCloseTo(6);
  expect(large.high).toBeCloseTo(82);
  expect(large.dot).toBeGreaterThan(small.dot);
});

test('labels that would cover each other move apart and stay inside', () => {
  const labels = spread([{ text: '+€0.26', x: 40 }, { text: '+€6.14', x: 180 }, { text: '0', x: 38 }], 196);
  const boxes = labels
    .map(({ text, x }) => ({ from: x - (text.length * 6.4) / 2, to: x + (text.length * 6.4) / 2 }))
    .sort((a, b) => a.from - b.from);
  boxes.forEach((box, at) => {
    expect(box.from).toBeGreaterThanOrEqual(0);
    expect(box.to).toBeLessThanOrEqual(196.01);
    const next = boxes[at + 1];
    if (next) expect(next.from).toBeGreaterThanOrEqual(box.to);
  });
  expect(labels.map(({ text }) => text)).toEqual(['+€0.26', '+€6.14', '0']);
});

test('marks that share a scale share its zero, where it has one', () => {
  const range = { low: 2, estimate: 5, high: 8 };
  expect(onScale(range, { from: -10, to: 10 }, 112, true).zero).toBe(56);
  expect(onScale(range, { from: -10, to: 10 }, 112).zero).toBeNull();
  expect(onScale(range, { from: 1, to: 10 }, 112, true).zero).toBeNull();
});
