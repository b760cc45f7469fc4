import { expect, test } from 'vitest';
import type { Why, WhyKind, WhyPart, WhyProduct } from '$lib/backend/backend';
import { amount } from '$lib/backend/fake-data';
import { explained, steps } from './why';

const side = (from: string, aov: number, units: number, discount: number) => ({ from, until: from, orders: 100, aov: amount(aov), unitsPerOrder: units, discountShare: discount });

const product = (name: string, before: [number, number], after: [number, number]): WhyProduct => ({
  id: name.length,
  name,
  amount: amount(10),
  unitsBefore: before[0],
  priceBefore: before[1] === 0 ? null : amount(before[1]),
  unitsAfter: after[0],
  priceAfter: after[1] === 0 ? null : amount(after[1]),
});

const part = (kind: WhyKind, minor: number, products: WhyProduct[] = [], productCount = products.length): WhyPart => ({ kind, amount: amount(minor), products, productCount });

function why(parts: WhyPart[]): Why {
  const change = parts.reduce((sum, one) => sum + one.amount.minor, 0);
  return { formula: 'goods', before: side('2026-05-01', 5460, 2.18, 0.021), after: side('2026-06-01', 5460 + change, 2.31, 0.034), change: amount(change), parts, byGroup: null };
}

test('rows stand one after the other, the strongest first, and end where the change does', () => {
  const rows = steps(why([part('price', 74), part('choice', -80), part('discount', 0), part('unitsPerOrder', 326)]));
  expect(rows.map(({ kind }) => kind)).toEqual(['unitsPerOrder', 'choice', 'price']);
  // From 0 to 326, down to 246, up to 320.
  expect(rows.map(({ from, to }) => [Math.round(from * 326), Math.round(to * 326)])).toEqual([[0, 326], [246, 326], [246, 320]]);
  expect(rows.map(({ start }) => Math.round(start * 326))).toEqual([0, 326, 246]);
});

test('a fall is drawn from its start downwards', () => {
  const [first] = steps(why([part('price', -200)]));
  expect(first).toMatchObject({ from: 0, to: 1, start: 1 });
});

test('each part is explained by what its name asks for', () => {
  const told = why([]);
  expect(explained(told, part('unitsPerOrder', 326))).toBe('2.18 to 2.31');
  expect(explained(told, part('discount', -12))).toBe('2.1% off to 3.4% off');
  expect(explained(told, part('price', 74, [product('Linen throw', [90, 4900], [96, 5200])]))).toBe('Linen throw €49.00 to €52.00');
  const chosen = [product('Candle', [190, 1250], [240, 1250]), product('Throw', [90, 4900], [60, 4900])];
  expect(explained(told, part('choice', -80, chosen))).toBe('More Candle, fewer Throw');
  expect(explained(told, part('choice', -80, chosen.slice(1)))).toBe('Fewer Throw');
  const added = [product('Stool', [0, 0], [9, 7990]), product('Lamp', [0, 0], [4, 5990])];
  expect(explained(told, part('newProducts', 40, added, 5))).toBe('Stool, Lamp and 3 others');
  expect(explained(told, part('tax', 40))).toBe('');
});

test('a change of nothing has no rows', () => {
  expect(steps(why([part('price', 0)]))).toEqual([]);
});
