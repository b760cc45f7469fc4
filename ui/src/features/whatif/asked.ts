// What is asked of a threshold, as the address says it: so that Back, a link and a reload all lead to
// the same. What is not said is measured or assumed by the program.
import type { RewardKind, ThresholdsInput } from '$lib/backend/backend';

export const rewards: readonly RewardKind[] = ['freeShipping', 'points', 'gift'];

/** What the merchant can move; amounts are minor units, shares parts of one. */
export const moved = ['present', 'topsUp', 'leaves', 'margin', 'shippingCost', 'pointsEach', 'pointsNeeded', 'pointsPercent', 'redeemed', 'giftCost'] as const;
export type Moved = (typeof moved)[number];
export type Asked = { reward: RewardKind; threshold: number | null } & Record<Moved, number | null>;

function number(text: string | null): number | null {
  const value = text === null || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
}

/** What an address asks for. */
export function read(params: URLSearchParams): Asked {
  const said = Object.fromEntries(moved.map((name) => [name, number(params.get(name))])) as Record<Moved, number | null>;
  return { reward: rewards.find((reward) => reward === params.get('reward')) ?? 'freeShipping', threshold: number(params.get('from')), ...said };
}

/** The address of what is asked: `read` backwards. */
export function write(asked: Asked): URLSearchParams {
  const params = new URLSearchParams();
  if (asked.reward !== 'freeShipping') params.set('reward', asked.reward);
  if (asked.threshold !== null) params.set('from', String(asked.threshold));
  for (const name of moved) if (asked[name] !== null) params.set(name, String(asked[name]));
  return params;
}

/** The question to the program. */
export function question(asked: Asked): ThresholdsInput {
  return { ...asked };
}

/** A share as someone types it in percent: 14, 14.5 or 14 %. Nothing where it is no share. */
export function typedShare(typed: string): number | undefined {
  const text = typed.replaceAll(/[\s\u00A0\u202F%]/gu, '').replace(',', '.');
  const value = /^\d{1,3}(?:\.\d+)?$/u.test(text) ? Number(text) : Number.NaN;
  return value >= 0 && value <= 100 ? value / 100 : undefined;
}

/** A whole number above zero as someone types it. */
export function typedCount(typed: string): number | undefined {
  const text = typed.trim();
  return /^[1-9]\d{0,5}$/u.test(text) ? Number(text) : undefined;
}
