// How far the average is from the goal, and how sure that is.
import type { Amount, Figures } from '$lib/backend/backend';
import { money, moneySize, signedMoney, minorText, decimals } from '$lib/format/money';
import { t } from '$lib/messages';

export interface Progress {
  reached: boolean;
  /** A part of the goal, at most 1. */
  share: number;
  title: string;
  /** What the range of the average says of it; nothing with too few orders. */
  text: string;
}

/** Where a month stands; nothing without orders or in another currency. */
export function progress(target: Amount, now: Figures): Progress | null {
  const { aov, interval } = now;
  if (!aov || aov.currency !== target.currency || target.minor <= 0) return null;
  const gap = target.minor - aov.minor;
  const reached = gap <= 0;
  const sure = interval !== null && (reached ? interval.low.minor >= target.minor : interval.high.minor < target.minor);
  const words = reached ? [t.goal.sure, t.goal.unsure] : [t.goal.below, t.goal.perhaps];
  const missing = { ...target, minor: gap, text: minorText(gap, decimals(target.text)) };
  return {
    reached,
    share: Math.max(0, Math.min(1, aov.minor / target.minor)),
    title: reached ? t.goal.reached(money(target)) + (gap < 0 ? ` (${signedMoney({ ...missing, minor: -gap, text: missing.text.slice(1) })})` : '') : t.goal.toGo(moneySize(missing), money(target)),
    text: interval === null ? '' : (words[sure ? 0 : 1] ?? ''),
  };
}
