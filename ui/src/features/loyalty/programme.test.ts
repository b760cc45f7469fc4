import { expect, test } from 'vitest';
import { fakeProgramme } from '$lib/backend/fake-loyalty';
import { earningKinds, isWhole, localised, newEarning, newReward, nextNumber, typedCount, typedNumber } from './programme';

test('a new sentence says something that can be meant', () => {
  const kinds = earningKinds.map((kind) => newEarning(kind, 'EUR'));
  expect(kinds.every((earns) => earns.points > 0)).toBe(true);
  expect(newEarning('perAmount', 'JPY')).toMatchObject({ each: 10 });
  expect(newReward(3, 'amountOff', 100, 'EUR')).toMatchObject({ gives: { amount: 1000 }, terms: { minimumOrder: 1000 } });
});

test('a number is never given again, also not one of earlier rules', () => {
  const programme = fakeProgramme();
  const { begin } = programme;
  expect(nextNumber(programme, begin, 'rewards')).toBe(3);
  const [rule] = begin.rules;
  if (!rule) throw new Error('the programme to begin with has a rule');
  const earlier = { ...begin, rules: [rule, { id: 7, earns: newEarning('joining', 'EUR') }] };
  const version = { startsOn: '2026-01-01', hasBegun: true, endsOn: null, holds: 'now' as const, sentences: [], rules: earlier, programme: '' };
  expect(nextNumber({ ...programme, versions: [version] }, begin, 'rules')).toBe(8);
});

test('a product without a name is not whole', () => {
  const { begin } = fakeProgramme();
  expect(isWhole(begin)).toBe(true);
  expect(isWhole({ ...begin, rules: [{ id: 1, earns: newEarning('perItem', 'EUR') }] })).toBe(false);
});

test('amounts of the program are written as the reader writes them', () => {
  expect(localised('10 points for every order of 100.00 EUR or more.')).toBe('10 points for every order of €100 or more.');
  expect(localised('25 % off one order, at most 40.00 EUR off')).toBe('25% off one order, at most €40 off');
  expect(localised('Points do not expire.')).toBe('Points do not expire.');
});

test('numbers are read with their unit beside them', () => {
  expect(typedCount('10 points')).toBe(10);
  expect(typedCount('1,000')).toBe(1000);
  expect(typedCount('0')).toBeUndefined();
  expect(typedCount('-5')).toBeUndefined();
  expect(typedNumber('0 days')).toBe(0);
});
