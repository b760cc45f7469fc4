// What the merchant could do next, in words, and where each leads.
import { address } from '$lib/app/router.svelte';
import type { AmountRange, MomentOf, Opportunity, OpportunityAbout } from '$lib/backend/backend';
import { hourOfDay, weekdayName } from '$lib/format/date';
import { axisMoney, decimals, money, type Writable } from '$lib/format/money';
import { count, joined, percentDone, times } from '$lib/format/number';
import { t } from '$lib/messages';

/** Where a suggestion leads. */
export type Leads = { to: 'address'; href: string; words: string } | { to: 'people'; words: string } | { to: 'set'; products: number[]; words: string };

export interface Suggestion {
  key: string;
  title: string;
  text: string;
  leads: Leads;
}

/** An amount without decimals: an estimate is no finer than that. */
export function roughly(amount: Writable): string {
  const digits = decimals(amount.text);
  const unit = 10 ** digits;
  return axisMoney(Math.round(amount.minor / unit) * unit, amount.currency, digits);
}

/** €480–1,070: the sign of the currency once where it stands in front. */
export function rangeText({ low, high }: AmountRange): string {
  const [from, to] = [roughly(low), roughly(high)];
  const sign = /^\D+/u.exec(from)?.[0] ?? '';
  return t.next.rangeOf(from, sign !== '' && sign === /^\D+/u.exec(to)?.[0] ? to.slice(sign.length) : to);
}

/** The scale that the marks of all suggestions share. */
export function scaleOf(list: readonly Opportunity[]): { from: number; to: number } {
  const ends = list.flatMap(({ estimate }) => (estimate ? [estimate.low.minor, estimate.high.minor] : []));
  return { from: Math.min(0, ...ends), to: Math.max(1, ...ends) };
}

/** The orders of the last days up to the newest one, as the page of orders is asked for them. */
function ordersOf(until: string, days: number, params: Record<string, string>): Leads {
  const from = new Date(Date.parse(`${until}T00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
  return { to: 'address', href: address('orders', { from, until, list: 'counted', ...params }), words: t.next.actions.orders };
}

function share(part: number, whole: number): string {
  return percentDone(whole === 0 ? 0 : part / whole);
}

function when({ weekday, hour }: MomentOf): string {
  if (weekday !== null) return weekdayName(weekday);
  return hour === null ? '' : hourOfDay(hour);
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

function momentOrders(until: string, { weekday, hour }: MomentOf, weeks: number): Leads {
  const only = weekday === null ? `hour:${hour ?? 0}` : `weekday:${weekdays[weekday - 1] ?? ''}`;
  return ordersOf(until, weeks * 7, { only });
}

function parts(about: OpportunityAbout, until: string): Omit<Suggestion, 'key'> {
  switch (about.kind) {
    case 'justShort':
      return {
        title: t.next.justShort.title(about.orders, count(about.orders)),
        text: t.next.justShort.text(count(about.days), roughly(about.threshold), money(about.gap), about.oneItem, count(about.oneItem)),
        leads: ordersOf(until, about.days, { goods: `${about.lowest.minor}-${about.threshold.minor}` }),
      };
    case 'firstThreshold':
      return {
        title: t.next.firstThreshold.title(roughly(about.threshold)),
        text: t.next.firstThreshold.text(about.orders, count(about.orders), count(about.days)),
        leads: { to: 'address', href: address('whatif', { from: String(about.threshold.minor) }), words: t.next.actions.threshold },
      };
    case 'bundle':
      return {
        title: t.next.bundle.title(joined(about.names)),
        text: t.next.bundle.text(about.held, count(about.held), times(about.lift), about.names.length === 2),
        leads: { to: 'set', products: about.products, words: t.next.actions.bundle },
      };
    case 'quietCustomers':
      return {
        title: t.next.quietCustomers.title(about.customers, count(about.customers)),
        text: t.next.quietCustomers.text(roughly(about.usual), count(about.days), share(about.cameBack, about.quietBefore)),
        leads: { to: 'people', words: t.next.actions.people },
      };
    case 'discountAway':
      return {
        title: about.code === null ? t.next.discountAway.titleDepth(String(about.fromPercent), String(about.untilPercent)) : t.next.discountAway.title(about.code),
        text: t.next.discountAway.text(about.orders, count(about.orders), roughly(about.given), money(about.average), money(about.fullPrice), share(about.boughtBefore, about.known)),
        leads: ordersOf(until, about.days, { only: about.code === null ? `discount:${about.fromPercent}-${about.untilPercent}` : `code:${about.code}` }),
      };
    case 'basketOpener':
      return {
        title: t.next.basketOpener.title(about.name),
        text: t.next.basketOpener.text(about.orders, count(about.orders), money(about.besides), money(about.others)),
        leads: ordersOf(until, about.days, { only: `product:#${about.product}` }),
      };
    case 'largerOrders':
      return {
        title: t.next.largerOrders.title(when(about.moment)),
        text: t.next.largerOrders.text(money(about.here), money(about.elsewhere), count(about.weeks)),
        leads: momentOrders(until, about.moment, about.weeks),
      };
    case 'moreOrders':
      return {
        title: t.next.moreOrders.title(when(about.moment)),
        text: t.next.moreOrders.text(times(about.here), times(about.elsewhere), count(about.weeks)),
        leads: momentOrders(until, about.moment, about.weeks),
      };
  }
}

/** A suggestion in words; `until` is the first day that was not looked at. */
export function suggestion(opportunity: Opportunity, at: number, until: string): Suggestion {
  return { key: `${opportunity.about.kind}-${at}`, ...parts(opportunity.about, until) };
}
