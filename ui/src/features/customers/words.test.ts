import { describe, expect, test } from 'vitest';
import { initials } from '$lib/format/initials';
import { cannotWords, dayBands, inTen, shadeOf, spentBands, tenRange } from './words';

const eur = (minor: number) => ({ minor, currency: 'EUR', text: (minor / 100).toFixed(2) });

describe('the bands of the map', () => {
  test('of spend go from the highest down and leave nothing out', () => {
    expect(spentBands([4_000, 8_000, 15_000, 30_000].map(eur))).toEqual(['€300 or more', '€150 to €300', '€80 to €150', '€40 to €80', 'Under €40']);
  });

  test('of days go from the latest on to the end of the year', () => {
    expect(dayBands([30, 60, 120, 240])).toEqual(['0–30 days', '31–60', '61–120', '121–240', '241–365']);
  });

  test('are shaded by their share, none as the palest', () => {
    expect([0, 0.05, 0.1, 0.2].map((share) => shadeOf(share, 0.2))).toEqual([0, 2, 3, 6]);
    expect(shadeOf(0, 0)).toBe(0);
  });
});

describe('a customer', () => {
  test('has initials in any script, and a dash without letters', () => {
    expect(['Marlene Vogt', 'Élodie de la Marche', 'zoe@example.com', '李 小龍', '', '+49 30'].map(initials)).toEqual(['MV', 'ÉM', 'ZC', '李小', '–', '–']);
  });

  test('comes so many times in ten', () => {
    expect([0, 0.04, 0.46, 0.97, 1].map(inTen)).toEqual(['under 1', 'under 1', '5', 'over 9', 'over 9']);
  });

  test('has a chance between two ends, or beyond one', () => {
    expect([tenRange(0.31, 0.66), tenRange(0.9, 0.99), tenRange(0.01, 0.3), tenRange(0.97, 0.99), tenRange(0.01, 0.99)]).toEqual(['between 3 and 7 in 10', '9 in 10 or more', '3 in 10 or less', '', '']);
  });

  test('of whom nothing can be told is said why', () => {
    expect(cannotWords({ kind: 'fewRepeatBuyers', found: 12, needed: 200 })).toBe('It takes 200 customers who bought on two days or more. There are 12.');
    expect(cannotWords({ kind: 'onTheBorder' })).toContain('guess');
  });
});
