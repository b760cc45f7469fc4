import { expect, it } from 'vitest';
import type { CampaignOffer } from '$lib/backend/backend';
import { daysAfter, freshCodes, freshProducts, freshTerms, short, termsKinds, whole, withTerms } from './terms';

const offer: CampaignOffer = { terms: { kind: 'percent', percent: 20 }, minimum: 7_500, endsAt: '2026-07-12T23:59', products: { kind: 'all' }, codes: { kind: 'made' }, freeShippingFrom: null };

it('begins with whole amounts of the shop’s own currency', () => {
  expect(termsKinds.map((kind) => freshTerms(kind, 'JPY'))).toEqual([{ kind: 'percent', percent: 15 }, { kind: 'amount', amount: 10 }, { kind: 'freeShipping' }, { kind: 'gift', what: '' }, { kind: 'giftCard', amount: 20, message: '' }, null]);
  expect(whole(5, 'EUR')).toBe(500);
  expect(short(750, 'EUR')).toContain('7.50');
});

it('keeps end, codes and minimum while the terms change, and lets them go with the offer', () => {
  expect(withTerms(offer, 'amount', 'EUR')).toEqual({ ...offer, terms: { kind: 'amount', amount: 1_000 } });
  expect(withTerms(offer, 'none', 'EUR')).toEqual({ ...offer, terms: null, minimum: null, endsAt: null, codes: { kind: 'none' } });
});

it('asks for what has to be said', () => {
  expect(freshCodes('shared')).toEqual({ kind: 'shared', code: '' });
  expect(freshProducts('chosen')).toEqual({ kind: 'chosen', products: [] });
});

it('counts days over the end of a month and the change of clocks', () => {
  expect(daysAfter('2026-10-20', 14)).toBe('2026-11-03');
});
