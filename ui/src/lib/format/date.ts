// Days and local times of the shop arrive as plain text: they are written as they are, in no zone.
// All calendar sums are made in Rust; here a day is only written.
import { locale, remembered } from './locale';

function atUtc(text: string): Date {
  const [day = '', time = '00:00'] = text.split('T');
  return new Date(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
}

function writer(options: Intl.DateTimeFormatOptions): () => Intl.DateTimeFormat {
  return remembered((locale) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }));
}

const month = writer({ month: 'long', year: 'numeric' });
const monthOnly = writer({ month: 'long' });
const monthShort = writer({ month: 'short' });
const monthShortYear = writer({ month: 'short', year: 'numeric' });
const day = writer({ day: 'numeric', month: 'short', year: 'numeric' });
const dayOnly = writer({ day: 'numeric', month: 'short' });
const weekday = writer({ weekday: 'long' });
const hourMinute = writer({ hour: '2-digit', minute: '2-digit' });
const dayTime = writer({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const dayYearTime = writer({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
const fullTime = writer({
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** June 2026. */
export function monthYear(text: string): string {
  return month().format(atUtc(text));
}

/** June. */
export function monthName(text: string): string {
  return monthOnly().format(atUtc(text));
}

/** June; with its year where that differs from the one it stands beside. */
export function monthBeside(text: string, beside: string): string {
  return text.slice(0, 4) === beside.slice(0, 4) ? monthOnly().format(atUtc(text)) : monthYear(text);
}

/** Jun. */
export function shortMonth(text: string): string {
  return monthShort().format(atUtc(text));
}

/** Jun 2026. */
export function shortMonthYear(text: string): string {
  return monthShortYear().format(atUtc(text));
}

/** 30 Jun 2026. */
export function dayYear(text: string): string {
  return day().format(atUtc(text));
}

/** 30 Jun. */
export function dayShort(text: string): string {
  return dayOnly().format(atUtc(text));
}

/** The day of a week that begins on Monday, 1 to 7: Monday. */
export function weekdayName(number: number): string {
  // 5 January 1970 was a Monday.
  return weekday().format((number + 3) * 86_400_000);
}

/** An hour of the day, 0 to 23, with its last minute: 14:00 – 14:59. */
export function hourOfDay(hour: number): string {
  const start = hour * 3_600_000;
  return hourMinute().formatRange(start, start + 59 * 60_000);
}

/** Q2 2026. */
export function quarterYear(text: string): string {
  return `Q${Math.ceil(Number(text.slice(5, 7)) / 3)} ${text.slice(0, 4)}`;
}

/** From one day to another, both in it: 1 – 30 Jun 2026. */
export function dayRange(first: string, last: string): string {
  return day().formatRange(atUtc(first), atUtc(last));
}

/** The day before a day: the last day of a half-open period. */
export function lastDay(until: string): string {
  return new Date(atUtc(until).getTime() - 86_400_000).toISOString().slice(0, 10);
}

/** 30 Jun, 17:52. */
export function localTime(text: string): string {
  return dayTime().format(atUtc(text));
}

/** 30 Jun 2026, 17:52. */
export function localTimeYear(text: string): string {
  return dayYearTime().format(atUtc(text));
}

/** Tue 30 Jun 2026, 17:52. */
export function localTimeFull(text: string): string {
  return fullTime().format(atUtc(text));
}

/** An instant (UTC, milliseconds) in the shop's zone: 30 Jun 2026, 17:52. */
export function instant(milliseconds: number, timeZone: string): string {
  return new Intl.DateTimeFormat(locale(), {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(milliseconds);
}

/** The day of an instant in the shop's zone: 30 June. */
export function instantDay(milliseconds: number, timeZone: string): string {
  return new Intl.DateTimeFormat(locale(), { timeZone, day: 'numeric', month: 'long' }).format(milliseconds);
}

/** The zone that this computer is set to. */
export function computerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The days of a half-open period: 2 Apr – 30 Jun 2026. */
export function daysName(from: string, until: string): string {
  return from >= until ? dayYear(from) : dayRange(from, lastDay(until));
}
