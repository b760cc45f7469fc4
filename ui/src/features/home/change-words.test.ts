import { render, screen } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import type { ChangeVerdict, Figures, Home } from '$lib/backend/backend';
import { amount } from '$lib/backend/fake-data';
import { setLocale } from '$lib/format/locale';
import ChangeWords from './ChangeWords.svelte';

beforeEach(() => setLocale('en-GB'));

function figures(from: string, aov: number, orders: number): Figures {
  return {
    from,
    until: from,
    revenue: amount(aov * orders),
    orders,
    aov: amount(aov),
    median: null,
    interval: null,
    unitsPerOrder: null,
  };
}

function show(verdict: ChangeVerdict, change: number, ends: [number, number] | null, orders = 1248) {
  const home: Home = {
    formula: 'goods',
    current: figures('2026-06-01', 5780, orders),
    unfinished: false,
    before: figures('2026-05-01', 5780 - change, 1191),
    change: {
      aov: amount(change),
      interval: ends && { low: amount(ends[0]), high: amount(ends[1]) },
      verdict,
      revenueRatio: null,
      ordersRatio: null,
      unitsPerOrder: null,
    },
    months: [],
    chart: [],
    otherCurrencies: [],
  };
  render(ChangeWords, { home, beforeName: 'May' });
  return screen.getByTestId('home-change').textContent.replaceAll(/\s+/gu, ' ').trim();
}

test('a real rise: coloured, with both ends', () => {
  const words = show('higher', 320, [26, 614]);
  expect(words).toContain('€3.20 more than May (€54.60)');
  expect(words).toContain('A real rise: very likely between €0.26 and €6.14');
  expect(screen.getByRole('img').dataset['direction']).toBe('up');
});

test('a real fall is told by its size, smaller end first', () => {
  const words = show('lower', -300, [-500, -100]);
  expect(words).toContain('€3.00 less than May (€60.80)');
  expect(words).toContain('A real fall: very likely between €1.00 and €5.00 less');
  expect(screen.getByRole('img').dataset['direction']).toBe('down');
});

test('a change whose interval holds zero cannot be told, and has no colour', () => {
  const words = show('cannotTell', 230, [-120, 580]);
  expect(words).toContain('+€2.30, cannot tell. May was €55.50');
  expect(screen.getByRole('img').dataset['direction']).toBe('unclear');
});

test('too few orders: the words, no mark and no change', () => {
  const words = show('tooFew', 230, null, 12);
  expect(words).toContain('Too few orders to tell');
  expect(words).not.toContain('€2.30');
  expect(screen.queryByRole('img')).toBeNull();
});
