import { expect, it } from 'vitest';
import type { SendingRow } from '../backend/backend';
import { decided, ended, minutesLeft, reach, share } from './post.svelte';

const counts = { people: 120, ready: 40, underWay: 2, sent: 50, failed: 6, uncertain: 2, heldOut: 10, skipped: 10, reasons: [] };

it('counts those whom a message is for, and those who are done', () => {
  expect(reach(counts)).toBe(100);
  expect(decided(counts)).toBe(58);
  expect(share(counts)).toBeCloseTo(0.58);
  expect(share({ ...counts, ready: 0, underWay: 0, sent: 0, failed: 0, uncertain: 0 }), 'nobody is left').toBe(1);
});

it('says how long it takes once the pace is known', () => {
  const at = (seconds: number, done: number) => ({ at: seconds * 1000, done });
  expect(minutesLeft([], 100)).toBeNull();
  expect(minutesLeft([at(0, 0), at(4, 40)], 100), 'too short a look').toBeNull();
  expect(minutesLeft([at(0, 10), at(20, 10)], 100), 'nothing moves').toBeNull();
  expect(minutesLeft([at(0, 0), at(10, 10), at(20, 20)], 300)).toBe(5);
  expect(minutesLeft([at(0, 0), at(20, 2000)], 10), 'never none').toBe(1);
});

it('tells of what ended, also where nobody saw it on its way', () => {
  const row = (id: number, state: SendingRow['state'], pausedBy: SendingRow['pausedBy'] = null) => ({ id, state, pausedBy }) as SendingRow;
  const before = [row(1, 'planned'), row(2, 'running'), row(3, 'running'), row(4, 'running'), row(5, 'finished'), row(6, 'running')];
  const now = [row(1, 'finished'), row(2, 'paused', 'account'), row(3, 'paused', 'merchant'), row(4, 'stopped'), row(5, 'finished'), row(6, 'running'), row(7, 'finished')];
  expect(ended(before, now).map(({ id }) => id)).toEqual([1, 2]);
  expect(ended(now, now), 'once').toEqual([]);
});
