import { beforeEach, expect, test } from 'vitest';
import { setLocale } from './locale';
import { aboutMoney, axisMoney, minorText, money, moneySize, signedMoney, typedMinor } from './money';

const eur = (minor: number, text: string) => ({ minor, currency: 'EUR', text });

beforeEach(() => setLocale('en-GB'));

test('amounts are written with their currency and its decimals', () => {
  expect(money(eur(5780, '57.80'))).toBe('€57.80');
  expect(money(eur(7_213_440, '72134.40'))).toBe('€72,134.40');
  expect(money({ minor: 1200, currency: 'JPY', text: '1200' })).toMatch(/^[¥￥]1,200$/u);
  expect(money({ minor: 1234, currency: 'KWD', text: '1.234' })).toContain('1.234');
});

test('estimates carry no cents, save small ones', () => {
  expect(aboutMoney(eur(24_891_061, '248910.61'))).toBe('€248,911');
  expect(aboutMoney(eur(415, '4.15'))).toBe('€4.15');
  expect(aboutMoney({ minor: 1234, currency: 'JPY', text: '1234' })).toMatch(/1,234$/u);
});

test('a minus is a minus, not a hyphen, and stands before the currency', () => {
  expect(money(eur(-80, '-0.80'))).toBe('−€0.80');
  expect(moneySize(eur(-80, '-0.80'))).toBe('€0.80');
});

test('changes carry their sign; no change carries none', () => {
  expect(signedMoney(eur(320, '3.20'))).toBe('+€3.20');
  expect(signedMoney(eur(-26, '-0.26'))).toBe('−€0.26');
  expect(signedMoney(eur(0, '0.00'))).toBe('€0.00');
});

test('an amount past what a float can hold is written to the cent', () => {
  expect(money(eur(9_007_199_254_740_993, '90071992547409.93'))).toBe('€90,071,992,547,409.93');
});

test('the locale decides the signs', () => {
  setLocale('de-DE');
  expect(money(eur(7_213_440, '72134.40')).replaceAll(/\s/gu, ' ')).toBe('72.134,40 €');
});

test('minor units become the text that Rust writes', () => {
  expect([minorText(5780, 2), minorText(-5, 2), minorText(0, 2), minorText(1200, 0), minorText(1, 3)]).toEqual([
    '57.80',
    '-0.05',
    '0.00',
    '1200',
    '0.001',
  ]);
});

test('a tick of an axis leaves out decimals that are all zero', () => {
  expect(axisMoney(6000, 'EUR', 2)).toBe('€60');
  expect(axisMoney(6050, 'EUR', 2)).toBe('€60.50');
  expect(axisMoney(-500, 'EUR', 2)).toBe('−€5');
});

test('typed amounts are read in any hand', () => {
  for (const [typed, minor] of [
    ['65', 6500],
    ['65.5', 6550],
    ['€65,50', 6550],
    ['1,250', 125_000],
    ['1.250,00 €', 125_000],
    ['1,250.00', 125_000],
    ["12'345.60", 1_234_560],
  ] as const) {
    expect(typedMinor(typed, 2)).toBe(minor);
  }
  expect(typedMinor('1.250', 0)).toBe(1250);
  expect(typedMinor('1.250', 3)).toBe(1250);
  for (const odd of ['', 'sixty', '6.5.0', '-5', '1,2,3', '65.']) expect(typedMinor(odd, 2)).toBeUndefined();
});
