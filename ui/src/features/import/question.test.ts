import { describe, expect, it } from 'vitest';
import { ambiguousAmount, ambiguousDate, readAmount, readDate } from './question';
import { file, preview, sample } from '$lib/app/import-testing';

describe('a question shows what stands in the file', () => {
  it('with a date that can be read in two ways', () => {
    const dates = ['31/12/2026', '05/05/2026', '3/4/2026 10:00'].map((placedRaw) => sample({ placedRaw }));
    expect(ambiguousDate(preview([file({ sample: dates })]))).toBe('3/4/2026');
    expect(readDate('3/4/2026', 'dayFirst')).toBe('2026-04-03');
    expect(readDate('3/4/2026', 'monthFirst')).toBe('2026-03-04');
  });

  it('with one of a column where no order is shown', () => {
    const columns = [{ name: 'Created at', example: '07.08.2025 09:00', usedAs: 'placedAt' }];
    expect(ambiguousDate(preview([file({ columns })]))).toBe('07.08.2025');
  });

  it('with a made-up one where the file shows none', () => {
    expect(ambiguousDate(preview([file({ sample: [sample()] })]))).toBe('03/04/2026');
    expect(ambiguousAmount(preview([file({ sample: [sample()] })]))).toBe('1.234');
  });

  it('with an amount that can be read in two ways', () => {
    const raw = ['61.40', '2,500'].map((totalRaw) => sample({ totalRaw }));
    expect(ambiguousAmount(preview([file({ sample: raw })]))).toBe('2,500');
    expect(readAmount('2,500', 'comma', 2)).toBe('2.50');
    expect(readAmount('2,500', 'point', 2)).toBe('2500.00');
    expect(readAmount('1.234', 'comma', 0)).toBe('1234');
    expect(readAmount('1.234', 'point', 0)).toBe('1');
  });
});
