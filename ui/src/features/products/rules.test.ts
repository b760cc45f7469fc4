import { describe, expect, it } from 'vitest';
import type { SuggestionRule } from '$lib/backend/backend';
import { inHundred, rangeOf, signedInHundred } from './proof';
import { isWhole, moved, newProducts, openTemplates, templates, thenKinds, whichKinds, withBeside, withThen } from './rules';

const rule = (which: SuggestionRule['which'], then: SuggestionRule['then'] = { kind: 'never' }, beside: SuggestionRule['beside'] = null): SuggestionRule => ({ which, then, beside });

describe('a rule', () => {
  it('is whole once everything in it has a name', () => {
    expect(isWhole(rule({ kind: 'soldOut' }))).toBe(true);
    expect(isWhole(rule({ kind: 'products', ids: [] }))).toBe(false);
    expect(isWhole(rule({ kind: 'category', name: 'Tea' }, { kind: 'always' }, { kind: 'vendor', name: '' }))).toBe(false);
    expect(isWhole(rule({ kind: 'category', name: 'Tea' }, { kind: 'always' }, { kind: 'vendor', name: 'Wren' }))).toBe(true);
  });

  it('keeps what it speaks of when its outcome changes, where that makes sense', () => {
    const tea = rule({ kind: 'category', name: 'Tea' });
    expect(withThen(tea, 'always').which).toEqual({ kind: 'category', name: 'Tea' });
    expect(withThen(rule({ kind: 'owned' }), 'always').which.kind).toBe('products');
    expect(withThen(tea, 'atMost').then).toEqual({ kind: 'atMost', most: 2 });
    const everything = withBeside(rule({ kind: 'all' }, { kind: 'never' }, { kind: 'category', name: 'Tea' }), 'anywhere');
    expect(everything).toEqual({ which: { kind: 'products', ids: [] }, beside: null, then: { kind: 'never' } });
  });

  it('never says what the program refuses', () => {
    for (const then of thenKinds) {
      expect(whichKinds(then, false).includes('all')).toBe(then === 'atMost');
      for (const kind of whichKinds(then, true)) expect(newProducts(kind).kind).toBe(kind);
    }
    expect(whichKinds('always', true)).not.toContain('owned');
    expect(whichKinds('always', true)).not.toContain('soldOut');
  });

  it('moves up and down', () => {
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a'], 3, 0)).toEqual(['a']);
  });

  it('is offered once where it can stand once', () => {
    expect(openTemplates([])).toHaveLength(Object.keys(templates).length);
    const left = openTemplates([rule({ kind: 'giftCards' }), rule({ kind: 'soldOut' }, { kind: 'never' }, { kind: 'category', name: 'Tea' })]);
    expect(left).not.toContain('giftCards');
    expect(left).toContain('soldOut');
    expect(left).toContain('neverProduct');
  });
});

describe('a share', () => {
  it('is so many in a hundred', () => {
    expect(inHundred(0.3125)).toBe('31.3');
    expect(signedInHundred(0.081)).toBe('+8.1');
    expect(signedInHundred(-0.004)).toBe('−0.4');
    expect(signedInHundred(0.0001)).toBe('+0.0');
    expect(signedInHundred(0)).toBe('0.0');
  });

  it('has a range where enough people say it', () => {
    expect(rangeOf({ value: 0.1, low: null, high: null })).toBeNull();
    expect(rangeOf({ value: 0.1, low: 0.05, high: 0.15 })).toEqual({ low: 0.05, estimate: 0.1, high: 0.15 });
  });
});
