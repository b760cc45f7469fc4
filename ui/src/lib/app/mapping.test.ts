import { describe, expect, it } from 'vitest';
import { fields } from '../backend/fake-mapping';
import { mapping } from './import-testing';
import { certainty, grouped, kindsOf, listed, missing } from './mapping';

describe('meanings', () => {
  it('stand under subjects, those of the order first', () => {
    const groups = grouped(fields, 'orders');
    expect(groups.map((group) => group.title)).toEqual(['The order', 'Money', 'The items', 'The buyer', 'Consent']);
    expect(groups[0]?.options[0]).toEqual({ value: 'orderNumber', text: 'Order number' });
  });

  it('are those of the kind alone', () => {
    const keys = grouped(fields, 'behaviour').flatMap((group) => group.options.map((option) => option.value));
    expect(keys.toSorted()).toEqual(['behaviour', 'email', 'placedAt', 'placedTime', 'product', 'sku', 'timeZone']);
    expect(grouped(fields, 'products').map((group) => group.title)).toEqual(['The product']);
  });

  it('one that is new to the window is still listed', () => {
    const more = [...fields, { key: 'newer', kinds: ['orders'], neededBy: [] }];
    expect(grouped(more, 'orders').flatMap((group) => group.options.map((option) => option.value))).toContain('newer');
  });
});

describe('what is missing', () => {
  it('is said in a sentence for each thing', () => {
    expect(missing('orders', [])).toHaveLength(3);
    expect(missing('orders', ['orderId', 'linePrice'])).toEqual(['Say which column is the date of the order']);
    expect(missing('orders', ['orderNumber', 'total', 'placedAt'])).toEqual([]);
    expect(missing('customers', ['phone'])).toEqual([]);
  });
});

describe('a suggestion', () => {
  it('is sure, likely or a guess', () => {
    expect([99, 90, 89, 70, 69].map(certainty)).toEqual(['sure', 'sure', 'likely', 'likely', 'guess']);
  });

  it('is listed the earlier the less certain it is, and columns without a meaning last', () => {
    expect(listed(mapping([['a', 'total', 99], ['b', null, null], ['c', 'email', 50], ['d', 'tax', null], ['e', null, null]]))).toEqual([2, 0, 3, 1, 4]);
  });
});

describe('kinds of files', () => {
  it('are those that a column can be said for', () => {
    expect(kindsOf(fields)).toEqual(['orders', 'customers', 'products', 'payments', 'checkouts', 'behaviour', 'balances']);
    expect(kindsOf([{ key: 'email', kinds: ['customers'], neededBy: [] }])).toEqual(['customers']);
  });
});
