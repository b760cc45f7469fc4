// The bands of the map as they are typed.
import type { MapBandsMoved } from '$lib/backend/backend';
import { typedMinor } from '$lib/format/money';

/** The bands as fields: from the lowest amount up, and from the fewest days on. */
export interface Typed {
  spent: string[];
  days: string[];
}

/** What is wrong, by field. */
export interface Faults {
  spent: (Fault | null)[];
  days: (Fault | null)[];
}
export type Fault = 'amount' | 'days' | 'order' | 'year';

const year = 365;

function four<T>(values: T[]): [T, T, T, T] | null {
  const [a, b, c, d] = values;
  return a === undefined || b === undefined || c === undefined || d === undefined ? null : [a, b, c, d];
}

function faults(values: readonly (number | undefined)[], wrong: Fault, least: number): (Fault | null)[] {
  let before = least - 1;
  return values.map((value) => {
    if (value === undefined || value < least) return wrong;
    const fault = value <= before ? 'order' : null;
    before = value;
    return fault;
  });
}

/** The bands that are meant, or what is wrong with each field. */
export function readBands(typed: Typed, digits: number): { bands: MapBandsMoved | null; faults: Faults } {
  const spent = typed.spent.map((text) => typedMinor(text.trim(), digits));
  const days = typed.days.map((text) => (/^\d{1,4}$/u.test(text.trim()) ? Number(text) : undefined));
  const found: Faults = {
    spent: faults(spent, 'amount', 1),
    days: faults(days, 'days', 1).map((fault, at) => ((days[at] ?? 0) >= year ? 'year' : fault)),
  };
  const fine = [...found.spent, ...found.days].every((fault) => fault === null);
  const read = { spent: four(spent.filter((value) => value !== undefined)), days: four(days.filter((value) => value !== undefined)) };
  return { bands: fine && read.spent && read.days ? { spent: read.spent, days: read.days } : null, faults: found };
}
