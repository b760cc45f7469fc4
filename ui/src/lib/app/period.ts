// Which orders are looked at, as words and as days. Periods are half-open: the first day is in, the
// day after the last one is out.

/** What can be chosen. Days and the year end with the newest order. */
export type Period =
  | { kind: 'days'; days: number }
  | { kind: 'year' }
  | { kind: 'all' }
  | { kind: 'month'; month: string }
  | { kind: 'custom'; first: string; last: string };

/** The days of a period as they are asked for. */
export interface Days {
  from: string | null;
  until: string | null;
}

const dayText = /^\d{4}-\d{2}-\d{2}$/u;
const oneDay = 86_400_000;

function at(day: string): number {
  return Date.parse(`${day}T00:00Z`);
}

function text(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** A calendar day, and none such as the 31st of June. */
export function isDay(day: string): boolean {
  return dayText.test(day) && !Number.isNaN(at(day)) && text(at(day)) === day;
}

/** The day some days later, or earlier where they are negative. */
export function plusDays(day: string, days: number): string {
  return text(at(day) + days * oneDay);
}

/** The day after a day. */
export function dayAfter(day: string): string {
  return plusDays(day, 1);
}

/** The same day some months later; the last of the month where it has no such day. */
export function plusMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const length = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return text(Date.UTC(year, month - 1 + months, Math.min(date, length)));
}

/** The first day of the month after a month's. */
export function monthAfter(month: string): string {
  return plusMonths(`${month.slice(0, 8)}01`, 1);
}

/** How many days lie between two. */
export function lengthOf(from: string, until: string): number {
  return Math.round((at(until) - at(from)) / oneDay);
}

/** The days of a period, in a shop whose newest order is of the day `newest`. */
export function daysOf(period: Period, newest: string | null): Days {
  const until = newest === null ? null : dayAfter(newest);
  switch (period.kind) {
    case 'all':
      return { from: null, until: null };
    case 'days':
      return { from: until && plusDays(until, -period.days), until };
    case 'year':
      return { from: until && plusMonths(until, -12), until };
    case 'month':
      return { from: period.month, until: monthAfter(period.month) };
    case 'custom':
      return { from: period.first || null, until: period.last ? dayAfter(period.last) : null };
  }
}

/** The period of some days: a whole month is named as one. */
export function periodOf({ from, until }: Days): Period {
  if (!from && !until) return { kind: 'all' };
  if (from?.endsWith('-01') && until === monthAfter(from)) return { kind: 'month', month: from };
  return { kind: 'custom', first: from ?? '', last: until ? plusDays(until, -1) : '' };
}

/** Whole months between two days, where they are whole. */
function wholeMonths(from: string, until: string): number | null {
  if (from.slice(8) !== until.slice(8)) return null;
  const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number);
  const [untilYear = 0, untilMonth = 0] = until.split('-').map(Number);
  return (untilYear - fromYear) * 12 + untilMonth - fromMonth;
}

/** The period of the same length before or after; nothing for one without two ends. */
export function stepped(period: Period, by: 1 | -1, newest: string | null): Period | null {
  const { from, until } = daysOf(period, newest);
  if (!from || !until) return null;
  const months = period.kind === 'days' ? null : wholeMonths(from, until);
  if (months !== null && months > 0) return periodOf({ from: plusMonths(from, by * months), until: plusMonths(until, by * months) });
  const days = lengthOf(from, until) * by;
  return periodOf({ from: plusDays(from, days), until: plusDays(until, days) });
}

/** What is wrong with days typed by hand. */
export function problemWith(first: string, last: string): 'notADay' | 'backwards' | null {
  if ((first && !isDay(first)) || (last && !isDay(last))) return 'notADay';
  return first && last && last < first ? 'backwards' : null;
}
