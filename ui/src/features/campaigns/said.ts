// Amounts and times within words that the program hands over: {0}, {1} and so on stand for values.
import type { OfferShown, SaidValue } from '$lib/backend/backend';
import { dayYear, instant, instantDay } from '$lib/format/date';
import { aboutMoney, money, plainMoney } from '$lib/format/money';
import { zoneCity } from '$lib/format/names';
import { count, percentPlain, times } from '$lib/format/number';
import { t } from '$lib/messages';

/** What an offer gives, in a few words: 15% off from €75. */
export function offerWords({ gives, minimum }: OfferShown): string {
  const words = t.campaigns.gives;
  const what = (() => {
    switch (gives.kind) {
      case 'percent':
        return words.percent(percentPlain(gives.percent / 100));
      case 'amount':
        return words.amount(plainMoney(gives.amount));
      case 'freeShipping':
        return words.freeShipping;
      case 'gift':
        return words.gift(gives.what);
      case 'giftCard':
        return words.giftCard(plainMoney(gives.amount));
    }
  })();
  return minimum === null ? what : words.from(what, plainMoney(minimum));
}

function written(value: SaidValue, zone: string): string {
  switch (value.kind) {
    case 'amount':
      return money(value.amount);
    case 'about':
      return aboutMoney(value.amount);
    case 'decimal':
      return times(value.number);
    case 'count':
      return count(value.count);
    case 'percent':
      return percentPlain(value.percent / 100);
    case 'day':
      return dayYear(value.day);
    case 'date':
      return instantDay(value.at, zone);
    case 'time':
      return instant(value.at, zone);
    case 'end':
      return t.campaigns.offer.endsAt(instant(value.at, zone), zoneCity(zone));
    case 'offer':
      return offerWords(value.offer);
  }
}

/** The words with their values, times in the shop's zone. A number that stands for nothing stays as it is. */
export function said(words: string, values: readonly SaidValue[], zone: string): string {
  return words.replaceAll(/\{(\d+)\}/gu, (mark, place: string) => {
    const value = values[Number(place)];
    return value ? written(value, zone) : mark;
  });
}
