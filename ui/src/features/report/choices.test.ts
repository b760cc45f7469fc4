import { describe, expect, it } from 'vitest';
import type { ReportStart } from '$lib/app/app.svelte';
import { setLocale } from '$lib/format/locale';
import { choices, comparisons } from './choices';

setLocale('en-GB');

const home = { months: ['2026-05-01', '2026-06-01'] };
const start: ReportStart = { from: '2026-06-01', until: '2026-07-01', comparedWith: 'previous', compareFrom: null, compareUntil: null };

describe('the periods of a report', () => {
  it('begin with what the screen shows, once', () => {
    const list = choices(start, '2026-06-30', home);
    expect(list.map(({ value }) => value)).toEqual(['2026-06-01', 'days90', 'year', 'all', '2026-05-01']);
    expect(list[0]?.days).toEqual({ from: '2026-06-01', until: '2026-07-01' });
  });
  it('name days that have no other name', () => {
    const list = choices({ from: '2026-06-03', until: '2026-06-10' }, '2026-06-30', home);
    expect(list[0]?.value).toBe('shown');
    // The spaces in it are narrow ones.
    expect(list[0]?.text.replace(/\s/gu, ' ')).toBe('3 – 9 Jun 2026');
    expect(list).toHaveLength(6);
  });
  it('are all time in a shop without a newest order', () => {
    const list = choices({ from: null, until: null }, null, undefined);
    expect(list[0]?.days).toEqual({ from: null, until: null });
  });
});

describe('the comparisons of a report', () => {
  it('hold other days only where the screen named some', () => {
    expect(comparisons(start).map(({ value }) => value)).toEqual(['previous', 'yearBefore', 'nothing']);
    const custom: ReportStart = { ...start, comparedWith: 'custom', compareFrom: '2026-01-01', compareUntil: '2026-02-01' };
    expect(comparisons(custom)[0]).toEqual({ value: 'custom', text: 'January 2026' });
  });
});
