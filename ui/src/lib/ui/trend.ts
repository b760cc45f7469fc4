// A measure over time, as ECharts wants it: the line, its interval as a band, what it is compared
// with as a dashed line, and a hollow point where the time is not over. Heights are whole numbers.
import { niceAxis } from './axis';
import type { ChartTheme } from './chart-theme';
import type { ChartOption } from './echarts';

export interface TrendPoint {
  /** The tick under it. */
  tick: string;
  value: number | null;
  low: number | null;
  high: number | null;
  hollow: boolean;
}

export interface Trend {
  points: readonly TrendPoint[];
  /** What it is compared with, and its name on the line. */
  before: { value: number; text: string } | null;
  /** What happened at a point, in words that stand above it. */
  marks?: readonly { at: number; text: string }[];
  /** A tick of the axis of heights. */
  axis: (value: number) => string;
}

/** Where the name of the dashed line covers the measure least: above or below it, at either end. */
export function labelPlace(values: readonly (number | null)[], before: number, span: number): string {
  const tall = span * 0.12;
  const near = Math.max(2, Math.ceil(values.length / 3));
  const clearance = (part: readonly (number | null)[], low: number, high: number) => {
    const heights = part.filter((height) => height !== null);
    // Between two points the line passes through what lies between them.
    const through = heights.flatMap((height, at) => [height, (height + (heights[at + 1] ?? height)) / 2]);
    return Math.min(span, ...through.map((height) => Math.max(low - height, height - high)));
  };
  const places = [
    { place: 'insideStartBottom', clear: clearance(values.slice(0, near), before - tall, before) },
    { place: 'insideStartTop', clear: clearance(values.slice(0, near), before, before + tall) },
    { place: 'insideEndBottom', clear: clearance(values.slice(-near), before - tall, before) },
    { place: 'insideEndTop', clear: clearance(values.slice(-near), before, before + tall) },
  ];
  return places.reduce((best, next) => (next.clear > best.clear ? next : best)).place;
}

/** The marks whose words have room: those after another one stand without, and speak under the pointer. */
function worded(marks: readonly { at: number; text: string }[], points: number): (string | null)[] {
  let free = -Infinity;
  return marks.map(({ at, text }) => {
    if (at < free) return null;
    free = at + points * 0.4;
    return text;
  });
}

/** The chart of a trend. */
export function trendOption({ points, before, marks = [], axis }: Trend, theme: ChartTheme): ChartOption {
  const label = { color: theme.ink3, fontFamily: theme.font, fontSize: 12 };
  const heights = points.flatMap(({ value, low, high }) => [value, low, high].filter((height) => height !== null));
  if (before) heights.push(before.value);
  const scale = niceAxis(Math.min(...heights, heights[0] ?? 0), Math.max(...heights, heights[0] ?? 0));
  const values = points.map(({ value }) => value);
  const words = worded(marks, points.length);
  const alone = (at: number) => (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;
  const band = { type: 'line', stack: 'band', stackStrategy: 'all', silent: true, symbol: 'none', lineStyle: { opacity: 0 } };

  return {
    grid: { left: 0, right: 12, top: marks.length > 0 ? 24 : 12, bottom: 0, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      boundaryGap: points.length === 1,
      data: points.map(({ tick }) => tick),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...label, margin: 12, lineHeight: 16, hideOverlap: true, showMaxLabel: true, alignMaxLabel: points.length > 2 ? 'right' : 'center' },
    },
    yAxis: {
      type: 'value',
      ...scale,
      axisLabel: { ...label, margin: 8, formatter: axis },
      splitLine: { lineStyle: { color: theme.grid } },
    },
    series: [
      {
        type: 'line',
        data: points.map(({ value, hollow }, at) => {
          if (value === null) return { value: null };
          if (hollow) {
            const itemStyle = { color: theme.canvas, borderColor: theme.measure, borderWidth: 2 };
            return { value, symbol: 'circle', symbolSize: 9, itemStyle };
          }
          // A point between two gaps has no line to be seen by.
          return alone(at) ? { value, symbol: 'circle', symbolSize: 6 } : { value, symbol: 'none' };
        }),
        showAllSymbol: true,
        z: 3,
        lineStyle: { color: theme.measure, width: 2 },
        itemStyle: { color: theme.measure },
        emphasis: { scale: false },
        // With nothing to compare, the line goes: an update keeps what it is not told of.
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          lineStyle: { color: theme.ink3, type: [3, 3], width: 1 },
          label: {
            ...label,
            position: before ? labelPlace(values, before.value, scale.max - scale.min) : 'insideEndTop',
            formatter: before?.text ?? '',
          },
          data: [
            ...(before ? [{ yAxis: before.value }] : []),
            ...marks.map(({ at }, index) => ({
              xAxis: at,
              lineStyle: { color: theme.lineStrong, type: 'solid', width: 1 },
              label: {
                ...label,
                position: 'end',
                distance: 4,
                align: at > points.length / 2 ? 'right' : at === 0 ? 'left' : 'center',
                formatter: words[index] ?? '',
              },
            })),
          ],
        },
      },
      { ...band, data: points.map(({ low }) => low) },
      {
        ...band,
        areaStyle: { color: theme.band, opacity: 1 },
        data: points.map(({ low, high }) => (low === null || high === null ? null : high - low)),
      },
    ],
  };
}
