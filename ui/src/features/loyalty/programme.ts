// The programme as data: what a new sentence begins with, and numbers that are never given again.
import type { LoyaltyProgramme, ProgrammeEarning, ProgrammePick, ProgrammeReward, ProgrammeRules, RewardGives } from '$lib/backend/backend';
import { currencyDecimals, minorText, plainMoney, type Writable } from '$lib/format/money';
import { percentPlain } from '$lib/format/number';
import { t } from '$lib/messages';

export type EarningKind = ProgrammeEarning['kind'];
export type GivesKind = RewardGives['kind'];

export const earningKinds: readonly EarningKind[] = ['perOrder', 'perAmount', 'perItem', 'firstOrder', 'nthOrder', 'joining', 'birthday', 'referral'];
export const givesKinds: readonly GivesKind[] = ['percentOff', 'amountOff', 'freeShipping', 'freeProduct', 'giftCard'];
export const pickKinds: readonly ProgrammePick['kind'][] = ['product', 'category', 'tag', 'vendor'];

/** Minor units as an amount that can be written. */
export function amountOf(minor: number, currency: string): Writable {
  return { minor, currency, text: minorText(minor, currencyDecimals(currency)) };
}

/** €100, €9.50. */
export function short(minor: number, currency: string): string {
  return plainMoney(amountOf(minor, currency));
}

/** So many whole units of a currency, in minor units. */
export function whole(units: number, currency: string): number {
  return units * 10 ** currencyDecimals(currency);
}

/** What a new rule of a kind says at first. */
export function newEarning(kind: EarningKind, currency: string): ProgrammeEarning {
  const hundred = whole(100, currency);
  switch (kind) {
    case 'perOrder':
      return { kind, points: 5, from: 0, below: hundred };
    case 'perAmount':
      return { kind, points: 1, each: whole(10, currency), rounding: 'down', from: 0 };
    case 'perItem':
      return { kind, points: 5, of: { kind: 'product', word: '' } };
    case 'firstOrder':
      return { kind, points: 10, from: 0 };
    case 'nthOrder':
      return { kind, points: 20, nth: 5, again: true };
    case 'joining':
    case 'birthday':
      return { kind, points: 20 };
    case 'referral':
      return { kind, points: 50, friendPoints: 0, from: 0 };
  }
}

/** What a new reward of a kind gives at first. */
export function newGives(kind: GivesKind, currency: string): RewardGives {
  switch (kind) {
    case 'percentOff':
      return { kind, percent: 10, atMost: null };
    case 'amountOff':
      return { kind, amount: whole(10, currency) };
    case 'freeShipping':
      return { kind };
    case 'freeProduct':
      return { kind, name: t.loyalty.freebie, worth: null };
    case 'giftCard':
      return { kind, amount: whole(10, currency) };
  }
}

/** An amount off and the like have to be no more than the least order they are used on. */
export function newReward(id: number, kind: GivesKind, costs: number, currency: string): ProgrammeReward {
  const minimumOrder = kind === 'amountOff' ? whole(10, currency) : null;
  return { id, costs, gives: newGives(kind, currency), terms: { minimumOrder, validDays: 365, perPerson: null, inAll: null } };
}

type Numbered = 'rules' | 'rewards' | 'tiers';

function numbers(rules: ProgrammeRules, of: Numbered): number[] {
  const list = of === 'tiers' ? (rules.tiers?.tiers ?? []) : rules[of];
  return list.map(({ id }) => id);
}

/** A number that no rule, reward or tier ever had: what stands in the ledger goes by it. */
export function nextNumber(programme: LoyaltyProgramme, rules: ProgrammeRules, of: Numbered): number {
  const all = [rules, programme.begin, ...programme.versions.map((version) => version.rules)];
  return 1 + Math.max(0, ...all.flatMap((known) => numbers(known, of)));
}

/** Words that have to be written before the programme can be used. */
export function isWhole(rules: ProgrammeRules): boolean {
  const picks = [...rules.rules.flatMap(({ earns }) => (earns.kind === 'perItem' ? [earns.of] : [])), ...rules.exclusions.products];
  return picks.every(({ word }) => word.trim() !== '');
}

/** Amounts and shares in sentences of the program are plain, 100.00 EUR and 25 %: here as the reader writes them. */
export function localised(sentence: string): string {
  return sentence
    .replaceAll(/(\d+(?:\.\d+)?) ([A-Z]{3})\b/gu, (_, text: string, currency: string) => plainMoney({ minor: Number(text.replace('.', '')), currency, text }))
    .replaceAll(/(\d+) %/gu, (_, percent: string) => percentPlain(Number(percent) / 100));
}

/** A whole number above zero as someone types it, with whatever unit stands beside it. */
export function typedCount(typed: string): number | undefined {
  const text = typed.replaceAll(/[^\d-]/gu, '');
  return /^[1-9]\d{0,14}$/u.test(text) ? Number(text) : undefined;
}

/** The same, or zero. */
export function typedNumber(typed: string): number | undefined {
  return typed.replaceAll(/[^\d-]/gu, '') === '0' ? 0 : typedCount(typed);
}
