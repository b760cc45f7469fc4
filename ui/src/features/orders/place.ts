// What the screen shows, as its address says it: so that Back, a link and a reload all lead to the
// same. What is not said is the usual.
import type { BarKind, BreakdownSort, ComparedWith, Dimension, OrderFilter, OrderSort, StepKind, TimeStep } from '$lib/backend/backend';
import { isDay, periodOf, type Period } from '$lib/app/period';

/** A half-open range of goods, in minor units. */
export interface Range {
  from: number | null;
  until: number | null;
}

/** Everything that can be chosen on the screen. */
export interface Shown {
  period: Period;
  comparedWith: ComparedWith;
  /** The days of a comparison that was named. */
  comparison: { first: string; last: string } | null;
  step: TimeStep | null;
  by: Dimension | null;
  /** Nothing for what suits the table. */
  sort: BreakdownSort | null;
  ascending: boolean;
  filters: OrderFilter[];
  goods: Range | null;
  /** Only orders that a step of a reconciliation is about. */
  about: StepKind | null;
  bars: BarKind;
  /** All orders, or those that the formula counts; nothing for what suits the rest. */
  list: 'all' | 'counted' | null;
  search: string;
  order: OrderSort;
  currency: string | null;
}

/** The screen as it opens. */
export const usual: Shown = {
  period: { kind: 'days', days: 90 },
  comparedWith: 'previous',
  comparison: null,
  step: null,
  by: null,
  sort: null,
  ascending: false,
  filters: [],
  goods: null,
  about: null,
  bars: 'sizes',
  list: null,
  search: '',
  order: 'newest',
  currency: null,
};

export const dimensions: readonly Dimension[] = [
  'channel', 'product', 'country', 'customer', 'source', 'device', 'campaign', 'region', 'category', 'vendor',
  'code', 'payment', 'weekday', 'hour', 'basket', 'discount', 'segment',
];
const sorts: readonly BreakdownSort[] = ['name', 'orders', 'revenue', 'aov', 'units', 'change'];
export const steps: readonly TimeStep[] = ['hour', 'day', 'week', 'month', 'quarter', 'year'];
const orders: readonly OrderSort[] = ['newest', 'oldest', 'largest', 'smallest'];
const abouts: readonly StepKind[] = [
  'cancelledOrders', 'taxInPrices', 'fullyRefundedOrders', 'refundsOfGoods', 'otherRefunds', 'shipping', 'taxOnTop',
  'duties', 'tips', 'giftCards', 'unexplained', 'testOrders', 'giftCardOrders', 'discounts',
];
const bars: readonly BarKind[] = ['sizes', 'items', 'discounts'];

function one<T extends string>(all: readonly T[], word: string | null): T | null {
  return all.find((known) => known === word) ?? null;
}

function readPeriod(params: URLSearchParams): Period {
  const month = params.get('month');
  if (month && isDay(month)) return { kind: 'month', month: `${month.slice(0, 8)}01` };
  const from = params.get('from');
  const until = params.get('until');
  if (from ?? until) return periodOf({ from: from && isDay(from) ? from : null, until: until && isDay(until) ? until : null });
  const word = params.get('period');
  if (word === 'all') return { kind: 'all' };
  if (word === '12m') return { kind: 'year' };
  return word === '30d' ? { kind: 'days', days: 30 } : usual.period;
}

function readRange(text: string | null): Range | null {
  const found = /^(?<from>\d*)-(?<until>\d*)$/u.exec(text ?? '');
  const from = found?.groups?.['from'] ? Number(found.groups['from']) : null;
  const until = found?.groups?.['until'] ? Number(found.groups['until']) : null;
  return from === null && until === null ? null : { from, until };
}

function readFilters(params: URLSearchParams): OrderFilter[] {
  return params.getAll('only').flatMap((text) => {
    const colon = text.indexOf(':');
    const by = one(dimensions, text.slice(0, Math.max(0, colon)));
    return by ? [{ by, value: text.slice(colon + 1) }] : [];
  });
}

/** What an address asks for. */
export function read(params: URLSearchParams): Shown {
  const compare = params.get('compare') ?? '';
  const [first = '', last = ''] = compare.split('..');
  const named = isDay(first) && isDay(last) && first <= last;
  const words: Partial<Record<string, ComparedWith>> = { year: 'yearBefore', none: 'nothing' };
  const sort = params.get('sort') ?? '';
  return {
    period: readPeriod(params),
    comparedWith: named ? 'custom' : (words[compare] ?? 'previous'),
    comparison: named ? { first, last } : null,
    step: one(steps, params.get('step')),
    by: one(dimensions, params.get('by')),
    sort: one(sorts, sort.replace(/^-/u, '')),
    ascending: one(sorts, sort.slice(1)) !== null && sort.startsWith('-'),
    filters: readFilters(params),
    goods: readRange(params.get('goods')),
    about: one(abouts, params.get('about')),
    bars: one(bars, params.get('bars')) ?? usual.bars,
    list: one(['all', 'counted'] as const, params.has('counted') ? 'counted' : params.get('list')),
    search: params.get('search') ?? '',
    order: one(orders, params.get('order')) ?? usual.order,
    currency: params.get('currency'),
  };
}

function writePeriod(params: URLSearchParams, period: Period): void {
  if (period.kind === 'all') params.set('period', 'all');
  if (period.kind === 'year') params.set('period', '12m');
  if (period.kind === 'days' && period.days !== 90) params.set('period', '30d');
  if (period.kind === 'month') params.set('month', period.month);
  if (period.kind !== 'custom') return;
  if (period.first) params.set('from', period.first);
  if (period.last) params.set('until', new Date(Date.parse(`${period.last}T00:00Z`) + 86_400_000).toISOString().slice(0, 10));
  if (!period.first && !period.last) params.set('period', 'all');
}

/** The address of what is shown: `read` backwards. */
export function write(shown: Shown): URLSearchParams {
  const params = new URLSearchParams();
  writePeriod(params, shown.period);
  if (shown.comparison) params.set('compare', `${shown.comparison.first}..${shown.comparison.last}`);
  else if (shown.comparedWith === 'yearBefore') params.set('compare', 'year');
  else if (shown.comparedWith === 'nothing') params.set('compare', 'none');
  if (shown.step) params.set('step', shown.step);
  if (shown.by) params.set('by', shown.by);
  if (shown.sort) params.set('sort', (shown.ascending ? '-' : '') + shown.sort);
  for (const { by, value } of shown.filters) params.append('only', `${by}:${value}`);
  if (shown.goods) params.set('goods', `${shown.goods.from ?? ''}-${shown.goods.until ?? ''}`);
  if (shown.about) params.set('about', shown.about);
  if (shown.bars !== usual.bars) params.set('bars', shown.bars);
  if (shown.list) params.set('list', shown.list);
  if (shown.search) params.set('search', shown.search);
  if (shown.order !== usual.order) params.set('order', shown.order);
  if (shown.currency) params.set('currency', shown.currency);
  return params;
}

/** The filters with one put on, or taken off where it was on. */
export function toggled(filters: readonly OrderFilter[], filter: OrderFilter): OrderFilter[] {
  const others = filters.filter(({ by, value }) => by !== filter.by || value !== filter.value);
  return others.length === filters.length ? [...others, filter] : others;
}
