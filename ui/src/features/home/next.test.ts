import { beforeEach, expect, test } from 'vitest';
import type { Opportunity, OpportunityAbout } from '$lib/backend/backend';
import { amount } from '$lib/backend/fake-data';
import { setLocale } from '$lib/format/locale';
import { rangeText, roughly, scaleOf, suggestion } from './next';

beforeEach(() => setLocale('en-IE'));

const range = (low: number, likely: number, high: number) => ({ low: amount(low), likely: amount(likely), high: amount(high) });
const one = (about: OpportunityAbout, estimate: Opportunity['estimate'] = null): Opportunity => ({ about, estimate, inputs: [] });
const moment = (weekday: number | null, hour: number | null): OpportunityAbout => ({ kind: 'largerOrders', moment: { weekday, hour }, here: amount(6420), elsewhere: amount(5610), weeks: 2 });

test('an estimate is written without cents, its currency once', () => {
  expect(roughly(amount(48_049))).toBe('€480');
  expect(rangeText(range(48_000, 77_000, 107_000))).toBe('€480–1,070');
  expect(rangeText(range(-5000, 0, 5000))).toBe('−€50–€50');
});

test('the marks share a scale that holds zero', () => {
  expect(scaleOf([one(moment(1, null), range(500, 700, 900)), one(moment(2, null))])).toEqual({ from: 0, to: 900 });
  expect(scaleOf([])).toEqual({ from: 0, to: 1 });
});

test('each suggestion leads to what stands behind it', () => {
  const until = '2026-07-01';
  const short = suggestion(one({ kind: 'justShort', threshold: amount(6500), lowest: amount(5200), orders: 312, gap: amount(610), oneItem: 1, days: 30 }), 0, until);
  expect(short.title).toBe('312 orders stopped just short of free shipping');
  expect(short.text).toContain('1 was one popular item short');
  expect(short.leads).toMatchObject({ to: 'address', href: '#/orders?from=2026-06-01&until=2026-07-01&list=counted&goods=5200-6500', words: 'See the orders' });
  expect(suggestion(one({ kind: 'firstThreshold', threshold: amount(6500), orders: 20, days: 90 }), 0, until).leads).toMatchObject({ href: '#/whatif?from=6500' });
  expect(suggestion(one({ kind: 'bundle', products: [4, 9], names: ['Throw', 'Cover'], held: 96, lift: 3.42 }), 0, until)).toMatchObject({
    title: 'Throw and Cover belong together',
    text: '96 orders held both, 3.4 times what chance would give. Offer them as a set.',
    leads: { to: 'set', products: [4, 9] },
  });
  const quiet: OpportunityAbout = { kind: 'quietCustomers', customers: 1, usual: amount(8400), goodFrom: amount(7200), days: 74, quietBefore: 50, cameBack: 3 };
  expect(suggestion(one(quiet), 0, until)).toMatchObject({ title: '1 good customer has gone quiet', leads: { to: 'people' } });
  const depth: OpportunityAbout = { kind: 'discountAway', code: null, fromPercent: 10, untilPercent: 15, orders: 9, given: amount(900), average: amount(5000), fullPrice: amount(6000), boughtBefore: 3, known: 6, days: 90 };
  expect(suggestion(one(depth), 0, until).leads).toMatchObject({ href: expect.stringContaining('only=discount%3A10-15') });
  expect(suggestion(one({ ...depth, code: 'SPRING & CO' }), 0, until).leads).toMatchObject({ href: expect.stringContaining('only=code%3ASPRING+%26+CO') });
  expect(suggestion(one(moment(7, null)), 0, until)).toMatchObject({ title: 'Sunday brings larger orders', leads: { href: expect.stringContaining('only=weekday%3Asunday') } });
  expect(suggestion(one(moment(null, 20)), 0, until)).toMatchObject({ leads: { href: expect.stringContaining('only=hour%3A20') } });
});
