import { expect, test } from 'vitest';
import { firstRows } from './pages';

const list = (total: number) => {
  const asked: [number, number][] = [];
  const load = (offset: number, limit: number) => {
    asked.push([offset, limit]);
    const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, at) => offset + at);
    return Promise.resolve({ total, rows });
  };
  return { asked, load };
};

test('more rows than a page has are asked for one page after the other, to the end', async () => {
  const { asked, load } = list(450);
  expect((await firstRows(50, load)).rows).toHaveLength(50);
  const { rows } = await firstRows(500, load);
  expect(rows).toEqual(Array.from({ length: 450 }, (_, at) => at));
  expect(asked).toEqual([[0, 50], [0, 200], [200, 200], [400, 50]]);
});

test('a list that became shorter ends', async () => {
  const load = (offset: number) => Promise.resolve({ total: 300, rows: offset === 0 ? [1, 2] : [] });
  expect((await firstRows(300, load)).rows).toEqual([1, 2]);
});
