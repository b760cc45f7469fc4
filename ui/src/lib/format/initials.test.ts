import { expect, test } from 'vitest';
import { firstLetter, initials } from './initials';

test('letters of people and of things', () => {
  expect(['Marlene Vogt', 'ada', 'mara@example.com', '—'].map(initials)).toEqual(['MV', 'A', 'MC', '–']);
  expect(['linen throw', '“Émile” vase', '3 mugs', 'ידידיה', '—', ''].map(firstLetter)).toEqual(['L', 'É', '3', 'י', '–', '–']);
});
