import { describe, expect, it } from 'vitest';
import { fraction, onward, phases, secondsLeft, stepState } from './import-progress';

describe('long work', () => {
  it('never goes back as its steps go by', () => {
    const seen = phases.flatMap((phase) => [0, 1, 2].map((done) => fraction({ phase, done, total: 2 }, phases)));
    expect(seen).toEqual(seen.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
    expect([seen[0], seen.at(-1)]).toEqual([0, 1]);
  });

  it('stands still where the number is not known', () => {
    expect(fraction({ phase: 'matching', done: 7, total: null }, phases)).toBe(0.1);
    expect(fraction(null, phases)).toBeNull();
  });

  it('says nothing before its first number', () => {
    expect(fraction({ phase: 'reading', done: 40_000, total: null }, phases)).toBeNull();
    expect(fraction({ phase: 'reading', done: 0, total: 5 }, ['saving'])).toBeNull();
  });

  it('knows only the steps that it has', () => {
    expect(fraction({ phase: 'reading', done: 1, total: 1 }, ['reading', 'matching'])).toBeCloseTo(0.2);
  });

  it('does not go back where each file is counted anew', () => {
    const seen: [number | null, number | null][] = [[null, null], [null, 0.1], [0.4, 0.1], [0.4, null], [0.1, 0.4]];
    expect(seen.map(([before, now]) => onward(before, now))).toEqual([null, 0.1, 0.4, 0.4, 0.4]);
  });

  it('says what is done, what runs and what waits', () => {
    expect(phases.map((step) => stepState(step, 'saving'))).toEqual(['done', 'done', 'running', 'waiting']);
    expect(stepState('reading', null)).toBe('waiting');
  });

  it('says how long it may take, once it can', () => {
    expect(secondsLeft(0, 1000, 0.5)).toBeNull();
    expect(secondsLeft(0, 4000, 0.01)).toBeNull();
    expect(secondsLeft(0, 4000, 0.4)).toBe(6);
    expect(secondsLeft(0, 4000, 1)).toBeNull();
  });
});
