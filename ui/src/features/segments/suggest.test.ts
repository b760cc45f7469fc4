import { expect, test } from 'vitest';
import { makeFake } from '$lib/backend/fake';
import { namedAfter, suggestions } from './suggest';

test('what can be named is known from the words before', () => {
  expect(namedAfter('orders at least 1 of product ')).toBe('product');
  expect(namedAfter('country "DE", "A ""b""", ')).toBe('country');
  expect(namedAfter('in segment ')).toBe('segment');
  expect(namedAfter('not tier "Gold", ')).toBe('tier');
  for (const before of ['tagged ', 'city ', 'orders at least ', 'product "Mug" and tagged ']) expect(namedAfter(before)).toBeNull();
});

test('names come from the shop', async () => {
  const backend = makeFake('usual', 0);
  expect(await suggestions(backend, 'segment', 'one')).toEqual(['One-time buyers']);
  expect(await suggestions(backend, 'tier', 'old')).toEqual(['Gold']);
  const products = await suggestions(backend, 'product', '');
  expect(products.length).toBeGreaterThan(1);
  expect(products.length).toBeLessThanOrEqual(8);
});
