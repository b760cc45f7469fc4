// The sum of an order, line by line, as the file charged it: it always adds up to the total, with
// what the file does not name in a line of its own.
import type { Amount, OrderDetail } from '$lib/backend/backend';
import { decimals, minorText } from '$lib/format/money';

/** A line of the sum. */
export interface SumLine {
  kind: 'gross' | 'discounts' | 'goods' | 'shipping' | 'tax' | 'rest' | 'total' | 'taxIncluded' | 'refunded';
  amount: Amount;
}

/** The same currency with another number. */
function like(amount: Amount, minor: number): Amount {
  return { ...amount, minor, text: minorText(minor, decimals(amount.text)) };
}

/** The sum of an order. Lines that say nothing are left out. */
export function sumOf(order: OrderDetail): SumLine[] {
  const { row, gross, discounts, shipping, tax, taxIncluded } = order;
  const taxOnTop = taxIncluded ? 0 : tax.minor;
  const rest = row.total.minor - row.goods.minor - shipping.minor - taxOnTop;
  const lines: SumLine[] = [];
  lines.push({ kind: 'gross', amount: gross });
  if (discounts.minor !== 0) lines.push({ kind: 'discounts', amount: like(discounts, -discounts.minor) });
  lines.push({ kind: 'goods', amount: row.goods }, { kind: 'shipping', amount: shipping });
  if (taxOnTop !== 0) lines.push({ kind: 'tax', amount: tax });
  if (rest !== 0) lines.push({ kind: 'rest', amount: like(row.total, rest) });
  lines.push({ kind: 'total', amount: row.total });
  if (taxIncluded && tax.minor !== 0) lines.push({ kind: 'taxIncluded', amount: tax });
  if (row.refunded && row.refunded.minor !== 0) lines.push({ kind: 'refunded', amount: like(row.refunded, -row.refunded.minor) });
  return lines;
}
