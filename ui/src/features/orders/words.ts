// The values of dimensions, periods and comparisons in words.
import type { Breakdown, Dimension, Explore, NamedFilter, OrderFilter, TimePoint, TimeStep } from '$lib/backend/backend';
import { daysName, dayShort, dayYear, hourOfDay, localTime, monthYear, quarterYear, shortMonth, weekdayName } from '$lib/format/date';
import { money } from '$lib/format/money';
import { countryName } from '$lib/format/names';
import { count } from '$lib/format/number';
import { t } from '$lib/messages';
import { lengthOf, plusMonths, type Period } from '$lib/app/period';
import type { Range, Shown } from './place';

/** What a value of a dimension is called. */
export function valueName(by: Dimension, value: string, name: string): string {
  switch (by) {
    case 'customer':
      return { new: t.explorer.newCustomer, returning: t.explorer.returning }[value] ?? t.explorer.nobody;
    case 'weekday':
      return weekdays.includes(value) ? weekdayName(weekdays.indexOf(value) + 1) : t.explorer.notSaid;
    case 'hour':
      return value === '' ? t.explorer.notSaid : hourOfDay(Number(value));
    case 'basket':
      return basketName(value);
    case 'discount':
      return discountName(value);
    case 'country':
      return /^[A-Z]{2}$/u.test(name) ? countryName(name) : name || t.explorer.notSaid;
    case 'source':
      return t.orders.platforms[name] ?? (name || t.explorer.notSaid);
    case 'channel':
      return t.explorer.channels[name] ?? (name || t.explorer.notSaid);
    case 'code':
      return name || t.explorer.noCode;
    default:
      return name || t.explorer.notSaid;
  }
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** `1`, `5-9`, `10+`: pieces. */
function basketName(value: string): string {
  const [from = 0, until] = value.split(/[-+]/u).map(Number);
  if (value === '') return t.explorer.notSaid;
  if (value.endsWith('+')) return t.explorer.itemsOrMore(count(from));
  return until === undefined ? t.explorer.itemsOf(from, count(from)) : t.explorer.itemsFromTo(count(from), count(until));
}

/** `0`, `5-10`, `50+`: percent taken off. */
function discountName(value: string): string {
  if (value === '') return t.explorer.notSaid;
  if (value === '0') return t.explorer.noDiscount;
  if (value.endsWith('+')) return t.explorer.discountFrom(value.slice(0, -1));
  const [from = '', until = ''] = value.split('-');
  return from === '0' ? t.explorer.discountUpTo(until) : t.explorer.discountOf(from, until);
}

/** A range of goods: the end that is shown is the last amount in it. */
export function rangeName({ from, until }: Range, written: (minor: number) => string): string {
  if (from !== null && until !== null) return t.explorer.goodsRange(written(from), written(until - 1));
  return from === null ? t.explorer.goodsUntil(written(until ?? 0)) : t.explorer.goodsFrom(written(from));
}

/** What a period is called where it is named in a sentence: June 2026. */
export function periodName(period: Period, from: string, until: string): string {
  return period.kind === 'month' ? monthYear(period.month) : daysName(from, until);
}

/** What the period compared with is called: the 90 days before. */
export function beforeName(shown: Pick<Shown, 'comparedWith'>, explore: Pick<Explore, 'figures' | 'before'>): string {
  const { before, figures } = explore;
  if (!before) return '';
  if (shown.comparedWith === 'yearBefore') return t.explorer.yearEarlier;
  const whole = before.from.endsWith('-01') && before.until === plusMonths(before.from, 1);
  if (whole) return monthYear(before.from);
  if (shown.comparedWith === 'custom') return daysName(before.from, before.until);
  for (const months of [3, 6, 12, 24]) {
    if (figures.until === plusMonths(figures.from, months) && before.from === plusMonths(figures.from, -months)) {
      return t.explorer.monthsBefore(count(months));
    }
  }
  const days = lengthOf(before.from, before.until);
  return days === 1 ? t.explorer.dayBefore : t.explorer.daysBefore(count(days));
}

/** A tick of the axis of time. */
export function tickName(step: TimeStep, starts: string): string {
  switch (step) {
    case 'hour':
      return localTime(`${starts}:00`);
    case 'month':
      return starts.slice(5, 7) === '01' ? `${shortMonth(starts)}\n${starts.slice(0, 4)}` : shortMonth(starts);
    case 'quarter':
      return quarterYear(starts);
    case 'year':
      return starts.slice(0, 4);
    default:
      return dayShort(starts);
  }
}

/** A point in time in full. */
export function pointName(step: TimeStep, { starts, figures, unfinished }: TimePoint): string {
  const name = {
    hour: () => localTime(`${starts}:00`),
    day: () => dayYear(starts),
    week: () => daysName(figures.from, figures.until),
    month: () => monthYear(starts),
    quarter: () => quarterYear(starts),
    year: () => starts.slice(0, 4),
  }[step]();
  return unfinished ? `${name} (${t.explorer.unfinished})` : name;
}

/** Whether rows of a dimension can hold an order twice, in words. */
export function severalWords(table: Breakdown): string {
  const orders = count(table.all.figures.orders);
  if (table.by === 'segment') return t.explorer.severalSegments(orders);
  return table.by === 'code' ? t.explorer.severalCodes(orders) : t.explorer.several(t.explorer.otherOf[table.by], orders);
}

/** The sentence of a time without orders, with what could be done. */
export function nothingWords(explore: Explore, filtered: boolean): { title: string; text: string } {
  const { figures, firstDay, lastDay: last, looseRefunds } = explore;
  const words = t.explorer.nothing;
  if (looseRefunds.count > 0) {
    return { title: words.refunds, text: t.explorer.looseRefunds(looseRefunds.count, count(looseRefunds.count), money(looseRefunds.amount)) };
  }
  if (last && figures.from > last) return { title: words.future, text: words.futureText(dayYear(last)) };
  if (firstDay && figures.until <= firstDay) return { title: words.before, text: words.beforeText(dayYear(firstDay)) };
  return filtered ? { title: words.filtered, text: words.filteredText } : { title: words.period, text: words.periodText };
}

/** What a filter says: Germany, or Hour: 14:00 – 14:59. */
export function filterName(filter: OrderFilter, named: readonly NamedFilter[]): string {
  // Before the program has answered, the value itself is the best name.
  const name = named.find(({ by, value }) => by === filter.by && value === filter.value)?.name ?? filter.value;
  const said = valueName(filter.by, filter.value, name);
  const known = name !== '' || ['customer', 'weekday', 'hour', 'basket', 'discount', 'code'].includes(filter.by);
  return known ? said : `${t.explorer.dimensions[filter.by]}: ${said}`;
}
