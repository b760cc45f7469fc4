import { expect, test, vi } from 'vitest';
import { PagedRows, pageSize, type Part } from './paged-rows.svelte';

function list(total: number) {
  const asked: number[] = [];
  let generation = 1;
  const load = vi.fn((offset: number, limit: number): Promise<Part<number>> => {
    asked.push(offset);
    const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, at) => offset + at);
    return Promise.resolve({ total, generation, rows });
  });
  return { asked, load, change: () => (generation += 1) };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

test('the first page is asked for at once, the others when they come into view', async () => {
  const { asked, load } = list(1_000_000);
  const rows = new PagedRows(load);
  await settle();
  expect(rows.total).toBe(1_000_000);
  expect(rows.at(199)).toBe(199);
  expect(rows.at(500_123)).toBeUndefined();
  rows.want(500_100, 500_230);
  await settle();
  expect(rows.at(500_123)).toBe(500_123);
  expect(asked).toEqual([0, 500_000, 500_200]);
});

test('a page that is here or on its way is not asked for again', async () => {
  const { load } = list(1000);
  const rows = new PagedRows(load);
  rows.want(0, 20);
  await settle();
  rows.want(0, 20);
  expect(load).toHaveBeenCalledTimes(1);
});

test('a few pages are kept, those looked at last', async () => {
  const { load } = list(1_000_000);
  const rows = new PagedRows(load);
  await settle();
  for (let page = 1; page <= 12; page += 1) {
    rows.want(page * pageSize, page * pageSize + 20);
    await settle();
  }
  expect(rows.at(12 * pageSize)).toBe(12 * pageSize);
  expect(rows.at(0)).toBeUndefined();
});

test('rows of two generations are never shown together', async () => {
  const { load, change } = list(1000);
  const rows = new PagedRows(load);
  await settle();
  change();
  rows.want(400, 420);
  await settle();
  expect(rows.at(400)).toBe(400);
  expect(rows.at(0)).toBeUndefined();
});

test('an answer that says no is kept as an error, and asking again clears it', async () => {
  let fails = true;
  const rows = new PagedRows(() => (fails ? Promise.reject(new Error('busy')) : Promise.resolve({ total: 1, generation: 1, rows: [7] })));
  await settle();
  expect(rows.error).toBeInstanceOf(Error);
  fails = false;
  rows.retry();
  await settle();
  expect(rows.error).toBeUndefined();
  expect(rows.at(0)).toBe(7);
});
