// The merchant's rules for suggestions, as they are edited: which are whole, and what can be added.
import type { RuleProducts, RuleThen, SuggestionRule } from '$lib/backend/backend';

export type WhichKind = RuleProducts['kind'];
export type ThenKind = RuleThen['kind'];
export type BesideKind = 'anywhere' | 'products' | 'category' | 'vendor';

export const thenKinds: readonly ThenKind[] = ['never', 'always', 'may', 'atMost'];
export const besideKinds: readonly BesideKind[] = ['anywhere', 'products', 'category', 'vendor'];

/** What a rule can speak of by what becomes of it: nothing that the program would refuse. */
export function whichKinds(then: ThenKind, beside: boolean): readonly WhichKind[] {
  switch (then) {
    case 'never':
      return [...(beside ? (['all'] as const) : []), 'products', 'category', 'vendor', 'giftCards', 'soldOut', 'marginUnder', 'owned'];
    case 'always':
      return ['products', 'category', 'vendor'];
    case 'may':
      return ['products', 'category', 'vendor', 'owned', 'marginUnder', 'soldOut', 'giftCards'];
    case 'atMost':
      return ['all', 'category', 'vendor', 'marginUnder'];
  }
}

/** Products of a kind that are still to be named, where they have names. */
export function newProducts(kind: WhichKind): RuleProducts {
  switch (kind) {
    case 'products':
      return { kind, ids: [] };
    case 'category':
    case 'vendor':
      return { kind, name: '' };
    case 'marginUnder':
      return { kind, percent: 20 };
    default:
      return { kind };
  }
}

export function newThen(kind: ThenKind): RuleThen {
  return kind === 'atMost' ? { kind, most: 2 } : { kind };
}

/** A rule with another outcome; what it speaks of stays where that still makes sense. */
export function withThen(rule: SuggestionRule, kind: ThenKind): SuggestionRule {
  const allowed = whichKinds(kind, rule.beside !== null);
  const which = allowed.includes(rule.which.kind) ? rule.which : newProducts(allowed[0] ?? 'products');
  return { ...rule, which, then: newThen(kind) };
}

/** A rule that holds beside something else. */
export function withBeside(rule: SuggestionRule, kind: BesideKind): SuggestionRule {
  const beside = kind === 'anywhere' ? null : newProducts(kind);
  const allowed = whichKinds(rule.then.kind, beside !== null);
  return { ...rule, beside, which: allowed.includes(rule.which.kind) ? rule.which : newProducts('products') };
}

function isNamed(products: RuleProducts): boolean {
  if (products.kind === 'products') return products.ids.length > 0;
  return products.kind === 'category' || products.kind === 'vendor' ? products.name !== '' : true;
}

/** Whether nothing is left to be named. */
export function isWhole(rule: SuggestionRule): boolean {
  return isNamed(rule.which) && (rule.beside === null || isNamed(rule.beside));
}

/** A list with one thing in another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, at) => at !== from);
  const one = list[from];
  return one === undefined ? [...list] : [...rest.slice(0, to), one, ...rest.slice(to)];
}

const never = (which: RuleProducts): SuggestionRule => ({ which, beside: null, then: { kind: 'never' } });

/** Rules to begin with, by what a shopkeeper wants. */
export const templates = {
  neverProduct: () => never(newProducts('products')),
  neverCategory: () => never(newProducts('category')),
  alwaysWith: (): SuggestionRule => ({ which: newProducts('products'), beside: newProducts('products'), then: { kind: 'always' } }),
  atMost: (): SuggestionRule => ({ which: { kind: 'all' }, beside: null, then: { kind: 'atMost', most: 2 } }),
  margin: () => never(newProducts('marginUnder')),
  soldOut: () => never({ kind: 'soldOut' }),
  owned: () => never({ kind: 'owned' }),
  giftCards: () => never({ kind: 'giftCards' }),
  may: (): SuggestionRule => ({ which: newProducts('products'), beside: null, then: { kind: 'may' } }),
} as const;

export type Template = keyof typeof templates;

/** Those that stand once at most are left out where they stand. */
export function openTemplates(rules: readonly SuggestionRule[]): Template[] {
  const stands = (kind: WhichKind) => rules.some(({ which, beside, then }) => which.kind === kind && beside === null && then.kind === 'never');
  const once: Partial<Record<Template, WhichKind>> = { soldOut: 'soldOut', owned: 'owned', giftCards: 'giftCards' };
  return (Object.keys(templates) as Template[]).filter((template) => {
    const kind = once[template];
    return kind === undefined || !stands(kind);
  });
}
