import { describe, expect, it } from 'vitest';
import type { OrderDetail } from '$lib/backend/backend';
import { sumOf } from './sum';

const euro = (minor: number) => ({ minor, currency: 'EUR', text: (minor / 100).toFixed(2) });

function order(over: Partial<OrderDetail> = {}, row: Partial<OrderDetail['row']> = {}): OrderDetail {
  return {
    row: {
      id: 1,
      number: '#1001',
      placedLocal: '2026-06-30T17:52',
      customer: '',
      platform: 'shopify',
      units: 1,
      goods: euro(5000),
      total: euro(5490),
      refunded: null,
      payment: 'paid',
      cancelled: false,
      test: false,
      giftCardsOnly: false,
      ...row,
    },
    email: '',
    place: '',
    lines: [],
    gross: euro(5000),
    discounts: euro(0),
    shipping: euro(490),
    tax: euro(877),
    taxIncluded: true,
    discountCodes: '',
    paymentMethod: '',
    file: '',
    ...over,
  };
}

const kinds = (detail: OrderDetail) => sumOf(detail).map((line) => line.kind);
const minor = (detail: OrderDetail, kind: string) => sumOf(detail).find((line) => line.kind === kind)?.amount.minor;

describe('the sum of an order', () => {
  it('leaves out what says nothing', () => {
    expect(kinds(order())).toEqual(['gross', 'goods', 'shipping', 'total', 'taxIncluded']);
  });

  it('takes the discounts off what the items cost', () => {
    const detail = order({ gross: euro(6000), discounts: euro(1000) });
    expect(kinds(detail).slice(0, 3)).toEqual(['gross', 'discounts', 'goods']);
    expect(minor(detail, 'discounts')).toBe(-1000);
  });

  it('adds tax on top, and none that is in the prices', () => {
    const detail = order({ taxIncluded: false, tax: euro(950) }, { total: euro(6440) });
    expect(kinds(detail)).toEqual(['gross', 'goods', 'shipping', 'tax', 'total']);
  });

  it('names what the file does not explain, so that it adds up', () => {
    const detail = order({}, { total: euro(6000) });
    expect(minor(detail, 'rest')).toBe(510);
    expect(sumOf(order({}, { total: euro(5400) })).find((line) => line.kind === 'rest')?.amount.text).toBe('-0.90');
  });

  it('takes a refund off after the total', () => {
    const detail = order({}, { refunded: euro(1200) });
    expect(kinds(detail).at(-1)).toBe('refunded');
    expect(minor(detail, 'refunded')).toBe(-1200);
  });
});
