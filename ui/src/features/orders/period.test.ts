import { describe, expect, it } from 'vitest';
import { dayAfter, daysOf, isDay, monthAfter, periodOf, problemWith } from './period';

describe('periods', () => {
  it('are half-open', () => {
    expect(daysOf({ kind: 'all' })).toEqual({ from: null, until: null });
    expect(daysOf({ kind: 'month', month: '2026-12-01' })).toEqual({ from: '2026-12-01', until: '2027-01-01' });
    expect(daysOf({ kind: 'custom', first: '2026-02-27', last: '2026-02-28' })).toEqual({
      from: '2026-02-27',
      until: '2026-03-01',
    });
    expect(daysOf({ kind: 'custom', first: '', last: '' })).toEqual({ from: null, until: null });
  });

  it('come back as what they were', () => {
    for (const period of [
      { kind: 'all' },
      { kind: 'month', month: '2026-06-01' },
      { kind: 'custom', first: '2026-06-01', last: '2026-06-29' },
      { kind: 'custom', first: '2026-06-01', last: '' },
    ] as const) {
      expect(periodOf(daysOf(period))).toEqual(period);
    }
  });

  it('know the calendar', () => {
    expect(monthAfter('2026-06-01')).toBe('2026-07-01');
    expect(dayAfter('2024-02-28')).toBe('2024-02-29');
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
