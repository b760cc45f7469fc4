import { expect, it } from 'vitest';
import { grouped, plain, put, withFallback, written } from './variables';

it('writes what stands for those who have none', () => {
  expect(written({ name: 'first_name', fallback: 'friend' })).toBe('{{first_name or "friend"}}');
  expect(written({ name: 'last_name', fallback: '' })).toBe('{{last_name or ""}}');
  expect(written({ name: 'shop', fallback: null })).toBe('{{shop}}');
});

it('puts a name where the cursor is, in place of what is marked', () => {
  expect(put('Hello you', 6, 9, '{{name}}')).toEqual({ text: 'Hello {{name}}', at: 14 });
});

it('reads a text as those without a name do', () => {
  expect(plain('Hello {{ first_name or "friend" }} of {{shop}}, {{offer.day}}')).toBe('Hello friend of shop, offer day');
});

it('keeps names together that are about one thing', () => {
  const one = (name: string, group: 'person' | 'shop') => ({ name, group, standsFor: '', fallback: null });
  expect(grouped([one('a', 'person'), one('b', 'shop'), one('c', 'person')]).map(({ group, all }) => [group, all.map(({ name }) => name)])).toEqual([
    ['person', ['a', 'c']],
    ['shop', ['b']],
  ]);
});

it('adds what stands otherwise to each place that lacks it, and to no other name', () => {
  expect(withFallback('{{ offer.day }} {{offer.day or "then"}} {{offerxday}}', 'offer.day', 'soon')).toBe('{{offer.day or "soon"}} {{offer.day or "then"}} {{offerxday}}');
});
