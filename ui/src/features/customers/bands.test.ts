import { expect, test } from 'vitest';
import { readBands } from './bands';

const typed = { spent: ['40', '80.00', '150', '€300'], days: ['30', '60', '120', ' 240 '] };

test('bands are read as they are typed', () => {
  expect(readBands(typed, 2).bands).toEqual({ spent: [4_000, 8_000, 15_000, 30_000], days: [30, 60, 120, 240] });
  expect(readBands({ ...typed, spent: ['1', '2', '3', '4'] }, 0).bands?.spent).toEqual([1, 2, 3, 4]);
});

test('bands that do not go up, or are no numbers, are named where they stand', () => {
  const spent = readBands({ ...typed, spent: ['40', '40', 'x', '0'] }, 2);
  expect(spent.bands).toBeNull();
  expect(spent.faults.spent).toEqual([null, 'order', 'amount', 'amount']);
  const days = readBands({ ...typed, days: ['0', '60', '30', '365'] }, 2);
  expect(days.faults.days).toEqual(['days', null, 'order', 'year']);
});
