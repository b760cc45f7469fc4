// The explorer's side of the stand-in: the made-up orders split and drawn, plainly and slowly.
import type {
  Backend,
  Breakdown,
  BreakdownRow,
  BreakdownSort,
  Change,
  ChangeVerdict,
  Dimension,
  DimensionValue,
  Explore,
  ExploreInput,
  Figures,
  Formula,
  OrderFilter,
  TimeStep,
} from './backend';
import { amount, counted, figures, interval, verdict, type FakeOrder } from './fake-data';

type Explorer = Pick<Backend, 'explore' | 'breakdown' | 'priceMarks' | 'dimensionValues' | 'exportExplorer' | 'exportOrders' | 'writeReport'>;

const oneDay = 86_400_000;
const steps: Record<TimeStep, number> = { hour: 1, day: 1, week: 7, month: 30, quarter: 91, year: 365 };
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const countries = ['DE', 'DE', 'DE', 'NL', 'AT', 'FR', 'BE', 'CH', 'LU', 'DK', 'SE', 'IT'];
const known: Dimension[] = ['channel', 'product', 'country', 'customer', 'code', 'payment', 'weekday', 'hour', 'basket', 'discount'];

const plus = (day: string, days: number) => new Date(Date.parse(`${day}T00:00Z`) + days * oneDay).toISOString().slice(0, 10);
const days = (from: string, until: string) => Math.round((Date.parse(until) - Date.parse(from)) / oneDay);

function depth(order: FakeOrder): string {
  return order.discount === 0 ? '0' : '0-10';
}

/** The values that an order has of a dimension, each with its name. */
function valuesOf(order: FakeOrder, by: Dimension): [value: string, name: string][] {
  const { row, lines } = order;
  switch (by) {
    case 'channel': {
      const name = ['Online shop', 'Online shop', 'Online shop', 'Market stall', '=Odd, name'][row.id % 5] ?? '';
      return [[name, name]];
    }
    case 'product':
      return [...new Map(lines.map((line) => [line.sku, line.name]))];
    case 'country': {
      const code = countries[row.id % countries.length] ?? '';
      return [[code, code]];
    }
    case 'customer':
      return [[row.id % 3 === 0 ? 'returning' : 'new', '']];
    case 'code':
      return order.discount > 0 ? [['SPRING10', 'SPRING10']] : [['', '']];
    case 'weekday':
      return [[weekdays[new Date(order.day).getUTCDay()] ?? '', '']];
    case 'hour':
      return [[String(Number(row.placedLocal.slice(11, 13))), '']];
    case 'basket':
      return [[row.units >= 5 ? '5-9' : String(row.units), '']];
    case 'discount':
      return [[depth(order), '']];
    default:
      return [['Card', 'Card']];
  }
}

/** Whether an order is of the kinds that are asked for. */
export function fits(order: FakeOrder, filters: readonly OrderFilter[]): boolean {
  const by = new Set(filters.map((filter) => filter.by));
  return [...by].every((one) => {
    const wanted = filters.filter((filter) => filter.by === one).map((filter) => filter.value);
    return valuesOf(order, one).some(([value]) => wanted.includes(value));
  });
}

type Measured = ReturnType<typeof figures>;

function changeOf(now: Measured, then: Measured): Change {
  const enough = now.result.interval !== null && then.result.interval !== null;
  const ends = enough ? interval(now.mean - then.mean, Math.hypot(now.spread, then.spread)) : null;
  const said: ChangeVerdict = verdict(ends);
  return {
    aov: now.result.aov && then.result.aov ? amount(now.result.aov.minor - then.result.aov.minor) : null,
    interval: ends,
    verdict: said,
    revenueRatio: then.result.revenue.minor > 0 ? now.result.revenue.minor / then.result.revenue.minor - 1 : null,
    ordersRatio: then.result.orders > 0 ? now.result.orders / then.result.orders - 1 : null,
    unitsPerOrder: null,
  };
}

/** The explorer on made-up orders. */
export function fakeExplore(orders: readonly FakeOrder[], wait: () => Promise<void>, fail: () => void): Explorer {
  const span = (input: ExploreInput) => {
    const from = input.from ?? orders[0]?.day ?? '2026-06-01';
    const until = input.until ?? plus(orders.at(-1)?.day ?? '2026-06-30', 1);
    const length = days(from, until);
    const before = {
      previous: { from: plus(from, -length), until: from },
      yearBefore: { from: plus(from, -365), until: plus(until, -365) },
      custom: { from: input.compareFrom ?? from, until: input.compareUntil ?? until },
      nothing: null,
    }[input.comparedWith];
    const enough = before && before.from >= (orders[0]?.day ?? '');
    return { from, until, before: enough ? before : null };
  };
  const parts = (input: ExploreInput, from: string, until: string) => {
    const length = days(from, until);
    const step: TimeStep = input.step ?? (length > 200 ? 'month' : length > 31 ? 'week' : 'day');
    const starts: string[] = [];
    for (let day = from; day < until && starts.length < 400; day = plus(day, steps[step])) starts.push(day);
    return { step, periods: starts.map((start, at) => ({ from: start, until: starts[at + 1] ?? until })) };
  };
  const measure = (some: FakeOrder[], formula: Formula, from: string, until: string) => figures(some, formula, from, until);

  const explore = (input: ExploreInput): Explore => {
    const { from, until, before } = span(input);
    const some = orders.filter((order) => fits(order, input.filters));
    const now = measure(some, input.formula, from, until);
    const then = before ? measure(some, input.formula, before.from, before.until) : null;
    const { step, periods } = parts(input, from, until);
    const here = some.filter((order) => order.day >= from && order.day < until && counted(order, input.formula) !== null);
    const width = 500;
    const sizes = Array.from({ length: 25 }, (_, at) => ({
      from: amount(at * width),
      until: at === 24 ? null : amount((at + 1) * width),
      orders: here.filter((order) => Math.min(24, Math.floor(order.row.goods.minor / width)) === at).length,
    }));
    const at = input.threshold ?? 6500;
    const kinds = (by: Dimension) =>
      [...new Set(here.flatMap((order) => valuesOf(order, by).map(([value]) => value)))].sort().map((value) => {
        const { result } = measure(here.filter((order) => fits(order, [{ by, value }])), input.formula, from, until);
        return { value, orders: result.orders, aov: result.aov, interval: result.interval };
      });
    const other: Figures = { ...now.result, revenue: amount(31_240, 'CHF'), orders: now.result.orders > 500 ? 4 : 0, aov: amount(7810, 'CHF'), median: null, interval: null };
    return {
      formula: input.formula,
      currency: 'EUR',
      figures: now.result,
      unfinished: until > '2026-06-30',
      before: then?.result ?? null,
      change: then ? changeOf(now, then) : null,
      step,
      series: periods.map((period) => ({
        starts: period.from,
        figures: measure(some, input.formula, period.from, period.until).result,
        unfinished: period.until > '2026-06-30',
      })),
      sizes: {
        bars: here.length === 0 || input.bars !== 'sizes' ? [] : sizes,
        belowZero: 0,
        modes: here.length === 0 ? [] : [amount(2250), amount(5250)],
        thresholds: here.length === 0 ? [] : [{ at: amount(at), found: input.threshold === null, short: here.filter(({ row }) => row.goods.minor < at && row.goods.minor >= at - 1000).length, within: amount(1000) }],
      },
      kinds: input.bars === 'items' ? kinds('basket') : input.bars === 'discounts' ? kinds('discount') : [],
      dimensions: known,
      filters: input.filters.map((filter) => {
        const found = orders.flatMap((order) => valuesOf(order, filter.by)).find(([value]) => value === filter.value);
        return { ...filter, name: found?.[1] ?? '' };
      }),
      outliers: now.result.orders > 1000 ? [{ id: 7, number: '#1007', amount: amount(980_000), moves: 0.07, without: amount(5510) }] : [],
      otherCurrencies: [other],
      looseRefunds: { count: 0, amount: amount(0) },
      firstDay: orders[0]?.day ?? null,
      lastDay: orders.at(-1)?.day ?? null,
    };
  };

  const breakdown = (input: ExploreInput, by: Dimension, sort: BreakdownSort, ascending: boolean): Breakdown => {
    const { from, until, before } = span(input);
    const some = orders.filter((order) => fits(order, input.filters));
    const { step, periods } = parts(input, from, until);
    const total = measure(some, input.formula, from, until);
    const rowOf = (value: string, name: string, of: FakeOrder[]): BreakdownRow => {
      const now = measure(of, input.formula, from, until);
      return {
        value,
        name,
        figures: now.result,
        change: before ? changeOf(now, measure(of, input.formula, before.from, before.until)) : null,
        share: total.result.revenue.minor > 0 ? now.result.revenue.minor / total.result.revenue.minor : null,
        spark: periods.map((period) => measure(of, input.formula, period.from, period.until).result.aov?.minor ?? null),
      };
    };
    const groups = new Map<string, { name: string; of: FakeOrder[] }>();
    for (const order of some) {
      for (const [value, name] of valuesOf(order, by)) {
        const group = groups.get(value) ?? { name, of: [] };
        group.of.push(order);
        groups.set(value, group);
      }
    }
    const rows = [...groups].map(([value, { name, of }]) => rowOf(value, name, of)).filter((row) => row.figures.orders > 0);
    const key = (row: BreakdownRow) =>
      ({
        name: 0,
        orders: row.figures.orders,
        revenue: row.figures.revenue.minor,
        aov: row.figures.aov?.minor ?? 0,
        units: row.figures.unitsPerOrder ?? 0,
        change: row.change?.aov?.minor ?? 0,
      })[sort];
    rows.sort((a, b) => (sort === 'name' ? (a.name || a.value).localeCompare(b.name || b.value) : key(a) - key(b)) * (ascending ? 1 : -1));
    const shown = by === 'country' ? rows.slice(0, 5) : rows;
    const rest = rows.slice(shown.length);
    return {
      by,
      rows: shown,
      other:
        rest.length > 0
          ? { groups: rest.length, row: rowOf('', '', rest.flatMap((row) => groups.get(row.value)?.of ?? []).sort((a, b) => a.day.localeCompare(b.day))) }
          : null,
      all: { ...rowOf('', '', some), share: 1 },
      several: by === 'product',
      step,
    };
  };

  return {
    explore: async (input) => {
      await wait();
      fail();
      return explore(input);
    },
    breakdown: async ({ orders: input, by, sort, ascending }) => {
      await wait();
      fail();
      return breakdown(input, by, sort, ascending);
    },
    priceMarks: async (input) => {
      await wait();
      const { from, until } = span(input);
      const { periods } = parts(input, from, until);
      const at = periods.find((period) => period.from <= '2026-06-04' && '2026-06-04' < period.until);
      return at ? [{ starts: at.from, products: 1, moves: [{ name: 'Linen throw, oat', day: '2026-06-04', before: amount(4900), after: amount(5200) }] }] : [];
    },
    dimensionValues: async ({ orders: input, by }) => {
      await wait();
      const { rows } = breakdown(input, by, 'orders', false);
      return rows.map((row): DimensionValue => ({ value: row.value, name: row.name, orders: row.figures.orders }));
    },
    exportExplorer: async ({ part, format }) => {
      await wait();
      return `/downloads/${part}.${format}`;
    },
    writeReport: async ({ format }) => {
      await wait();
      return `/downloads/average-order-value.${format}`;
    },
    exportOrders: async (_, format) => {
      await wait();
      return `/downloads/orders.${format}`;
    },
  };
}
