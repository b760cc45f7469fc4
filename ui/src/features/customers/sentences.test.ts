import { expect, test } from 'vitest';
import type { MapPart } from '$lib/backend/backend';
import { readShown } from './customers.svelte';
import { sentenceFor } from './sentences';

const eur = (minor: number) => ({ minor, currency: 'EUR', text: (minor / 100).toFixed(2) });
const parts: MapPart[][] = [
  ['best', 'best', 'goodGoneQuiet', 'goodGoneQuiet', 'goodGoneQuiet'],
  ['regulars', 'regulars', 'slippingAway', 'slippingAway', 'almostLost'],
  ['regulars', 'regulars', 'slippingAway', 'slippingAway', 'almostLost'],
  ['smallRecent', 'smallRecent', 'smallQuiet', 'smallQuiet', 'almostLost'],
  ['smallRecent', 'smallRecent', 'smallQuiet', 'smallQuiet', 'almostLost'],
];
const bands = {
  spentBands: [4_000, 8_000, 15_000, 30_000].map(eur),
  dayBands: [30, 60, 120, 240],
  cells: parts.map((row) => row.map((part) => ({ part, customers: 1, spent: eur(1), share: 0 }))),
};
const said = (address: string) => sentenceFor(readShown(new URLSearchParams(address)), bands);

test('a part of the map is said with its ends', () => {
  expect(said('part=best')).toBe('spent after refunds at least 300.00 in the last 12 months and last order in the last 61 days');
  expect(said('part=goodGoneQuiet')).toBe(
    'spent after refunds at least 300.00 in the last 12 months and last order not in the last 61 days and last order in the last 12 months',
  );
  expect(said('part=slippingAway')).toBe(
    'spent after refunds between 80.00 and 299.99 in the last 12 months and last order not in the last 61 days and last order in the last 241 days',
  );
  expect(said('part=smallRecent')).toBe('spent after refunds at most 79.99 in the last 12 months and last order in the last 61 days');
  expect(said('part=almostLost')).toBe('spent after refunds at most 299.99 in the last 12 months and last order not in the last 241 days and last order in the last 12 months');
});

test('a cell and a group too; what no sentence means is not said', () => {
  expect(said('cell=4-0')).toBe('spent after refunds at most 39.99 in the last 12 months and last order in the last 31 days');
  expect(said('view=scores&group=cannotLoseThem')).toBe('score group "Cannot lose them"');
  expect([said(''), said('part=best&search=vogt')]).toEqual([null, null]);
});
