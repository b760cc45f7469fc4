import { expect, test } from 'vitest';
import { read, typedCount, typedShare, write } from './asked';

test('an address and what is asked are each other’s inverse', () => {
  const text = 'reward=points&from=6500&topsUp=0.14&pointsEach=20';
  const asked = read(new URLSearchParams(text));
  expect(asked).toMatchObject({ reward: 'points', threshold: 6500, topsUp: 0.14, pointsEach: 20, margin: null });
  expect(write(asked).toString()).toBe(text);
  expect(write(read(new URLSearchParams())).toString()).toBe('');
});

test('what cannot be meant in an address is not asked', () => {
  expect(read(new URLSearchParams('reward=gold&from=-5&margin=much'))).toMatchObject({ reward: 'freeShipping', threshold: null, margin: null });
});

test('shares and counts are read as people type them', () => {
  expect(['14', '14 %', '12,5%', '0', '100'].map(typedShare)).toEqual([0.14, 0.14, 0.125, 0, 1]);
  expect(['', 'x', '101', '-3'].map(typedShare)).toEqual([undefined, undefined, undefined, undefined]);
  expect(['10', '0', '1.5', ''].map(typedCount)).toEqual([10, undefined, undefined, undefined]);
});
