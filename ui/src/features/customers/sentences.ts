// What is shown of the map or the groups, as the sentence of a segment that means the same people.
import type { CustomersOverview, ScoreGroup } from '$lib/backend/backend';
import { decimals, minorText } from '$lib/format/money';
import type { Shown } from './customers.svelte';

type Bands = Pick<CustomersOverview, 'spentBands' | 'dayBands' | 'cells'>;

/** How groups are written in sentences, in every language of the window. */
const groupNames: Record<ScoreGroup, string> = {
  champions: 'Champions',
  loyal: 'Loyal',
  potentialLoyalists: 'Potential loyalists',
  newCustomers: 'New customers',
  promising: 'Promising',
  needAttention: 'Need attention',
  aboutToSleep: 'About to sleep',
  atRisk: 'At risk',
  cannotLoseThem: 'Cannot lose them',
  hibernating: 'Hibernating',
  lost: 'Lost',
};
const year = 'in the last 12 months';

/** What was spent in rows of the map, 0 the highest. */
function spentWords({ spentBands }: Bands, first: number, last: number): string[] {
  const bands = spentBands.length;
  const text = (at: number, less: number) => {
    const band = spentBands[at];
    return band ? minorText(band.minor - less, decimals(band.text)) : '';
  };
  // Row 0 begins at the last band's least; the lowest row ends before the first band's.
  const low = bands - 1 - last;
  const high = bands - first;
  if (low < 0 && high >= bands) return [];
  if (high >= bands) return [`spent after refunds at least ${text(low, 0)} ${year}`];
  if (low < 0) return [`spent after refunds at most ${text(high, 1)} ${year}`];
  return [`spent after refunds between ${text(low, 0)} and ${text(high, 1)} ${year}`];
}

/** When the last order was in columns of the map, 0 the latest. Whoever is on it ordered within the year. */
function daysWords({ dayBands }: Bands, first: number, last: number): string[] {
  const before = dayBands[first - 1];
  const within = dayBands[last];
  const days = (count: number) => `${String(count)} ${count === 1 ? 'day' : 'days'}`;
  return [
    ...(before === undefined ? [] : [`last order not in the last ${days(before + 1)}`]),
    within === undefined ? `last order ${year}` : `last order in the last ${days(within + 1)}`,
  ];
}

/** The sentence; nothing where all are shown, or some that no sentence means. */
export function sentenceFor(shown: Shown, bands: Bands): string | null {
  if (shown.search !== '') return null;
  if (shown.group) return `score group "${groupNames[shown.group]}"`;
  const places = bands.cells.flatMap((cells, spent) =>
    cells.flatMap((cell, days) => {
      const meant = shown.cell ? shown.cell.spent === spent && shown.cell.days === days : shown.part !== null && cell.part === shown.part;
      return meant ? [{ spent, days }] : [];
    }),
  );
  if (places.length === 0) return null;
  const [spent, days] = [places.map((place) => place.spent), places.map((place) => place.days)];
  const [top, bottom, left, right] = [Math.min(...spent), Math.max(...spent), Math.min(...days), Math.max(...days)];
  // Parts are whole rectangles; what were none could not be said.
  if (places.length !== (bottom - top + 1) * (right - left + 1)) return null;
  return [...spentWords(bands, top, bottom), ...daysWords(bands, left, right)].join(' and ');
}
