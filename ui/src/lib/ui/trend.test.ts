import { expect, test } from 'vitest';
import type { ChartTheme } from './chart-theme';
import { labelPlace, trendOption, type TrendPoint } from './trend';

const theme = new Proxy({}, { get: (_, name) => String(name) }) as ChartTheme;
const point = (value: number | null, spread: number | null = 100, hollow = false): TrendPoint => ({
  tick: '',
  value,
  low: value === null || spread === null ? null : value - spread,
  high: value === null || spread === null ? null : value + spread,
  hollow,
});

function drawn(points: TrendPoint[], before: { value: number; text: string } | null = null) {
  return trendOption({ points, before, axis: String }, theme) as {
    yAxis: { min: number; max: number };
    series: { data: unknown[]; markLine?: { data: unknown[]; label: { formatter: string } } }[];
  };
}

test('what is not over is hollow, and the band ends where nothing is known', () => {
  const [line, low, band] = drawn([point(5000, null), point(5500), point(5780, 100, true)]).series;
  expect(line?.data[2]).toMatchObject({ value: 5780, itemStyle: { color: 'canvas', borderColor: 'measure' } });
  expect(line?.data[1]).toEqual({ value: 5500, symbol: 'none' });
  expect(low?.data).toEqual([null, 5400, 5680]);
  expect(band?.data).toEqual([null, 200, 200]);
});

test('a point between gaps is seen', () => {
  const [line] = drawn([point(null), point(5500, null), point(null)]).series;
  expect(line?.data).toEqual([{ value: null }, { value: 5500, symbol: 'circle', symbolSize: 6 }, { value: null }]);
});

test('marks stand at their points; words that would meet others are left to the pointer', () => {
  const points = Array.from({ length: 10 }, () => point(5500));
  const marks = [{ at: 0, text: 'first' }, { at: 2, text: 'second' }, { at: 9, text: 'third' }];
  const drawn = trendOption({ points, before: null, marks, axis: String }, theme) as {
    series: { markLine?: { data: { xAxis: number; label: { formatter: string; align: string } }[] } }[];
  };
  const lines = drawn.series[0]?.markLine?.data ?? [];
  expect(lines.map(({ xAxis, label }) => [xAxis, label.formatter])).toEqual([[0, 'first'], [2, ''], [9, 'third']]);
  expect([lines[0]?.label.align, lines[2]?.label.align]).toEqual(['left', 'right']);
});

test('the scale holds the bands and what is compared with', () => {
  const { yAxis, series } = drawn([point(5500), point(5600)], { value: 4900, text: 'May: €49' });
  expect(yAxis.min).toBeLessThanOrEqual(4900);
  expect(yAxis.max).toBeGreaterThanOrEqual(5700);
  expect(series[0]?.markLine).toMatchObject({ data: [{ yAxis: 4900 }], label: { formatter: 'May: €49' } });
});

test('nothing at all has an axis still', () => {
  const { yAxis } = drawn([]);
  expect(Number.isFinite(yAxis.min) && yAxis.max > yAxis.min).toBe(true);
});

test('the name of the dashed line keeps clear of the measure', () => {
  const rising = [5000, 5200, 5400, 5600, 5800, 6000];
  expect(labelPlace(rising, 5800, 1000)).toBe('insideStartTop');
  expect(labelPlace(rising, 5100, 1000)).toBe('insideEndBottom');
});
