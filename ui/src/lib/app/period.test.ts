import { describe, expect, it } from 'vitest';
import { dayAfter, daysOf, isDay, lengthOf, monthAfter, periodOf, plusMonths, problemWith, stepped } from './period';

const newest = '2026-06-30';

describe('periods', () => {
  it('are half-open', () => {
    expect(daysOf({ kind: 'all' }, newest)).toEqual({ from: null, until: null });
    expect(daysOf({ kind: 'month', month: '2026-12-01' }, newest)).toEqual({ from: '2026-12-01', until: '2027-01-01' });
    expect(daysOf({ kind: 'custom', first: '2026-02-27', last: '2026-02-28' }, newest)).toEqual({
      from: '2026-02-27',
      until: '2026-03-01',
    });
    expect(daysOf({ kind: 'custom', first: '', last: '' }, newest)).toEqual({ from: null, until: null });
  });

  it('of so many days end with the newest order', () => {
    expect(daysOf({ kind: 'days', days: 90 }, newest)).toEqual({ from: '2026-04-02', until: '2026-07-01' });
    expect(daysOf({ kind: 'year' }, newest)).toEqual({ from: '2025-07-01', until: '2026-07-01' });
    expect(daysOf({ kind: 'days', days: 30 }, null)).toEqual({ from: null, until: null });
  });

  it('come back as what they were', () => {
    for (const period of [
      { kind: 'all' },
      { kind: 'month', month: '2026-06-01' },
      { kind: 'custom', first: '2026-06-01', last: '2026-06-29' },
      { kind: 'custom', first: '2026-06-01', last: '' },
    ] as const) {
      expect(periodOf(daysOf(period, newest))).toEqual(period);
    }
  });

  it('step by their own length, by the calendar where they are whole months', () => {
    expect(stepped({ kind: 'month', month: '2026-03-01' }, -1, newest)).toEqual({ kind: 'month', month: '2026-02-01' });
    expect(stepped({ kind: 'days', days: 30 }, -1, newest)).toEqual({ kind: 'custom', first: '2026-05-02', last: '2026-05-31' });
    expect(stepped({ kind: 'year' }, -1, newest)).toEqual({ kind: 'custom', first: '2024-07-01', last: '2025-06-30' });
    expect(stepped({ kind: 'custom', first: '2026-01-01', last: '2026-03-31' }, 1, newest)).toEqual({
      kind: 'custom',
      first: '2026-04-01',
      last: '2026-06-30',
    });
    expect(stepped({ kind: 'custom', first: '2026-06-10', last: '' }, 1, newest)).toBeNull();
    expect(stepped({ kind: 'all' }, 1, newest)).toBeNull();
  });

  it('know the calendar', () => {
    expect(monthAfter('2026-06-01')).toBe('2026-07-01');
    expect(plusMonths('2024-02-29', 12)).toBe('2025-02-28');
    expect(plusMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(dayAfter('2024-02-28')).toBe('2024-02-29');
    expect(lengthOf('2026-03-01', '2026-04-01')).toBe(31);
    expect(isDay('2026-06-31')).toBe(false);
    expect(isDay('2026-6-1')).toBe(false);
    expect(isDay('2026-06-30')).toBe(true);
  });

  it('say what is wrong with what was typed', () => {
    expect(problemWith('2026-06-31', '')).toBe('notADay');
    expect(problemWith('2026-06-30', '2026-06-01')).toBe('backwards');
    expect(problemWith('2026-06-30', '2026-06-30')).toBeNull();
    expect(problemWith('', '2026-06-30')).toBeNull();
  });
});
