import { beforeEach, describe, expect, test } from 'vitest';
import { columns, fitting, keepColumns, keptColumns, toggled } from './columns';

beforeEach(() => localStorage.clear());

test('columns that were chosen are there at the next start, even none', () => {
  expect(keptColumns()).not.toContain('email');
  keepColumns(toggled(keptColumns(), 'email'));
  expect(keptColumns().at(-1)).toBe('email');
  keepColumns([]);
  expect(keptColumns()).toEqual([]);
  localStorage.setItem('pannier.customers.columns', 'spent,height');
  expect(keptColumns()).toEqual(['spent']);
});

test('a column that is put in again stands where it stood', () => {
  const without = toggled(columns, 'orders');
  expect(without).not.toContain('orders');
  expect(toggled(without, 'orders')).toEqual([...columns]);
});

describe('where there is no room', () => {
  test('what says the least goes first', () => {
    expect(fitting(columns, 0)).toEqual([...columns]);
    expect(fitting(columns, 2_000)).toEqual([...columns]);
    expect(fitting(columns, 800)).toEqual(['lastOrder', 'orders', 'spent', 'average', 'predicted']);
    expect(fitting(columns, 440)).toEqual(['spent', 'average']);
    expect(fitting(columns, 100)).toEqual([]);
  });

  test('what was not chosen takes none', () => {
    expect(fitting(['spent', 'group'], 440)).toEqual(['spent', 'group']);
  });
});
