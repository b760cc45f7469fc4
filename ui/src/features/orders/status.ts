// What sets an order apart, in one word each. Most orders have none.
import type { OrderRow } from '$lib/backend/backend';

/** Why an order is not a plain paid one. */
export type Mark =
  | 'cancelled'
  | 'refunded'
  | 'partlyRefunded'
  | 'test'
  | 'giftCard'
  | 'unpaid'
  | 'partlyPaid'
  | 'voided'
  | 'expired';

/** The marks of an order, the weightiest first. */
export function marks(row: OrderRow): Mark[] {
  const found: Mark[] = [];
  if (row.cancelled) found.push('cancelled');
  if (row.test) found.push('test');
  if (row.payment === 'refunded') found.push('refunded');
  else if (row.payment === 'partiallyRefunded' || (row.refunded && row.refunded.minor > 0)) found.push('partlyRefunded');
  if (row.giftCardsOnly) found.push('giftCard');
  if (row.payment === 'pending' || row.payment === 'authorized') found.push('unpaid');
  if (row.payment === 'partiallyPaid') found.push('partlyPaid');
  if (row.payment === 'voided' && !row.cancelled) found.push('voided');
  if (row.payment === 'expired') found.push('expired');
  return found;
}
