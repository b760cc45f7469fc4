import { expect, it } from 'vitest';
import { decided, minutesLeft, reach, share } from './post.svelte';

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
