// Why the average moved, as rows of a waterfall.
import type { Amount, Why, WhyKind, WhyPart, WhyProduct } from '$lib/backend/backend';
import { money } from '$lib/format/money';
import { count, joined, percentSize, twoDecimals } from '$lib/format/number';
import { t } from '$lib/messages';

/** One row: where its bar begins and ends, in parts of the width. */
export interface Step {
  kind: WhyKind;
  amount: Amount;
  name: string;
  text: string;
  /** The products that it names, as filters of orders. */
  products: WhyProduct[];
  from: number;
  to: number;
  /** Where the last row ended. */
  start: number;
}

/** Pieces of a product to an order. */
function rate(pieces: number, orders: number): number {
  return orders === 0 ? 0 : pieces / orders;
}

function chosen(why: Why, products: readonly WhyProduct[]): string {
  const grew = (product: WhyProduct) => rate(product.unitsAfter, why.after.orders) > rate(product.unitsBefore, why.before.orders);
  const more = products.find(grew);
  const fewer = products.find((product) => !grew(product));
  if (more && fewer) return t.why.moreAndFewer(more.name, fewer.name);
  if (more) return t.why.more(more.name);
  return fewer ? t.why.less(fewer.name) : '';
}

function priced(product: WhyProduct): string {
  const { priceBefore, priceAfter, name } = product;
  return priceBefore && priceAfter && priceBefore.minor !== priceAfter.minor ? t.why.priceMoved(name, money(priceBefore), money(priceAfter)) : name;
}

/** What explains a part, in a line. */
export function explained(why: Why, part: WhyPart): string {
  const { before, after } = why;
  const [first] = part.products;
  if (part.kind === 'unitsPerOrder') {
    return before.unitsPerOrder === null || after.unitsPerOrder === null ? '' : t.why.fromTo(twoDecimals(before.unitsPerOrder), twoDecimals(after.unitsPerOrder));
  }
  if (part.kind === 'discount') {
    return before.discountShare === null || after.discountShare === null ? '' : t.why.discountShare(percentSize(before.discountShare), percentSize(after.discountShare));
  }
  if (!first) return '';
  if (part.kind === 'choice') return chosen(why, part.products);
  if (part.kind === 'price') return priced(first);
  const named = part.products.slice(0, 2).map(({ name }) => name);
  const others = part.productCount - named.length;
  return others > 0 ? `${named.join(', ')} ${t.why.others(others, count(others))}` : joined(named);
}

/** The rows, those that move it most first; what moves nothing is left out. Parts can have other names. */
export function steps(why: Why, names: Partial<Record<WhyKind, string>> = {}): Step[] {
  const parts = why.parts.filter(({ amount }) => amount.minor !== 0).toSorted((a, b) => Math.abs(b.amount.minor) - Math.abs(a.amount.minor));
  let at = 0;
  const ends = [0];
  for (const { amount } of parts) {
    at += amount.minor;
    ends.push(at);
  }
  const low = Math.min(...ends);
  const span = Math.max(...ends) - low || 1;
  const place = (minor: number) => (minor - low) / span;
  return parts.map((part, index) => {
    const before = ends[index] ?? 0;
    const after = ends[index + 1] ?? 0;
    return {
      kind: part.kind,
      amount: part.amount,
      name: names[part.kind] ?? t.why.kinds[part.kind][part.amount.minor > 0 ? 'up' : 'down'],
      text: explained(why, part),
      products: part.products.slice(0, 2),
      from: place(Math.min(before, after)),
      to: place(Math.max(before, after)),
      start: place(before),
    };
  });
}
