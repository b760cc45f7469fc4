// How verdicts look, and numbers of a result as ranges and words.
import type { LucideIcon } from '@lucide/svelte';
import CircleArrowDown from '@lucide/svelte/icons/circle-arrow-down';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleEqual from '@lucide/svelte/icons/circle-equal';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import CircleSlash from '@lucide/svelte/icons/circle-slash';
import Clock from '@lucide/svelte/icons/clock';
import type { Amount, CampaignVerdict, MoneyRange, OrdersRange } from '$lib/backend/backend';
import type { Range } from '$lib/ui/range-mark';
import { times } from '$lib/format/number';
import { t } from '$lib/messages';

export interface Look {
  icon: LucideIcon;
  kind: 'plain' | 'on' | 'bad';
}

export const looks: Record<CampaignVerdict, Look> = {
  worked: { icon: CircleCheck, kind: 'on' },
  cannotTellYet: { icon: CircleQuestionMark, kind: 'plain' },
  noDifference: { icon: CircleEqual, kind: 'plain' },
  costYou: { icon: CircleArrowDown, kind: 'bad' },
  stillCounting: { icon: Clock, kind: 'plain' },
  notMeasured: { icon: CircleSlash, kind: 'plain' },
};

/** What a range says by itself: higher, lower, or that it cannot be told. */
export function sideOf({ low, high }: Pick<Range, 'low' | 'high'>): Look & { text: string } {
  const words = t.campaigns.result.sides;
  if (low > 0) return { ...looks.worked, text: words.higher };
  if (high < 0) return { ...looks.costYou, text: words.lower };
  return { ...looks.cannotTellYet, text: words.unknown };
}

const units = ({ text }: Pick<Amount, 'text'>) => Number(text);

export function moneyRange({ low, likely, high }: MoneyRange): Range {
  return { low: units(low), high: units(high), estimate: units(likely) };
}

export function ordersRange({ low, likely, high }: OrdersRange): Range {
  return { low, high, estimate: likely };
}

/** 3.1 in 100, with its sign. */
export function inHundred(each: number): string {
  const text = times(Math.abs(each) * 100);
  const none = text === times(0);
  return t.campaigns.result.inHundred(`${none ? '' : each < 0 ? '−' : '+'}${text}`);
}
