import { locale, remembered } from './locale';

const currencies = remembered((locale) => new Intl.DisplayNames(locale, { type: 'currency' }));
const regions = remembered((locale) => new Intl.DisplayNames(locale, { type: 'region' }));

/** Euro. */
export function currencyName(code: string): string {
  return currencies().of(code) ?? code;
}

/** Germany. */
export function countryName(code: string): string {
  return regions().of(code) ?? code;
}

/** Berlin: the last part of a zone's name. */
export function zoneCity(zone: string): string {
  const city = zone.split('/').at(-1) ?? zone;
  return city.replaceAll('_', ' ');
}

/** Words in the order a reader looks them up in. */
export function sorted<T>(items: readonly T[], name: (item: T) => string): T[] {
  const collator = new Intl.Collator(locale());
  return items.toSorted((a, b) => collator.compare(name(a), name(b)));
}
