// Made-up orders of a shop for home goods: the same every time, worked out from a seed.
import type { Amount, ChangeVerdict, Figures, Formula, Interval, OrderDetail, OrderRow, Payment } from './backend';

const firstNames = ['Johanna', 'Pieter', 'Camille', 'Anneliese', 'Tobias', 'Marit', 'Sophie', 'Lotte', 'Henrik', 'Aurore', 'Miriam', 'Paul', 'Eline', 'Greta', 'Noor', 'Lea'];
const lastNames = ['Lindqvist', 'de Vos', 'Perrin', 'Kraft', 'Wendt', 'Jansen', 'Hauser', 'Meijer', 'Dahl', 'Blanc', 'Roth', 'Winter', 'Bos', 'Sommer', 'van Dijk', 'Hofmann'];
const towns = ['Hamburg', 'Utrecht', 'Lyon', 'Wien', 'Leipzig', 'Gent', 'Bremen', 'Graz'];
const products: [name: string, price: number][] = [
  ['Linen throw, oat', 5200],
  ['Cushion cover, 45 × 45', 2400],
  ['Beeswax candle, tall', 1250],
  ['Stoneware mug', 1690],
  ['Wool blanket, fern', 8900],
  ['Olive wood board', 3450],
  ['Tea towel, set of 2', 1480],
  ['Wicker basket, round', 3990],
];

/** A number from 0 to 1 that depends on its two seeds alone. */
function chance(seed: number, salt: number): number {
  let x = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(salt + 7, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
}

function pick<T>(items: readonly T[], at: number): T {
  return items[Math.floor(at * items.length)] as T;
}

/** Minor units as an amount. */
export function amount(minor: number, currency = 'EUR'): Amount {
  const whole = Math.abs(minor).toString().padStart(3, '0');
  const text = `${minor < 0 ? '-' : ''}${whole.slice(0, -2)}.${whole.slice(-2)}`;
  return { minor, currency, text };
}

interface Line {
  name: string;
  sku: string;
  quantity: number;
  minor: number;
}

interface FakeOrder {
  row: OrderRow;
  lines: Line[];
  discount: number;
  shipping: number;
  day: string;
}

const start = Date.UTC(2025, 4, 1);
const end = Date.UTC(2026, 5, 30, 17, 52);

/** The order at a place in time, of `total` in all. */
export function orderAt(index: number, total: number): FakeOrder {
  const placed = new Date(start + ((end - start) * (index + 1)) / total);
  const placedLocal = placed.toISOString().slice(0, 16);
  const lines: Line[] = [];
  const count = 1 + Math.floor(chance(index, 1) ** 1.6 * 3);
  for (let line = 0; line < count; line += 1) {
    const which = Math.floor(chance(index, 10 + line) * products.length);
    const [name, price] = products[which] ?? ['Gift wrap', 300];
    const quantity = chance(index, 20 + line) > 0.82 ? 2 : 1;
    lines.push({ name, sku: `WW-${100 + which}`, quantity, minor: price * quantity });
  }
  const gross = lines.reduce((sum, line) => sum + line.minor, 0);
  const discount = chance(index, 3) > 0.86 ? Math.round(gross / 10) : 0;
  const goods = gross - discount;
  const shipping = goods >= 6500 ? 0 : 490;
  const fate = chance(index, 4);
  const cancelled = fate > 0.982;
  const refunded = fate < 0.03 ? goods : fate < 0.05 ? Math.round(goods / 2) : 0;
  const payment: Payment = refunded === 0 ? 'paid' : refunded === goods ? 'refunded' : 'partiallyRefunded';
  const who = chance(Math.floor(chance(index, 5) * 5000), 6);
  return {
    lines,
    discount,
    shipping,
    day: placedLocal.slice(0, 10),
    row: {
      id: index + 1,
      number: `#${1001 + index}`,
      placedLocal,
      customer: who > 0.97 ? '' : `${pick(firstNames, who)} ${pick(lastNames, chance(Math.floor(who * 1e6), 8))}`,
      platform: 'shopify',
      units: lines.reduce((sum, line) => sum + line.quantity, 0),
      goods: amount(goods),
      total: amount(goods + shipping),
      refunded: refunded === 0 ? null : amount(refunded),
      payment,
      cancelled,
      test: false,
      giftCardsOnly: false,
    },
  };
}

/** What a formula makes of one order; nothing where it does not count it. */
export function counted(order: FakeOrder, formula: Formula): number | null {
  const { row } = order;
  const goods = row.goods.minor;
  const refunded = row.refunded?.minor ?? 0;
  if (formula === 'shopify') return Math.round(goods / 1.19);
  if (row.cancelled) return null;
  if (formula === 'goods') return goods;
  if (refunded === goods) return null;
  return formula === 'net' ? goods - refunded : row.total.minor - refunded;
}

/** First days of the months there are. */
export const months = Array.from({ length: 14 }, (_, month) =>
  new Date(Date.UTC(2025, 4 + month, 1)).toISOString().slice(0, 10),
);

/** The first day after a month. */
export function after(month: string): string {
  const day = new Date(`${month}T00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + 1);
  return day.toISOString().slice(0, 10);
}

/** The figures of a period with what an interval needs. */
export function figures(orders: FakeOrder[], formula: Formula, from: string, until: string) {
  const values: number[] = [];
  let units = 0;
  for (const order of orders) {
    if (order.day < from || order.day >= until) continue;
    const value = counted(order, formula);
    if (value === null) continue;
    values.push(value);
    units += order.row.units;
  }
  values.sort((a, b) => a - b);
  const n = values.length;
  const revenue = values.reduce((sum, value) => sum + value, 0);
  const mean = n === 0 ? 0 : revenue / n;
  const spread = n < 2 ? 0 : Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) / n);
  const result: Figures = {
    from,
    until,
    revenue: amount(revenue),
    orders: n,
    aov: n === 0 ? null : amount(Math.round(mean)),
    median: n === 0 ? null : amount(values[Math.floor(n / 2)] ?? 0),
    interval: n < 30 ? null : interval(mean, spread),
    unitsPerOrder: n === 0 ? null : Math.round((units / n) * 100) / 100,
  };
  return { result, mean, spread };
}

/** Where a value with a standard error very likely lies. */
export function interval(mean: number, spread: number): Interval {
  return { low: amount(Math.round(mean - 1.96 * spread)), high: amount(Math.round(mean + 1.96 * spread)) };
}

/** What an interval says of a change. */
export function verdict(change: Interval | null): ChangeVerdict {
  if (!change) return 'tooFew';
  if (change.low.minor > 0) return 'higher';
  return change.high.minor < 0 ? 'lower' : 'cannotTell';
}

/** One order with its lines. */
export function detail(order: FakeOrder): OrderDetail {
  const gross = order.lines.reduce((sum, line) => sum + line.minor, 0);
  let left = order.discount;
  const last = order.lines.length - 1;
  return {
    row: order.row,
    email: order.row.customer === '' ? '' : `${order.row.customer.toLowerCase().replaceAll(' ', '.')}@example.com`,
    place: `${pick(towns, chance(order.row.id, 9))}, DE`,
    lines: order.lines.map((line, at) => {
      const share = at === last ? left : Math.round((order.discount * line.minor) / gross);
      left -= share;
      return {
        name: line.name,
        sku: line.sku,
        quantity: line.quantity,
        amount: amount(line.minor),
        discount: amount(share),
        giftCard: false,
      };
    }),
    gross: amount(gross),
    discounts: amount(order.discount),
    shipping: amount(order.shipping),
    tax: amount(Math.round((order.row.total.minor * 19) / 119)),
    taxIncluded: true,
    discountCodes: order.discount > 0 ? 'SPRING10' : '',
    paymentMethod: 'Shopify Payments',
    file: 'orders_export_1.csv',
  };
}

export type { FakeOrder };
