// Money is written from its decimal text, never through a float: "57.80" stays 57.80 however large.
import { locale } from './locale';

/** What an amount needs to be written. The views' `Amount` is one. */
export interface Writable {
  minor: number;
  currency: string;
  text: string;
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(currency: string, digits: number): Intl.NumberFormat {
  const key = `${locale()} ${currency} ${digits}`;
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.NumberFormat(locale(), {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formatters.set(key, found);
  }
  return found;
}

/** Decimals that an amount is written with. */
export function decimals(text: string): number {
  const dot = text.indexOf('.');
  return dot < 0 ? 0 : text.length - dot - 1;
}

function size(text: string): string {
  return text.startsWith('-') ? text.slice(1) : text;
}

function written(text: string, currency: string): string {
  const digits = decimals(text);
  // The text form is exact past 2^53; TypeScript's type asks for a numeric literal type.
  return formatter(currency, digits).format(text as `${number}`);
}

/** €57.80, −€4.20. */
export function money(amount: Writable): string {
  return (amount.minor < 0 ? '−' : '') + written(size(amount.text), amount.currency);
}

/** The amount with its sign always written: +€3.20, −€0.80; zero has none. */
export function signedMoney(amount: Writable): string {
  return (amount.minor > 0 ? '+' : '') + money(amount);
}

/** The amount without its sign: an arrow or a word beside it says which way. */
export function moneySize(amount: Writable): string {
  return written(size(amount.text), amount.currency);
}

/** Minor units as plain decimal text, as Rust writes them: 5780 with 2 decimals is 57.80. */
export function minorText(minor: number, digits: number): string {
  const whole = Math.abs(Math.trunc(minor)).toString().padStart(digits + 1, '0');
  const split = whole.length - digits;
  const text = digits === 0 ? whole : `${whole.slice(0, split)}.${whole.slice(split)}`;
  return minor < 0 ? `-${text}` : text;
}

/** A tick of an axis in minor units: without decimals where they are all zero. */
export function axisMoney(minor: number, currency: string, digits: number): string {
  const text = minorText(minor, digits);
  const short = /^-?\d+\.0+$/u.test(text) ? text.slice(0, text.indexOf('.')) : text;
  return (minor < 0 ? '−' : '') + written(size(short), currency);
}

/** An amount without needless cents: €300, €1,250. */
export function plainMoney(amount: Writable): string {
  return axisMoney(amount.minor, amount.currency, decimals(amount.text));
}

/** An estimate, in whole units: €210, €248,911. Small ones keep their cents. */
export function aboutMoney(amount: Writable): string {
  const digits = decimals(amount.text);
  const unit = 10 ** digits;
  const minor = Math.abs(amount.minor) < 10 * unit ? amount.minor : Math.round(amount.minor / unit) * unit;
  return axisMoney(minor, amount.currency, digits);
}

/** Decimals that amounts of a currency usually have: 2 for EUR, 0 for JPY. */
export function currencyDecimals(currency: string): number {
  return new Intl.NumberFormat(locale(), { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/**
 * An amount as someone types it, in minor units: 65, 65.50, 65,5 or 1,250.00, with or without the
 * currency's sign. Of two signs the last parts the decimals. Nothing where it is no amount.
 */
export function typedMinor(typed: string, digits: number): number | undefined {
  const text = typed.replaceAll(/[\s\u00A0\u202F'’]|\p{Sc}/gu, '');
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  const tail = last < 0 ? '' : text.slice(last + 1);
  const signs = text.replaceAll(/[^.,]/gu, '');
  // Three digits after the only kind of sign part thousands, where the currency has no such decimals.
  const parted = last >= 0 && tail.length <= digits && (signs.length === 1 || !signs.slice(0, -1).includes(signs.at(-1) ?? ''));
  const whole = (parted ? text.slice(0, last) : text).replaceAll(/[.,](?=\d{3}(?:\D|$))/gu, '');
  if (!/^\d{1,13}$/u.test(whole) || (parted && !/^\d+$/u.test(tail))) return undefined;
  return Number(whole + (parted ? tail : '').padEnd(digits, '0'));
}
