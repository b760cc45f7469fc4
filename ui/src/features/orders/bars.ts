// The three kinds of bars beside the line: how big orders are, how many items, what discounts do.
import type { Explore, KindBar, Threshold } from '$lib/backend/backend';
import { axisMoney, decimals, minorText, money } from '$lib/format/money';
import { count } from '$lib/format/number';
import { t } from '$lib/messages';
import { niceAxis } from '$lib/ui/axis';
import type { Bar, BarMark } from '$lib/ui/BarChart.svelte';
import type { Range } from './place';
import { rangeName, valueName } from './words';

/** A chart of bars, ready to be drawn. */
export interface Drawn {
  bars: Bar[];
  ticks: { at: number; text: string }[];
  marks: BarMark[];
  open: boolean;
}

/** How an amount of the shown currency is written. */
export function writer(data: Explore): (minor: number) => string {
  const { currency, text } = data.figures.revenue;
  const digits = decimals(text);
  return (minor) => money({ minor, currency, text: minorText(minor, digits) });
}

/** The range of goods that a bar stands for. */
export function barRange(data: Explore, at: number): Range | null {
  const bar = data.sizes.bars[at];
  return bar ? { from: bar.from.minor, until: bar.until?.minor ?? null } : null;
}

/** Whether a bar lies within a range. */
function within(range: Range | null, from: number, until: number | null): boolean {
  if (!range) return false;
  return (range.from ?? 0) <= from && (range.until === null || (until !== null && until <= range.until));
}

function markOf(data: Explore, threshold: Threshold, width: number): BarMark {
  const lines = [];
  if (threshold.found) lines.push(t.explorer.thresholdFound);
  if (threshold.short > 0) {
    lines.push(t.explorer.thresholdShort(threshold.short, count(threshold.short)), t.explorer.thresholdWithin(short(data)(threshold.within.minor)));
  }
  return { at: threshold.at.minor / width, title: t.explorer.thresholdMark(short(data)(threshold.at.minor)), lines };
}

/** An amount without decimals that are all zero. */
export function short(data: Explore): (minor: number) => string {
  const { currency, text } = data.figures.revenue;
  return (minor) => axisMoney(minor, currency, decimals(text));
}

/** The bars of sizes: those in the chosen range make the point, else those just under a threshold. */
export function sizeBars(data: Explore, chosen: Range | null): Drawn {
  const { bars, thresholds } = data.sizes;
  const width = bars[0]?.until?.minor ?? 1;
  const written = writer(data);
  const [threshold] = thresholds;
  const near: Range | null = threshold ? { from: threshold.at.minor - threshold.within.minor, until: threshold.at.minor } : null;
  const end = bars.at(-1)?.from.minor ?? 0;
  const { interval } = niceAxis(0, Math.max(1, end), 6);
  const ticks: Drawn['ticks'] = [];
  for (let minor = 0; minor < end; minor += interval) ticks.push({ at: minor / width, text: short(data)(minor) });
  // Too near to the last one, a tick would run into it.
  while (ticks.length > 1 && bars.length - 1 - (ticks.at(-1)?.at ?? 0) < bars.length / 8) ticks.pop();
  if (bars.length > 0) ticks.push({ at: bars.length - 0.5, text: `${short(data)(end)}+` });
  return {
    bars: bars.map(({ from, until, orders }) => ({
      value: orders,
      title: rangeName({ from: from.minor, until: until?.minor ?? null }, written),
      lines: [t.explorer.barOrders(orders, count(orders)), t.explorer.barChoose],
      chosen: within(chosen ?? near, from.minor, until?.minor ?? null),
    })),
    ticks,
    marks: thresholds.filter(({ at }) => at.minor < end).map((one) => markOf(data, one, width)),
    open: true,
  };
}

function kindBars(bars: readonly KindBar[], by: 'basket' | 'discount', has: (value: string) => boolean, height: (bar: KindBar) => number): Drawn {
  return {
    bars: bars.map((bar) => ({
      value: height(bar),
      title: valueName(by, bar.value, ''),
      lines: [
        t.explorer.barOrders(bar.orders, count(bar.orders)),
        ...(bar.aov ? [t.explorer.barAverage(money(bar.aov))] : []),
        ...(bar.interval ? [t.explorer.pointRange(money(bar.interval.low), money(bar.interval.high))] : []),
        t.explorer.barChoose,
      ],
      chosen: has(bar.value),
    })),
    ticks: [],
    marks: [],
    open: false,
  };
}

/** The bars of items: how many orders hold so many. */
export function itemBars(data: Explore, has: (value: string) => boolean): Drawn {
  const drawn = kindBars(data.kinds, 'basket', has, (bar) => bar.orders);
  drawn.ticks = data.kinds.map((bar, at) => ({ at: at + 0.5, text: bar.value }));
  return drawn;
}

/** The bars of discounts: what orders come to on average, by how much was taken off. */
export function discountBars(data: Explore, has: (value: string) => boolean): Drawn {
  const drawn = kindBars(data.kinds, 'discount', has, (bar) => bar.aov?.minor ?? 0);
  drawn.ticks = data.kinds.map((bar, at) => ({ at: at + 0.5, text: bar.value === '0' ? '0 %' : `${bar.value.replace('-', '–')} %` }));
  drawn.bars.forEach((bar, at) => {
    const aov = data.kinds[at]?.aov;
    if (aov) bar.text = short(data)(Math.round(aov.minor / 100) * 100);
  });
  return drawn;
}
