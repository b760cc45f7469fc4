import { remembered } from './locale';

const whole = remembered((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
const two = remembered(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
);
const share = remembered(
  (locale) =>
    new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);
const plain = remembered((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }));
const tenths = remembered((locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }));
const rounded = remembered((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }));
const list = remembered((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

/** A count: 1,248. */
export function count(value: number): string {
  return whole().format(value);
}

/** A count with its sign, a true minus: −25. */
export function signedCount(value: number): string {
  if (value === 0) return count(0);
  return (value < 0 ? '−' : '+') + count(Math.abs(value));
}

/** A rate of pieces to an order: 2.31. */
export function twoDecimals(value: number): string {
  return two().format(value);
}

/** A ratio without its sign: 0.109 is 10.9%. An arrow beside it says which way. */
export function percentSize(ratio: number): string {
  return share().format(Math.abs(ratio));
}

/** Progress: 64%. */
export function percentDone(ratio: number): string {
  return rounded().format(ratio);
}

/** A share as it is typed: 14%, 2.5%. */
export function percentPlain(ratio: number): string {
  return plain().format(ratio);
}

/** How many times as often: 3.4. */
export function times(value: number): string {
  return tenths().format(value);
}

/** "a, b and c". */
export function joined(words: readonly string[]): string {
  return list().format(words);
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A file size: 4.2 MB. */
export function bytes(value: number): string {
  let size = value;
  let step = 0;
  while (size >= 1000 && step < units.length - 1) {
    size /= 1000;
    step += 1;
  }
  const unit = units[step] ?? 'byte';
  return sizes[unit]().format(size);
}

const sizes = Object.fromEntries(
  units.map((unit) => [
    unit,
    remembered(
      (locale) =>
        new Intl.NumberFormat(locale, {
          style: 'unit',
          unit,
          unitDisplay: unit === 'byte' ? 'long' : 'short',
          maximumSignificantDigits: 3,
        }),
    ),
  ]),
) as Record<(typeof units)[number], () => Intl.NumberFormat>;
