// An offer as data: what a new one of a kind says, and its amounts and times in words.
import type { CampaignOffer, OfferCodes, OfferProducts, OfferTerms } from '$lib/backend/backend';
import { currencyDecimals, minorText, plainMoney } from '$lib/format/money';

export type TermsKind = OfferTerms['kind'] | 'none';
export const termsKinds: readonly TermsKind[] = ['percent', 'amount', 'freeShipping', 'gift', 'giftCard', 'none'];
export const codeKinds: readonly OfferCodes['kind'][] = ['made', 'listed', 'shared', 'none'];
export const productKinds: readonly OfferProducts['kind'][] = ['all', 'wishedOrViewed', 'recommended', 'chosen'];

/** €100, €9.50. */
export function short(minor: number, currency: string): string {
  return plainMoney({ minor, currency, text: minorText(minor, currencyDecimals(currency)) });
}

/** So many whole units of a currency, in minor units. */
export function whole(units: number, currency: string): number {
  return units * 10 ** currencyDecimals(currency);
}

/** What an offer of a kind gives at first. */
export function freshTerms(kind: TermsKind, currency: string): OfferTerms | null {
  switch (kind) {
    case 'none':
      return null;
    case 'percent':
      return { kind, percent: 15 };
    case 'amount':
      return { kind, amount: whole(10, currency) };
    case 'freeShipping':
      return { kind };
    case 'gift':
      return { kind, what: '' };
    case 'giftCard':
      return { kind, amount: whole(20, currency), message: '' };
  }
}

/** The offer with terms of another kind: what would make no sense with them goes. */
export function withTerms(offer: CampaignOffer, kind: TermsKind, currency: string): CampaignOffer {
  const terms = freshTerms(kind, currency);
  if (terms === null) return { ...offer, terms, minimum: null, endsAt: null, codes: { kind: 'none' } };
  return { ...offer, terms };
}

export function freshCodes(kind: OfferCodes['kind']): OfferCodes {
  return kind === 'shared' ? { kind, code: '' } : { kind };
}

export function freshProducts(kind: OfferProducts['kind']): OfferProducts {
  return kind === 'chosen' ? { kind, products: [] } : { kind };
}

/** Some days after a day, in the shop’s own calendar. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
