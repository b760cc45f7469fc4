// The chart of averages, as ECharts wants it. Works in minor units: the axis is written from whole numbers.
import type { Amount, ChartMonth, Home } from '$lib/backend/backend';
import { monthBeside, monthYear, shortMonth } from '$lib/format/date';
import { axisMoney, decimals, money } from '$lib/format/money';
import { count } from '$lib/format/number';
import { t } from '$lib/messages';
import { niceAxis } from '$lib/ui/axis';
import type { ChartPoint } from '$lib/ui/Chart.svelte';
import type { ChartTheme } from '$lib/ui/chart-theme';
import type { ChartOption } from '$lib/ui/echarts';

/** What is said of a month, by a screen reader and beside the pointer. */
export function monthPoint({ figures, unfinished }: ChartMonth): ChartPoint {
  const title = monthYear(figures.from) + (unfinished ? ` (${t.home.unfinished})` : '');
  if (!figures.aov) return { title, lines: [t.home.chartPointNone] };
  const value = t.home.chartPoint(money(figures.aov), figures.orders, count(figures.orders));
  const range = figures.interval
    ? t.home.chartPointRange(money(figures.interval.low), money(figures.interval.high))
    : t.home.tooFew;
  return { title, lines: [value, range] };
}

function monthLabel(months: ChartMonth[], at: number): string {
  const first = months[at]?.figures.from ?? '';
  const year = at === 0 || first.slice(5, 7) === '01' ? `\n${first.slice(0, 4)}` : '';
  return shortMonth(first) + year;
}

/** Where the name of the dashed line covers the measure least: above or below it, at either end. */
export function labelPlace(months: ChartMonth[], before: number, span: number): string {
  const tall = span * 0.12;
  const clearance = (part: ChartMonth[], low: number, high: number) => {
    const heights = part.flatMap(({ figures }) => (figures.aov ? [figures.aov.minor] : []));
    // Between two months the line passes through what lies between them.
    const through = heights.flatMap((height, at) => [height, (height + (heights[at + 1] ?? height)) / 2]);
    return Math.min(span, ...through.map((height) => Math.max(low - height, height - high)));
  };
  const places = [
    { place: 'insideStartTop', clear: clearance(months.slice(0, 4), before, before + tall) },
    { place: 'insideStartBottom', clear: clearance(months.slice(0, 4), before - tall, before) },
    { place: 'insideEndTop', clear: clearance(months.slice(-4), before, before + tall) },
    { place: 'insideEndBottom', clear: clearance(months.slice(-4), before - tall, before) },
  ];
  return places.reduce((best, next) => (next.clear > best.clear ? next : best)).place;
}

/** Whether a goal can be drawn beside the averages: in their currency, and not so far that they would be a flat line. */
function within(goal: Amount | null, currency: string, heights: readonly number[]): goal is Amount {
  const tallest = Math.max(0, ...heights);
  return goal !== null && goal.currency === currency && goal.minor <= tallest * 2;
}

/** The measure as a line, its interval as a band, the month compared with and the goal as dashed lines. */
export function aovOption(home: Home, theme: ChartTheme, goal: Amount | null = null): ChartOption {
  const months = home.chart;
  const { currency } = home.current.revenue;
  const digits = decimals(home.current.revenue.text);
  const label = { color: theme.ink3, fontFamily: theme.font, fontSize: 12 };
  const before = home.before?.aov;
  const heights = months.flatMap(({ figures: { aov, interval } }) => [
    ...(aov ? [aov.minor] : []),
    ...(interval ? [interval.low.minor, interval.high.minor] : []),
  ]);
  if (before) heights.push(before.minor);
  const target = within(goal, currency, heights) ? goal : null;
  if (target) heights.push(target.minor);
  const axis = niceAxis(Math.min(...heights, heights[0] ?? 0), Math.max(...heights, heights[0] ?? 0));

  const line = months.map(({ figures, unfinished }) => {
    if (!figures.aov) return { value: null };
    const chosen = figures.from === home.current.from;
    if (!unfinished && !chosen) return { value: figures.aov.minor, symbol: 'none' };
    return {
      value: figures.aov.minor,
      symbol: 'circle',
      symbolSize: 9,
      itemStyle: unfinished
        ? { color: theme.canvas, borderColor: theme.measure, borderWidth: 2 }
        : { color: theme.measure, borderColor: theme.canvas, borderWidth: 2 },
    };
  });

  return {
    grid: { left: 0, right: 12, top: 12, bottom: 0, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: months.map((_, at) => monthLabel(months, at)),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...label, margin: 12, lineHeight: 16, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      ...axis,
      axisLabel: { ...label, margin: 8, formatter: (minor: number) => axisMoney(minor, currency, digits) },
      splitLine: { lineStyle: { color: theme.grid } },
    },
    series: [
      {
        type: 'line',
        data: line,
        showAllSymbol: true,
        z: 3,
        lineStyle: { color: theme.measure, width: 2 },
        itemStyle: { color: theme.measure },
        emphasis: { scale: false },
        // Without a month to compare with, the line goes: an update keeps what it is not told of.
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          lineStyle: { color: theme.ink3, type: [3, 3], width: 1 },
          label: {
            ...label,
            position: before ? labelPlace(months, before.minor, axis.max - axis.min) : 'insideEndTop',
            formatter: before
              ? t.home.compareLine(monthBeside(home.before?.from ?? '', home.current.from), money(before))
              : '',
          },
          data: [
            ...(before ? [{ yAxis: before.minor }] : []),
            ...(target
              ? [
                  {
                    yAxis: target.minor,
                    lineStyle: { color: theme.mark, type: [4, 3], width: 1.5 },
                    label: { ...label, color: theme.ink, position: 'insideStartTop', formatter: t.goal.line(money(target)) },
                  },
                ]
              : []),
          ],
        },
      },
      {
        type: 'line',
        stack: 'band',
        stackStrategy: 'all',
        silent: true,
        symbol: 'none',
        lineStyle: { opacity: 0 },
        data: months.map(({ figures }) => figures.interval?.low.minor ?? null),
      },
      {
        type: 'line',
        stack: 'band',
        stackStrategy: 'all',
        silent: true,
        symbol: 'none',
        lineStyle: { opacity: 0 },
        areaStyle: { color: theme.band, opacity: 1 },
        data: months.map(({ figures }) =>
          figures.interval ? figures.interval.high.minor - figures.interval.low.minor : null,
        ),
      },
    ],
  };
}
