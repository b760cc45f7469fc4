import { beforeEach, expect, test } from 'vitest';
import type { ChartMonth, Home } from '$lib/backend/backend';
import { amount, interval } from '$lib/backend/fake-data';
import { setLocale } from '$lib/format/locale';
import type { ChartTheme } from '$lib/ui/chart-theme';
import { aovOption, labelPlace, monthPoint } from './aov-chart';

beforeEach(() => setLocale('en-GB'));

function month(from: string, aov: number | null, orders = 1000, unfinished = false): ChartMonth {
  return {
    unfinished,
    figures: {
      from,
      until: from,
      revenue: amount((aov ?? 0) * orders),
      orders,
      aov: aov === null ? null : amount(aov),
      median: null,
      interval: aov === null || orders < 30 ? null : interval(aov, 100),
      unitsPerOrder: null,
    },
  };
}

test('a month is said in words: value, orders, range, and that it is not over', () => {
  expect(monthPoint(month('2026-06-01', 5780, 1248, true))).toEqual({
    title: 'June 2026 (not over yet)',
    lines: ['€57.80 from 1,248 orders', 'Very likely between €55.84 and €59.76'],
  });
  expect(monthPoint(month('2026-05-01', 4000, 7)).lines).toContain('Too few to tell');
  expect(monthPoint(month('2026-04-01', null, 0)).lines).toEqual(['No orders']);
});

test('the unfinished month is hollow, the band ends where there are too few orders', () => {
  const chart = [month('2026-04-01', 5000, 12), month('2026-05-01', 5500), month('2026-06-01', 5780, 1248, true)];
  const home = { chart, current: chart[2]?.figures, before: chart[1]?.figures } as Home;
  const theme = new Proxy({}, { get: (_, name) => String(name) }) as ChartTheme;
  const { series } = aovOption(home, theme) as { series: { data: unknown[] }[] };
  const [line, low, band] = series;
  expect(line?.data[2]).toMatchObject({ value: 5780, itemStyle: { color: 'canvas', borderColor: 'measure' } });
  expect(line?.data[1]).toEqual({ value: 5500, symbol: 'none' });
  expect(low?.data).toEqual([null, 5304, 5584]);
  expect(band?.data).toEqual([null, 392, 392]);
});

test('the name of the dashed line keeps clear of the measure', () => {
  const rising = [5000, 5200, 5400, 5600, 5800, 6000].map((aov, at) => month(`2026-0${at + 1}-01`, aov));
  expect(labelPlace(rising, 5800, 1000)).toBe('insideStartTop');
  expect(labelPlace(rising, 5100, 1000)).toBe('insideEndBottom');
});
