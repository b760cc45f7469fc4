// What a stand-in for the program says of why the average moved, of who comes back, and of what to do next.
import type {
  Amount,
  AmountRange,
  AssumedAmount,
  AssumedShare,
  Backend,
  Bundle,
  CohortCell,
  CohortRow,
  Cohorts,
  Formula,
  Notice,
  Opportunity,
  OrderNumber,
  Origin,
  ThresholdEffect,
  Thresholds,
  ThresholdsInput,
  Topic,
  Why,
  WhyGroups,
  WhyGroupsInput,
  WhyInput,
  WhyPart,
} from './backend';
import type { Scene } from './fake';
import { amount, figures, interval, verdict, type FakeOrder } from './fake-data';
import { fits } from './fake-explore';

type Insights = Pick<
  Backend,
  | 'why'
  | 'whyGroups'
  | 'goal'
  | 'setGoal'
  | 'notice'
  | 'dismissNotice'
  | 'opportunities'
  | 'quietCustomers'
  | 'bundles'
  | 'setOrders'
  | 'cohorts'
  | 'thresholds'
>;

const range = (low: number, likely: number, high: number): AmountRange => ({ low: amount(low), likely: amount(likely), high: amount(high) });
const share = (low: number, likely: number, high: number, from: Origin = 'measured'): AssumedShare => ({ low, likely, high, from });
const assumed = (low: number, likely: number, high: number, from: Origin = 'assumed'): AssumedAmount => ({ range: range(low, likely, high), from });

type Side = ReturnType<typeof figures>['result'];

/** From one side to the other, with made-up parts that add up. */
function told(formula: Formula, then: Side, now: Side, byGroup: Why['byGroup'] = null): Why {
  const change = now.aov && then.aov ? now.aov.minor - then.aov.minor : null;
  const items = Math.round((change ?? 0) * 1.02);
  const price = Math.round(Math.abs(change ?? 0) * 0.23);
  const part = (kind: WhyPart['kind'], minor: number, products: WhyPart['products'] = []): WhyPart => ({ kind, amount: amount(minor), products, productCount: products.length });
  const side = ({ from, until, orders, aov, unitsPerOrder }: Side, discountShare: number) => ({ from, until, orders, aov, unitsPerOrder, discountShare });
  return {
    formula,
    before: side(then, 0.021),
    after: side(now, 0.024),
    change: change === null ? null : amount(change),
    parts:
      change === null
        ? []
        : [
            part('unitsPerOrder', items),
            part('price', price, [{ id: 1, name: 'Linen throw, oat', amount: amount(price), priceBefore: amount(4900), priceAfter: amount(5200), unitsBefore: 90, unitsAfter: 96 }]),
            part('discount', -6),
            part('choice', change - items - price + 6, [{ id: 3, name: 'Beeswax candle, tall', amount: amount(-40), priceBefore: amount(1250), priceAfter: amount(1250), unitsBefore: 190, unitsAfter: 240 }]),
          ],
    byGroup,
  };
}

function why(orders: FakeOrder[], input: WhyInput): Why {
  const some = orders.filter((order) => fits(order, input.filters));
  const then = figures(some, input.formula, input.beforeFrom, input.beforeUntil).result;
  const now = figures(some, input.formula, input.from, input.until).result;
  if (!input.by || !now.aov || !then.aov) return told(input.formula, then, now);
  const change = now.aov.minor - then.aov.minor;
  const row = { value: 'new', name: '', ordersBefore: then.orders, ordersAfter: now.orders, aovBefore: then.aov, aovAfter: now.aov, within: amount(change + 20), mix: amount(-20) };
  return told(input.formula, then, now, { by: input.by, within: row.within, mix: row.mix, rows: [row], other: null });
}

function whyGroups(orders: FakeOrder[], { orders: asked, by, group, against }: WhyGroupsInput): WhyGroups {
  const some = orders.filter((order) => fits(order, asked.filters));
  const of = (value: string) => some.filter((order) => fits(order, [{ by, value }]));
  const rest = some.filter((order) => !fits(order, [{ by, value: group }]));
  const ends = [asked.from ?? '2000-01-01', asked.until ?? '2100-01-01'] as const;
  const then = figures(against === null ? rest : of(against), asked.formula, ...ends);
  const now = figures(of(group), asked.formula, ...ends);
  const enough = now.result.interval !== null && then.result.interval !== null;
  const likely = enough ? interval(now.mean - then.mean, Math.hypot(now.spread, then.spread)) : null;
  const why = told(asked.formula, then.result, now.result);
  const difference = { aov: why.change, interval: likely, verdict: verdict(likely), revenueRatio: null, ordersRatio: null, unitsPerOrder: null };
  return { by, group, against, both: 0, difference, why };
}

const quietPeople = ['Johanna Lindqvist', 'Pieter de Vos', 'Camille Perrin', 'Anneliese Kraft', 'Tobias Wendt', 'Marit Jansen'];

const opportunities: Opportunity[] = [
  {
    about: { kind: 'quietCustomers', customers: 142, usual: amount(8400), goodFrom: amount(7200), days: 74, quietBefore: 611, cameBack: 38 },
    estimate: range(48_000, 77_000, 107_000),
    inputs: [
      { is: 'count', what: 'quiet', count: 142 },
      { is: 'share', what: 'cameBack', share: share(0.04, 0.06, 0.09) },
      { is: 'amount', what: 'usual', amount: assumed(8400, 8400, 8400, 'measured') },
    ],
  },
  {
    about: { kind: 'justShort', threshold: amount(6500), lowest: amount(5200), orders: 312, gap: amount(610), oneItem: 204, days: 90 },
    estimate: range(23_000, 30_000, 38_000),
    inputs: [
      { is: 'count', what: 'short', count: 312 },
      { is: 'share', what: 'topsUp', share: share(0.02, 0.08, 0.15, 'assumed') },
      { is: 'amount', what: 'gap', amount: assumed(610, 610, 610, 'measured') },
    ],
  },
  {
    about: { kind: 'bundle', products: [1, 2], names: ['Linen throw, oat', 'Cushion cover, 45 × 45'], held: 96, lift: 3.4 },
    estimate: range(18_000, 29_000, 42_000),
    inputs: [
      { is: 'count', what: 'lackOne', count: 384 },
      { is: 'share', what: 'takes', share: share(0.01, 0.03, 0.06, 'assumed') },
    ],
  },
  {
    about: { kind: 'discountAway', code: 'SPRING10', fromPercent: null, untilPercent: null, orders: 214, given: amount(138_240), average: amount(5510), fullPrice: amount(6180), boughtBefore: 96, known: 180, days: 365 },
    estimate: range(9000, 16_000, 24_000),
    inputs: [
      { is: 'count', what: 'discounted', count: 214 },
      { is: 'share', what: 'boughtBefore', share: share(0.46, 0.53, 0.6) },
      { is: 'share', what: 'stillBuys', share: share(0.4, 0.7, 0.9) },
      { is: 'amount', what: 'given', amount: assumed(646, 646, 646, 'measured') },
    ],
  },
  {
    about: { kind: 'basketOpener', product: 5, name: 'Wool blanket, fern', orders: 402, besides: amount(6480), others: amount(4820), days: 365 },
    estimate: range(6000, 12_000, 19_000),
    inputs: [{ is: 'share', what: 'takes', share: share(0.005, 0.01, 0.03, 'assumed') }],
  },
  {
    about: { kind: 'largerOrders', moment: { weekday: 7, hour: null }, here: amount(6420), elsewhere: amount(5610), weeks: 52 },
    estimate: null,
    inputs: [],
  },
];

const sets: Bundle[] = [
  { names: ['Linen throw, oat', 'Cushion cover, 45 × 45'], ids: [1, 2], each: [431, 612], held: 96, lift: 3.4, sells: 7600, set: 6990 },
  { names: ['Wicker basket, round', 'Tea towel, set of 2', 'Olive wood board'], ids: [8, 7, 6], each: [210, 388, 344], held: 31, lift: 2.6, sells: 8920, set: null },
].map(({ names, ids, each, held, lift, sells, set }) => ({
  products: names.map((name, at) => ({ id: ids[at] ?? 0, name, orders: each[at] ?? 0, paid: amount(Math.round(sells / names.length)) })),
  held,
  ofFirst: each[0] ?? 0,
  lift,
  recent: Math.round(held / 3),
  oneShort: held * 4,
  sellsFor: amount(sells),
  setPrice: set === null ? null : amount(set),
  cost: null,
  together: range(18_000, 29_000, 42_000),
  asSet: set === null ? null : range(20_000, 33_000, 47_000),
}));

function cohortRow(key: string, size: number, months: number, seed: number): CohortRow {
  const cells = Array.from({ length: 12 }, (_, month): CohortCell | null => {
    if (month >= months) return null;
    const customers = month === 0 ? size : Math.round(size * (0.22 - month * 0.012 + ((seed * 7 + month) % 5) * 0.008));
    const orders = Math.round(customers * 1.12);
    return { watched: size, unfinished: month === months - 1 ? Math.round(size / 2) : 0, customers, orders, revenue: amount(orders * 5780), aov: orders === 0 ? null : amount(5780 + month * 40) };
  });
  const values = [30, 60, 90, 180, 365].map((days, at) => {
    const seen = days <= months * 31;
    return { days, customers: seen ? size : 0, value: seen ? amount(6100 + at * 1900) : null, margin: null };
  });
  return { key, customers: size, cells, values };
}

function cohorts(scene: Scene, by: Cohorts['by'], formula: Cohorts['formula']): Cohorts {
  const few = scene === 'few';
  const keys: Record<Cohorts['by'], string[]> = {
    firstMonth: Array.from({ length: few ? 2 : 12 }, (_, back) => new Date(Date.UTC(2026, 5 - back, 1)).toISOString().slice(0, 10)),
    firstProduct: ['Linen throw, oat', 'Beeswax candle, tall', 'Stoneware mug'],
    firstChannel: ['Online Store', 'Point of Sale', ''],
    firstCode: ['', 'SPRING10', 'WELCOME'],
  };
  const rows = keys[by].map((key, at) => cohortRow(key, few ? 9 : 420 - at * 11, by === 'firstMonth' ? at + 1 : 12, at));
  const number = (n: number, count: number, minor: number): OrderNumber => ({
    number: n,
    orders: few ? Math.round(count / 200) : count,
    aov: amount(minor),
    interval: few ? null : interval(minor, 90 + n * 30),
  });
  return {
    by,
    formula,
    currency: 'EUR',
    customers: few ? 18 : 5102,
    returned: few ? 2 : 1377,
    nameless: few ? 0 : 211,
    rows,
    more: by === 'firstProduct' ? 41 : 0,
    all: cohortRow('', few ? 18 : 5102, 12, 3),
    orderNumbers: [number(1, 5102, 5610), number(2, 1377, 6140), number(3, 640, 6310), number(4, 322, 6200), number(5, 180, 6480), number(6, 240, 6390)],
    second: few
      ? { customers: 2, change: amount(120), interval: null, verdict: 'tooFew' }
      : { customers: 1377, change: amount(530), interval: interval(530, 120), verdict: 'higher' },
    costsKnown: null,
  };
}

function thresholds(scene: Scene, orders: FakeOrder[], input: ThresholdsInput): Thresholds {
  const few = orders.length < 30;
  const goods = orders.map((order) => order.row.goods.minor);
  const width = 500;
  const bars = Array.from({ length: 25 }, (_, at) => ({
    from: amount(at * width),
    until: at === 24 ? null : amount((at + 1) * width),
    orders: goods.filter((minor) => minor >= at * width && (at === 24 || minor < (at + 1) * width)).length,
  }));
  const taken = input.topsUp ?? 0.14;
  const effect = (threshold: number): ThresholdEffect => {
    const near = goods.filter((minor) => minor >= threshold * 0.8 && minor < threshold).length;
    const gain = Math.round((near * threshold * 0.1 * taken) / 14);
    const cost = Math.round((goods.filter((minor) => minor >= threshold).length * (input.shippingCost ?? 490)) / 140);
    return {
      threshold: amount(threshold),
      above: goods.filter((minor) => minor >= threshold).length,
      withinReach: near,
      loseFreeShipping: 0,
      aov: range(Math.round((gain * 6) / 1000), Math.round(gain / 100), Math.round((gain * 14) / 1000)),
      revenue: range(Math.round(gain * 0.6), gain, Math.round(gain * 1.4)),
      margin: range(Math.round(gain * 0.2) - cost, Math.round(gain * 0.45) - cost, Math.round(gain * 0.7) - cost),
    };
  };
  const chosen = effect(input.threshold ?? 6500);
  const effects = few || scene === 'falling' ? [] : [5500, 6000, 6500, 7000, 7500, 8000].map(effect);
  const best = effects.filter(({ margin }) => margin.low.minor > 0).toSorted((a, b) => b.margin.likely.minor - a.margin.likely.minor)[0];
  const said = (value: number | null | undefined, usual: AssumedShare): AssumedShare => (value === null || value === undefined ? usual : share(value, value, value, 'given'));
  const saidAmount = (value: number | null | undefined, usual: AssumedAmount): AssumedAmount => (value === null || value === undefined ? usual : assumed(value, value, value, 'given'));
  return {
    reward: input.reward,
    currency: 'EUR',
    from: '2025-07-01',
    until: '2026-07-01',
    orders: orders.length,
    average: orders.length === 0 ? null : amount(Math.round(goods.reduce((sum, minor) => sum + minor, 0) / goods.length)),
    present: few ? null : amount(input.present ?? 6500),
    presentSince: null,
    found: !few,
    shippingKnown: true,
    bars: orders.length === 0 ? [] : bars,
    justBelow: few
      ? null
      : { lowest: amount(Math.round(chosen.threshold.minor * 0.85)), orders: chosen.withinReach, meanGap: amount(420), oneItem: Math.round(chosen.withinReach * 0.7), items: [{ id: 3, name: 'Beeswax candle, tall', price: amount(1250), fits: Math.round(chosen.withinReach * 0.6) }] },
    gathering: few ? null : { found: 412, expected: 355.2, upTo: amount(7000), toppedUp: share(0.06, 0.14, 0.22) },
    changes: few ? [] : [{ day: '2026-01-12', before: amount(5000), after: amount(6500), ordersBefore: 610, ordersAfter: 598, aov: range(90, 240, 390), justAbove: 0.021 }],
    assumed: {
      reach: 0.2,
      topsUp: said(input.topsUp, share(0.06, 0.14, 0.22)),
      leaves: said(input.leaves, share(0, 0.03, 0.08, 'assumed')),
      margin: said(input.margin, share(0.35, 0.45, 0.55, 'assumed')),
      shippingCost: saidAmount(input.shippingCost, assumed(390, 490, 590)),
      shippingCharged: assumed(490, 490, 490, 'measured'),
      pointsEach: input.pointsEach ?? 10,
      pointsNeeded: input.pointsNeeded ?? 100,
      pointsPercent: input.pointsPercent ?? 25,
      redeemed: said(input.redeemed, share(0.4, 0.6, 0.8, 'assumed')),
      giftCost: saidAmount(input.giftCost, assumed(300, 400, 500)),
    },
    costsKnown: null,
    chosen: few ? null : chosen,
    effects,
    best: best?.threshold ?? null,
  };
}

/** The part of the stand-in that explains and advises. */
export function fakeInsights(scene: Scene, orders: FakeOrder[], wait: () => Promise<void>, fail: () => void, say: (topics: Topic[]) => void): Insights {
  let target: Amount | null = scene === 'few' ? null : amount(6000);
  let dismissed: string | null = null;
  const few = orders.length < 60;
  const notice: Notice = { from: '2026-06-22', until: '2026-06-29', aov: amount(7120), orders: 268, low: amount(4980), high: amount(6610), weeks: 52, above: true };
  const answered = async <T>(answer: () => T): Promise<T> => {
    await wait();
    fail();
    return answer();
  };
  return {
    why: (input) => answered(() => why(orders, input)),
    whyGroups: (input) => answered(() => whyGroups(orders, input)),
    goal: () => answered(() => ({ target, setOn: target === null ? null : '2026-05-02' })),
    setGoal: (input) =>
      answered(() => {
        target = input.target === null ? null : amount(input.target);
        say(['goals']);
        return { target, setOn: '2026-06-30' };
      }),
    notice: () => answered(() => (scene === 'falling' && dismissed !== notice.from ? notice : null)),
    dismissNotice: (input) =>
      answered(() => {
        dismissed = input.dismissed ? input.week : null;
        say(['goals']);
      }),
    opportunities: () => answered(() => ({ from: '2025-07-01', until: '2026-07-01', orders: orders.length, list: few ? [] : opportunities })),
    quietCustomers: (input) =>
      answered(() => ({
        total: quietPeople.length,
        rows: quietPeople
          .slice(input.offset, input.offset + input.limit)
          .map((name, at) => ({ name, orders: 6 - at, spent: amount(52_000 - at * 4100), usual: amount(8400 - at * 120), lastOrder: '2026-04-02', everyDays: 41, saidNo: at === 2 })),
      })),
    bundles: () => answered(() => ({ currency: 'EUR', orders: orders.length, several: Math.round(orders.length * 0.4), least: 13, days: 90, takes: share(0.01, 0.03, 0.06, 'assumed'), sets: few ? [] : sets })),
    setOrders: (input) =>
      answered(() => {
        const rows = orders.filter(({ lines }) => lines.length > 1).map(({ row }) => row);
        const found = rows.slice(0, 96);
        return { total: found.length, goods: amount(found.reduce((sum, row) => sum + row.goods.minor, 0)), generation: 1, rows: found.slice(input.offset, input.offset + input.limit) };
      }),
    cohorts: (input) => answered(() => cohorts(scene, input.by, input.formula)),
    thresholds: (input) => answered(() => thresholds(scene, orders, input)),
  };
}
