// Which orders are listed, as words and as days. Periods are half-open: the first day is in, the
// day after the last one is out.

/** What can be chosen. */
export type Period = { kind: 'all' } | { kind: 'month'; month: string } | { kind: 'custom'; first: string; last: string };

/** The days of a period as the list is asked for them. */
export interface Days {
  from: string | null;
  until: string | null;
}

const dayText = /^\d{4}-\d{2}-\d{2}$/u;

/** A calendar day, and none such as the 31st of June. */
export function isDay(text: string): boolean {
  if (!dayText.test(text)) return false;
  const date = new Date(`${text}T00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The day after a day. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The first day of the month after a month's. */
export function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`;
}

/** The days of a period. */
export function daysOf(period: Period): Days {
  switch (period.kind) {
    case 'all':
      return { from: null, until: null };
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
  const last = until ? new Date(Date.parse(`${until}T00:00Z`) - 86_400_000).toISOString().slice(0, 10) : '';
  return { kind: 'custom', first: from ?? '', last };
}

/** What is wrong with days typed by hand. */
export function problemWith(first: string, last: string): 'notADay' | 'backwards' | null {
  if ((first && !isDay(first)) || (last && !isDay(last))) return 'notADay';
  return first && last && last < first ? 'backwards' : null;
}
