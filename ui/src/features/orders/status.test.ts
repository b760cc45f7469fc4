import { describe, expect, it } from 'vitest';
import type { OrderRow } from '$lib/backend/backend';
import { marks } from './status';

const euro = (minor: number) => ({ minor, currency: 'EUR', text: (minor / 100).toFixed(2) });
const plain: OrderRow = {
  id: 1,
  number: '#1001',
  placedLocal: '2026-06-30T17:52',
  customer: 'Johanna Lindqvist',
  platform: 'shopify',
  units: 2,
  goods: euro(6140),
  total: euro(6630),
  refunded: null,
  payment: 'paid',
  cancelled: false,
  test: false,
  giftCardsOnly: false,
};

describe('what sets an order apart', () => {
  it('is nothing for a plain paid one', () => {
    expect(marks(plain)).toEqual([]);
    expect(marks({ ...plain, payment: 'unknown' })).toEqual([]);
  });

  it('names each, the weightiest first', () => {
    expect(marks({ ...plain, cancelled: true, payment: 'refunded' })).toEqual(['cancelled', 'refunded']);
    expect(marks({ ...plain, test: true, giftCardsOnly: true })).toEqual(['test', 'giftCard']);
    expect(marks({ ...plain, payment: 'authorized' })).toEqual(['unpaid']);
  });

  it('sees a refund in part in the amount as well as in the word', () => {
    expect(marks({ ...plain, refunded: euro(500) })).toEqual(['partlyRefunded']);
    expect(marks({ ...plain, payment: 'partiallyRefunded' })).toEqual(['partlyRefunded']);
  });

  it('does not say twice that a cancelled order was given up', () => {
    expect(marks({ ...plain, cancelled: true, payment: 'voided' })).toEqual(['cancelled']);
    expect(marks({ ...plain, payment: 'voided' })).toEqual(['voided']);
  });
});
