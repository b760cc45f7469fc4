import { describe, expect, test } from 'vitest';
import { alternatives, changed, opened, pieces, sentenceOf, turned, within } from './sentence';

const sentences = [
  'orders at least 3',
  'spent between 100.00 and 250.00 of product "Linen throw", "12 "" board" in the last 12 months',
  'last order not in the last 60 days',
  'first order this month',
  'first order the month before',
  'score group "At risk", "Cannot lose them"',
  'can get e-mail',
  'not tagged "wholesale"',
  'wishlisted anything in the last 90 days but not bought since',
  'left a cart worth at least 50.00 since 2026-05-01 but not bought since',
  'items per order in the top 20 %',
  'in segment "Best, of 2 years" #12',
  '(orders exactly 1 or country "Germany")',
  'orders exactly 0 without a discount',
  'points at least 100 and close to a reward',
  'tier "Gold", "Silver"',
];

test('pieces put together are the sentence again', () => {
  for (const sentence of sentences) expect(sentenceOf(pieces(sentence))).toBe(sentence);
});

describe('what can be changed', () => {
  const kinds = (sentence: string) => pieces(sentence).filter((piece) => piece.kind !== 'plain').map((piece) => `${piece.kind} ${piece.text}`);

  test('are amounts, times and words of the shop', () => {
    expect(kinds('spent at least 300.00 in the last 12 months')).toEqual(['choice at least', 'number 300.00', 'choice in the last', 'number 12', 'choice months']);
    expect(kinds('orders at least 1 of product "Mug" since 2026-05-01')).toEqual(['choice at least', 'number 1', 'words Mug', 'day 2026-05-01']);
    expect(kinds('score group "At risk"')).toEqual(['choice At risk']);
    expect(kinds('in segment "Best of 2" #12')).toEqual(['words Best of 2']);
    expect(kinds('points at most 50')).toEqual(['choice at most', 'number 50']);
    expect(kinds('has an unused reward')).toEqual([]);
    expect(kinds('tier "Gold"')).toEqual(['words Gold']);
    expect(kinds('first order this month')).toEqual(['choice month']);
    expect(kinds('last order not in the last 60 days')[0]).toBe('choice not in the last');
  });

  test('is written into the sentence, quotation marks doubled', () => {
    const all = pieces('tagged "vip"');
    expect(changed(all, 1, 'a "b"')).toBe('tagged "a ""b"""');
    const named = pieces('in segment "Best" #3');
    expect(changed(named, 1, 'Worst')).toBe('in segment "Worst"');
  });
});

test('rules are parted by "or" only where that parts the whole', () => {
  expect(alternatives('orders exactly 1 or (spent at least 5.00 or high-value) or tagged "a or b"')).toEqual(['orders exactly 1', '(spent at least 5.00 or high-value)', 'tagged "a or b"']);
  expect(within('orders exactly 1 or high-value', true)).toBe('(orders exactly 1 or high-value)');
  expect(within('orders exactly 1', true)).toBe('orders exactly 1');
  expect(opened('(a) or (b)')).toBe('(a) or (b)');
  expect(opened('(orders exactly 1 or high-value)')).toBe('orders exactly 1 or high-value');
});

test('a rule turned twice is the rule', () => {
  for (const rule of ['high-value', 'orders at least 3', '(high-value or tagged "x")']) {
    expect(turned(turned(rule))).toBe(rule.startsWith('(') ? 'high-value or tagged "x"' : rule);
  }
  expect(turned('high-value or tagged "x"')).toBe('not (high-value or tagged "x")');
});
