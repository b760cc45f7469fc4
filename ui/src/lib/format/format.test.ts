import { beforeEach, expect, test } from 'vitest';
import { dayRange, dayShort, hourOfDay, instant, lastDay, localTime, monthBeside, monthYear, quarterYear, shortMonth, weekdayName } from './date';
import { formatLocale, setLocale } from './locale';
import { sorted, zoneCity } from './names';
import { bytes, count, joined, percentSize, signedCount, twoDecimals } from './number';

beforeEach(() => setLocale('en-GB'));

test('words and formats never mix languages: the catalogue’s language, the computer’s region', () => {
  expect(formatLocale('en', 'de-DE')).toBe('en-DE');
  expect(formatLocale('en', 'en-US')).toBe('en-US');
  expect(formatLocale('en', 'fr')).toBe('en-FR');
  expect(formatLocale('en', 'en-US-posix')).toBe('en-GB');
  expect(formatLocale('en', 'C')).toBe('en-GB');
});

test('local times of the shop are written as they are, whatever zone the computer is in', () => {
  expect(localTime('2026-06-30T17:52')).toBe('30 Jun, 17:52');
  expect(localTime('2026-03-29T02:30')).toBe('29 Mar, 02:30');
  expect(monthYear('2026-06-01')).toBe('June 2026');
  expect(shortMonth('2026-01-01')).toBe('Jan');
});

test('a month names its year only beside another year', () => {
  expect(monthBeside('2026-05-01', '2026-06-01')).toBe('May');
  expect(monthBeside('2025-06-01', '2026-06-01')).toBe('June 2025');
});

test('half-open periods are shown with their last day', () => {
  expect(lastDay('2026-07-01')).toBe('2026-06-30');
  expect(lastDay('2024-03-01')).toBe('2024-02-29');
  expect(dayRange('2026-06-01', '2026-06-30').replaceAll(/[\s–]+/gu, ' ')).toBe('1 30 Jun 2026');
});

test('parts of a week, a day and a year', () => {
  expect([weekdayName(1), weekdayName(7)]).toEqual(['Monday', 'Sunday']);
  expect(hourOfDay(0).replaceAll(/[\s–]+/gu, ' ')).toBe('00:00 00:59');
  expect(quarterYear('2026-04-01')).toBe('Q2 2026');
  expect(dayShort('2026-06-30')).toBe('30 Jun');
});

test('instants are written in the shop’s zone', () => {
  expect(instant(Date.UTC(2026, 5, 30, 15, 52), 'Europe/Berlin')).toBe('30 Jun 2026, 17:52');
  expect(instant(Date.UTC(2026, 5, 30, 23, 30), 'Asia/Tokyo')).toBe('1 Jul 2026, 08:30');
});

test('numbers', () => {
  expect(count(1248)).toBe('1,248');
  expect([signedCount(25), signedCount(-1025), signedCount(0)]).toEqual(['+25', '−1,025', '0']);
  expect(percentSize(-0.109)).toBe('10.9%');
  expect(twoDecimals(2.3)).toBe('2.30');
  expect(joined(['34 cancelled orders', '2 test orders'])).toBe('34 cancelled orders and 2 test orders');
  expect(bytes(4_210_688)).toBe('4.21 MB');
  expect(bytes(512)).toBe('512 bytes');
});

test('names', () => {
  expect(zoneCity('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
  expect(sorted(['Österreich', 'Zypern', 'Belgien'], (name) => name)).toEqual(['Belgien', 'Österreich', 'Zypern']);
});
