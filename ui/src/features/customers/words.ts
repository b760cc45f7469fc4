// How customers are written.
import type { Amount, CustomerForecast, CustomersOverview } from '$lib/backend/backend';
import { dayShort, dayYear } from '$lib/format/date';
import { plainMoney } from '$lib/format/money';
import { count } from '$lib/format/number';
import { t } from '$lib/messages';

/** The bands of spend, the highest first. */
export function spentBands(bands: readonly Amount[]): string[] {
  const words = bands.map(plainMoney);
  const [lowest = ''] = words;
  const highest = words.at(-1) ?? '';
  const between = words.slice(1).map((high, at) => t.customersPage.between(words[at] ?? '', high));
  return [t.customersPage.orMore(highest), ...between.reverse(), t.customersPage.under(lowest)];
}

/** The bands of days, the latest first; the last one ends with the map's year. */
export function dayBands(bands: readonly number[], year = 365): string[] {
  const ends = [...bands, year];
  return ends.map((until, at) =>
    at === 0 ? t.customersPage.firstDays(count(until)) : t.customersPage.days(count((ends[at - 1] ?? 0) + 1), count(until)),
  );
}

/** The shade of a share of revenue among shares: 0 to 6. */
export function shadeOf(share: number, most: number): number {
  if (most <= 0 || share <= 0) return 0;
  return Math.min(6, Math.round((share / most) * 6));
}

/** A day, with its year where that is not the other day's. */
export function dayBeside(day: string, beside: string): string {
  return day.slice(0, 4) === beside.slice(0, 4) ? dayShort(day) : dayYear(day);
}

/** A chance as so many in ten, never none or all. */
export function inTen(chance: number): string {
  if (chance < 0.05) return t.customersPage.almostNone;
  return chance >= 0.95 ? t.customersPage.almostAll : count(Math.round(chance * 10));
}

/** A range of chances in words; nothing where both ends are written the same. */
export function tenRange(low: number, high: number): string {
  const [from, to] = [inTen(low), inTen(high)];
  if (from === to) return '';
  if (high >= 0.95) return low < 0.05 ? '' : t.customersPage.tenOrMore(from);
  return low < 0.05 ? t.customersPage.tenOrLess(to) : t.customersPage.betweenTen(from, to);
}

/** The range of the next order in words. */
export function nextWords(forecast: CustomerForecast, today: string): string {
  const from = dayBeside(forecast.nextFrom, today);
  return forecast.nextUntil === null
    ? t.customersPage.nextLater(from)
    : t.customersPage.nextBetween(from, dayBeside(forecast.nextUntil, today));
}

/** Why nothing is foretold. */
export function cannotWords(why: NonNullable<CustomersOverview['cannotTell']>): string {
  const words = t.customersPage.cannot;
  switch (why.kind) {
    case 'fewRepeatBuyers':
      return words.fewRepeatBuyers(count(why.found), count(why.needed));
    case 'shortHistory':
      return words.shortHistory(count(why.needed));
    case 'onTheBorder':
      return words.onTheBorder;
    case 'noDifference':
      return words.noDifference;
  }
}
