import { expect, test } from 'vitest';
import { read, toggled, usual, write, type Shown } from './place';

test('an address without words is the usual, and the usual has none', () => {
  expect(read(new URLSearchParams())).toEqual(usual);
  expect(write(usual).toString()).toBe('');
});

test('what is written is read back', () => {
  const shown: Shown = {
    period: { kind: 'custom', first: '2026-02-28', last: '2026-03-14' },
    comparedWith: 'custom',
    comparison: { first: '2025-02-28', last: '2025-03-14' },
    step: 'day',
    by: 'product',
    sort: 'aov',
    ascending: true,
    filters: [
      { by: 'channel', value: 'Shop: Berlin & Köln' },
      { by: 'country', value: '' },
      { by: 'channel', value: 'Web' },
    ],
    goods: { from: 5500, until: 6500 },
    about: 'shipping',
    bars: 'items',
    list: 'all',
    search: 'vogt',
    order: 'largest',
    currency: 'CHF',
  };
  expect(read(new URLSearchParams(write(shown).toString()))).toEqual(shown);
  for (const period of [{ kind: 'all' }, { kind: 'year' }, { kind: 'days', days: 30 }, { kind: 'month', month: '2026-06-01' }] as const) {
    expect(read(write({ ...usual, period })).period).toEqual(period);
  }
  for (const goods of [{ from: 12_000, until: null }, { from: null, until: 500 }]) {
    expect(read(write({ ...usual, goods })).goods).toEqual(goods);
  }
});

test('the addresses of other screens are understood', () => {
  expect(read(new URLSearchParams('month=2026-06-01&counted=goods'))).toMatchObject({
    period: { kind: 'month', month: '2026-06-01' },
    list: 'counted',
  });
  expect(read(new URLSearchParams('period=all&search=vogt'))).toMatchObject({ period: { kind: 'all' }, search: 'vogt' });
  expect(read(new URLSearchParams('from=2026-06-10&until=2026-06-21')).period).toEqual({
    kind: 'custom',
    first: '2026-06-10',
    last: '2026-06-20',
  });
});

test('words that mean nothing are passed over', () => {
  const odd = 'period=soon&month=june&compare=ever..&step=fortnight&by=mood&sort=-luck&only=mood:good&only=none&goods=ten-&order=best&bars=pie';
  expect(read(new URLSearchParams(odd))).toEqual(usual);
  expect(read(new URLSearchParams('from=2026-02-31')).period).toEqual({ kind: 'all' });
});

test('a filter goes on and off', () => {
  const etsy = { by: 'channel', value: 'Etsy' } as const;
  const german = { by: 'country', value: 'DE' } as const;
  expect(toggled([etsy], german)).toEqual([etsy, german]);
  expect(toggled([etsy, german], { ...etsy })).toEqual([german]);
});
