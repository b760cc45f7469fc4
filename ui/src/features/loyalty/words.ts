// What rewards give and lines are for, in words.
import type { LedgerEntry, RewardGives } from '$lib/backend/backend';
import { instantDay } from '$lib/format/date';
import { money } from '$lib/format/money';
import { percentPlain, signedCount } from '$lib/format/number';
import { t } from '$lib/messages';
import { short } from './programme';

/** 25% off one order, at most €40 off. */
export function givesWords(gives: RewardGives | null, currency: string): string {
  const words = t.loyalty.givesText;
  switch (gives?.kind) {
    case 'percentOff': {
      const text = words.percentOff(percentPlain(gives.percent / 100));
      return gives.atMost === null ? text : words.atMost(text, short(gives.atMost, currency));
    }
    case 'amountOff':
      return words.amountOff(short(gives.amount, currency));
    case 'freeShipping':
      return words.freeShipping;
    case 'freeProduct':
      return words.freeProduct(gives.name);
    case 'giftCard':
      return words.giftCard(short(gives.amount, currency));
    default:
      return words.unknown;
  }
}

/** What a line of the ledger is for. */
export function whatWords(entry: LedgerEntry, currency: string, zone: string): string {
  const words = t.loyalty.what;
  const { what, order } = entry;
  switch (what.kind) {
    case 'earned':
      if (what.by === 'joining' || what.by === 'birthday' || what.by === 'broughtByMember' || what.by === 'broughtFriend' || what.by === 'tier') return words[what.by];
      if (order === null) return words.someOrder;
      if (what.by === 'products' || what.by === 'firstOrder' || what.by === 'nthOrder') return words[what.by](order);
      return words.order(order, entry.orderGoods ? money(entry.orderGoods) : '');
    case 'takenBack': {
      if (order === null) return words.someOrder;
      const day = instantDay(what.ofAt, zone);
      if (entry.points > 0) return words.givenBack(order, day);
      const whole = entry.points === -what.of;
      return (whole ? words.takenBackAll : words.takenBack)(order, signedCount(what.of), day);
    }
    case 'notExpired':
      return words.notExpired;
    case 'spent':
      return words.spent(givesWords(what.gives, currency));
    case 'unspent':
      return words.unspent(givesWords(what.gives, currency));
    case 'expired':
      return words.expired;
    case 'byHand':
      return what.reason === null ? words.byHandPlain : words.byHand(what.reason);
    case 'brought':
      return what.reason === null ? words.broughtPlain : words.brought(what.reason);
  }
}
