// What a segment came to over time, as its charts want it.
import type { Amount, SegmentDay, SegmentMonth } from '$lib/backend/backend';
import { dayShort, dayYear, monthYear, shortMonth } from '$lib/format/date';
import { axisMoney, decimals, money } from '$lib/format/money';
import { count } from '$lib/format/number';
import { t } from '$lib/messages';
import type { ChartPoint } from '$lib/ui/Chart.svelte';
import type { Trend } from '$lib/ui/trend';

export type Measure = keyof typeof t.segments.history.measures;
export const measures: readonly Measure[] = ['people', 'revenue', 'average'];

/** A point of the chart of days, said in words. */
export function daySaid({ day, people, revenue, aov }: SegmentDay): ChartPoint {
  const average = aov ? [t.segments.history.averageOf(money(aov))] : [];
  return { title: dayYear(day), lines: [t.segments.history.peopleOf(people, count(people)), t.segments.history.spentOf(money(revenue)), ...average] };
}

/** A point of the chart of months, said in words. */
export function monthSaid({ month, orders, aov, allAov }: SegmentMonth): ChartPoint {
  const title = monthYear(month);
  if (!aov) return { title, lines: [t.segments.history.noOrders] };
  const others = allAov ? [t.segments.averageAll(money(allAov))] : [];
  return { title, lines: [t.segments.history.averageOf(money(aov)), t.segments.orders(orders, count(orders)), ...others] };
}

const plain = { low: null, high: null, hollow: false };

/** One measure by the days on which it was looked at. */
export function byDay(days: readonly SegmentDay[], measure: Measure): Trend {
  const last = days.at(-1);
  const value = ({ people, revenue, aov }: SegmentDay) => (measure === 'people' ? people : measure === 'revenue' ? revenue.minor : (aov?.minor ?? null));
  const amount = (minor: number) => axisMoney(minor, last?.revenue.currency ?? 'EUR', decimals(last?.revenue.text ?? '0.00'));
  return {
    points: days.map((day) => ({ ...plain, tick: dayShort(day.day), value: value(day) })),
    before: null,
    axis: measure === 'people' ? count : amount,
  };
}

/** The average order by month, beside that of all customers; the last month is not over. */
export function byMonth(months: readonly SegmentMonth[], everyone: Amount | null): Trend {
  const last = months.at(-1);
  const before = everyone && { value: everyone.minor, text: t.segments.averageAll(money(everyone)) };
  return {
    points: months.map(({ month, aov }) => ({ ...plain, tick: shortMonth(month), value: aov?.minor ?? null, hollow: month === last?.month })),
    before,
    axis: (minor) => axisMoney(minor, last?.revenue.currency ?? 'EUR', decimals(last?.revenue.text ?? '0.00')),
  };
}
