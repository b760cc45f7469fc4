import { beforeEach, expect, test } from 'vitest';
import type { Figures } from '$lib/backend/backend';
import { amount } from '$lib/backend/fake-data';
import { setLocale } from '$lib/format/locale';
import { progress } from './goal';

beforeEach(() => setLocale('en-IE'));

function month(aov: number | null, ends: [number, number] | null): Figures {
  return {
    from: '2026-06-01',
    until: '2026-07-01',
    revenue: amount((aov ?? 0) * 40),
    orders: aov === null ? 0 : 40,
    aov: aov === null ? null : amount(aov),
    median: null,
    interval: ends && { low: amount(ends[0]), high: amount(ends[1]) },
    unitsPerOrder: null,
  };
}

test('what is missing, and how sure that is', () => {
  expect(progress(amount(6000), month(5780, [5500, 5900]))).toMatchObject({ reached: false, title: '€2.20 to go to €60.00', text: 'The true average very likely lies below it' });
  expect(progress(amount(6000), month(5780, [5500, 6100]))?.text).toBe('The true average may already lie above it');
  expect(progress(amount(6000), month(6150, [6010, 6300]))).toMatchObject({ reached: true, share: 1, title: '€60.00 is reached (+€1.50)', text: 'The true average very likely lies above it' });
  expect(progress(amount(6000), month(6000, [5800, 6200]))).toMatchObject({ reached: true, title: '€60.00 is reached', text: 'The true average may still lie below it' });
  expect(progress(amount(6000), month(3000, null))).toMatchObject({ share: 0.5, text: '' });
});

test('without orders, or in another currency, there is no progress', () => {
  expect(progress(amount(6000), month(null, null))).toBeNull();
  expect(progress(amount(6000, 'CHF'), month(5780, null))).toBeNull();
});
