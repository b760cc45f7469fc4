// What a report can be of: the period on the screen first, then the usual ones, then months.
import type { ReportStart } from '$lib/app/app.svelte';
import type { ComparedWith, Home } from '$lib/backend/backend';
import { monthYear } from '$lib/format/date';
import { t } from '$lib/messages';
import { daysOf, periodOf, type Days } from '$lib/app/period';
import { daysName } from '$lib/format/date';

export interface Choice {
  value: string;
  text: string;
  days: Days;
}

function same(a: Days, b: Days): boolean {
  return a.from === b.from && a.until === b.until;
}

function named(days: Days): string {
  const { from, until } = days;
  if (!from || !until) return t.report.periods.all;
  const period = periodOf(days);
  return period.kind === 'month' ? monthYear(period.month) : daysName(from, until);
}

/** The periods to choose from; the first is the one on the screen. */
export function choices(start: Days, newest: string | null, home: Pick<Home, 'months'> | undefined): Choice[] {
  const words = t.report.periods;
  const usual: Choice[] = [
    { value: 'days90', text: words.days90, days: daysOf({ kind: 'days', days: 90 }, newest) },
    { value: 'year', text: words.year, days: daysOf({ kind: 'year' }, newest) },
    { value: 'all', text: words.all, days: { from: null, until: null } },
    ...(home?.months ?? []).toReversed().map((month) => ({ value: month, text: monthYear(month), days: daysOf({ kind: 'month', month }, newest) })),
  ];
  const known = usual.find(({ days }) => same(days, start));
  const first = known ?? { value: 'shown', text: named(start), days: start };
  return [first, ...usual.filter((choice) => choice !== first)];
}

/** The comparisons to choose from; other days only where the screen named some. */
export function comparisons(start: ReportStart): { value: ComparedWith; text: string }[] {
  const all: ComparedWith[] = ['previous', 'yearBefore', 'nothing'];
  if (start.comparedWith === 'custom') all.unshift('custom');
  return all.map((value) => ({
    value,
    text: value === 'custom' ? named({ from: start.compareFrom, until: start.compareUntil }) : t.explorer.comparisons[value],
  }));
}
