// How big orders are, with the threshold among them.
import type { Thresholds } from '$lib/backend/backend';
import { axisMoney, decimals, minorText, money } from '$lib/format/money';
import { count } from '$lib/format/number';
import { t } from '$lib/messages';
import { niceAxis } from '$lib/ui/axis';
import type { Bar, BarMark } from '$lib/ui/BarChart.svelte';

export interface Drawn {
  bars: Bar[];
  ticks: { at: number; text: string }[];
  marks: BarMark[];
}

/** An amount in the currency of the page, without decimals that are all zero. */
export function short({ currency, bars }: Pick<Thresholds, 'currency' | 'bars'>, minor: number): string {
  return axisMoney(minor, currency, decimals(bars[0]?.from.text ?? '0.00'));
}

/** An amount in the currency of the page. */
export function whole({ currency, bars }: Pick<Thresholds, 'currency' | 'bars'>, minor: number): string {
  return money({ minor, currency, text: minorText(minor, decimals(bars[0]?.from.text ?? '0.00')) });
}

/** The bars; those within reach below the threshold make the point. */
export function drawn(data: Thresholds): Drawn {
  const { bars, chosen, justBelow, reward } = data;
  const width = bars[0]?.until?.minor ?? 1;
  const end = bars.at(-1)?.from.minor ?? 0;
  const { interval } = niceAxis(0, Math.max(1, end), 6);
  const ticks: Drawn['ticks'] = [];
  for (let minor = 0; minor < end; minor += interval) ticks.push({ at: minor / width, text: short(data, minor) });
  // Too near to the last one, a tick would run into it.
  while (ticks.length > 1 && bars.length - 1 - (ticks.at(-1)?.at ?? 0) < bars.length / 8) ticks.pop();
  if (bars.length > 0) ticks.push({ at: bars.length - 0.5, text: `${short(data, end)}+` });
  const at = chosen?.threshold.minor ?? null;
  const near = (from: number, until: number | null) => at !== null && justBelow !== null && until !== null && until > justBelow.lowest.minor && from < at;
  const lines = justBelow && at !== null && justBelow.orders > 0 ? [t.whatif.short(justBelow.orders, count(justBelow.orders)), t.whatif.shortBy(short(data, at - justBelow.lowest.minor))] : [];
  return {
    bars: bars.map(({ from, until, orders }) => ({
      value: orders,
      title: until ? t.whatif.bar(short(data, from.minor), short(data, until.minor)) : t.whatif.barOpen(short(data, from.minor)),
      lines: [t.whatif.barOrders(orders, count(orders)), t.whatif.barOpenOrders],
      chosen: near(from.minor, until?.minor ?? null),
    })),
    ticks,
    marks: at !== null && at < end ? [{ at: at / width, title: t.whatif.mark[reward](short(data, at)), lines }] : [],
  };
}
