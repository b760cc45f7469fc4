import { expect, it } from 'vitest';
import { offerWords, said } from './said';

const amount = (minor: number) => ({ minor, currency: 'EUR', text: (minor / 100).toFixed(2) });
const end = Date.UTC(2026, 6, 12, 21, 59);

it('writes amounts and times as everywhere else, in the zone of the shop', () => {
  expect(said('You would see a difference of {0} a customer', [{ kind: 'amount', amount: amount(1_394) }], 'Europe/Berlin')).toBe('You would see a difference of €13.94 a customer');
  expect(said('{0}. After it nothing is sent', [{ kind: 'end', at: end }], 'Europe/Berlin')).toMatch(/^(12 Jul|Jul 12,?) 2026.*(23|11):59.*\(Berlin time\)\. After it nothing is sent$/u);
  expect(said('{1} of {0}', [{ kind: 'count', count: 12_000 }, { kind: 'decimal', number: 3.14 }], 'UTC')).toBe('3.1 of 12,000');
});

it('rounds what is not known exactly', () => {
  expect(said('An order of {0} leaves about {1}', [{ kind: 'about', amount: amount(8_412) }, { kind: 'about', amount: amount(3_088) }], 'UTC')).toBe('An order of €84 leaves about €31');
});

it('leaves alone what stands for nothing', () => {
  expect(said('{0} and {x}', [], 'UTC')).toBe('{0} and {x}');
});

it('names what an offer gives', () => {
  expect(offerWords({ gives: { kind: 'percent', percent: 15 }, minimum: amount(7_500) })).toBe('15% off from €75');
  expect(offerWords({ gives: { kind: 'amount', amount: amount(750) }, minimum: null })).toBe('€7.50 off');
  expect(offerWords({ gives: { kind: 'freeShipping' }, minimum: amount(5_000) })).toBe('Free shipping from €50');
  expect(offerWords({ gives: { kind: 'gift', what: 'A linen pouch' }, minimum: null })).toBe('A linen pouch as a gift');
  expect(offerWords({ gives: { kind: 'giftCard', amount: amount(2_500) }, minimum: null })).toBe('A gift card of €25');
});
