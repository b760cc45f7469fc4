import { describe, expect, it } from 'vitest';
import { broughtIn, doubtful, foreignCurrencies, obstacle, offer, otherCurrency, reasons, summary } from './import-summary';
import { file, noCounts, preview } from './import-testing';

const june = file({
  rows: 2137,
  rowVerdicts: { new: 700, updated: 40, unchanged: 1390, merged: 0, ignored: 4, rejected: 3 },
  orders: { new: 301, updated: 14, unchanged: 587 },
  customers: { new: 120, updated: 2, unchanged: 600 },
  firstDay: '2026-06-01',
  lastDay: '2026-06-30',
});
const people = file({
  kind: 'customers',
  rows: 1511,
  rowVerdicts: { new: 1500, updated: 0, unchanged: 0, merged: 11, ignored: 0, rejected: 0 },
  customers: { new: 1500, updated: 0, unchanged: 0 },
});
const payouts = file({ kind: null, platform: null, rows: 90, refused: { what: 'Payouts', need: 'Orders' }, understood: null });

describe('what an import would do', () => {
  it('counts orders where there are any, with the customers alongside', () => {
    const of = summary([june, people, payouts]);
    expect(of.things).toBe('orders');
    expect(of.counts).toEqual({ new: 301, updated: 14, unchanged: 587 });
    expect(of.alongside).toEqual({ new: 1620, updated: 2, unchanged: 600 });
    expect([of.merged, of.ignored, of.rejected, of.rows, of.ready]).toEqual([11, 4, 3, 3648, 2]);
    expect(of.days).toEqual({ first: '2026-06-01', last: '2026-06-30' });
  });

  it('counts customers where there are only customers', () => {
    const of = summary([people]);
    expect(of.things).toBe('customers');
    expect(of.alongside).toBeNull();
    expect(offer(of)).toEqual({ things: 'customers', count: 1500 });
  });

  it('offers new and changed orders together', () => {
    expect(offer(summary([june]))).toEqual({ things: 'orders', count: 315 });
  });

  it('offers the customers where all orders are known', () => {
    const known = file({ orders: { ...noCounts, unchanged: 9 }, customers: { ...noCounts, updated: 2 } });
    expect(offer(summary([known]))).toEqual({ things: 'customers', count: 2 });
  });
});

describe('why nothing can be imported', () => {
  it('is nothing where something would be written', () => {
    expect(obstacle(preview([june, payouts]))).toBeNull();
  });

  it('is the question first of all', () => {
    expect(obstacle(preview([june], { questions: ['dateOrder'] }))).toBe('question');
    expect(obstacle(preview([june], { questions: ['columns'] }))).toBe('columns');
    expect(obstacle(preview([june], { questions: ['columns', 'dateOrder'] }))).toBe('question');
  });

  it('names what the files are', () => {
    expect(obstacle(preview([payouts]))).toBe('refused');
    expect(obstacle(preview([file()]))).toBe('empty');
    const known = file({ rows: 3, orders: { ...noCounts, unchanged: 2 } });
    expect(obstacle(preview([known]))).toBe('nothingNew');
    expect(obstacle(preview([known, payouts]))).toBe('refused');
    const carts = file({ kind: 'checkouts', rows: 4, checkouts: { ...noCounts, unchanged: 4 } });
    expect(obstacle(preview([carts]))).toBe('nothingNew');
    const broken = file({ rows: 2, rowVerdicts: { ...june.rowVerdicts, rejected: 2 } });
    expect(obstacle(preview([broken]))).toBe('rejected');
  });
});

describe('currencies', () => {
  const understood = file().understood;
  const dollars = file({
    orders: { ...noCounts, new: 9 },
    understood: understood && { ...understood, currencies: ['USD', 'EUR'] },
  });

  it('an empty shop may count in what the largest file is in', () => {
    expect(otherCurrency([june, dollars], { currency: 'EUR', orders: 0 })).toBeNull();
    expect(otherCurrency([dollars, payouts], { currency: 'EUR', orders: 0 })).toBe('USD');
    expect(otherCurrency([dollars], { currency: 'EUR', orders: 1 })).toBeNull();
    expect(otherCurrency([people], { currency: 'USD', orders: 0 })).toBeNull();
  });

  it('others than the shop’s are named once each', () => {
    expect(foreignCurrencies([june, dollars, payouts], 'EUR')).toEqual(['USD']);
  });
});

describe('files of other kinds', () => {
  const stock = file({ kind: 'products', products: { new: 12, updated: 3, unchanged: 0 } });
  const carts = file({ kind: 'checkouts', checkouts: { new: 7, updated: 0, unchanged: 0 } });

  it('are offered where no order is new', () => {
    expect(offer(summary([stock]))).toEqual({ things: 'products', count: 15 });
    const known = file({ orders: { ...noCounts, unchanged: 9 } });
    expect(offer(summary([known, carts]))).toEqual({ things: 'checkouts', count: 7 });
    expect(obstacle(preview([carts]))).toBeNull();
  });

  it('stand beside the orders', () => {
    expect(summary([june, stock, carts]).others.map((other) => [other.things, other.counts.new])).toEqual([
      ['products', 12],
      ['checkouts', 7],
    ]);
    expect(broughtIn({ importId: 1, files: [carts] })).toBe('7 new abandoned carts');
  });
});

describe('rejected rows', () => {
  const of = (rejected: number, rows: number) => file({ rows, rowVerdicts: { ...june.rowVerdicts, rejected } });

  it('are asked about from more than one in twenty on, file by file', () => {
    expect(doubtful([of(5, 100), of(0, 0), of(1, 1000)])).toEqual([]);
    const bad = of(6, 100);
    expect(doubtful([of(0, 100_000), bad])).toEqual([bad]);
    expect(doubtful([{ ...bad, refused: { what: '', need: '' } }])).toEqual([]);
  });

  it('are counted by reason, the most frequent first', () => {
    const row = (reason: string) => ({ line: 2, column: '', value: '', reason });
    expect(reasons(file({ rejected: [row('a'), row('b'), row('b')] }))).toEqual([
      { reason: 'b', rows: 2 },
      { reason: 'a', rows: 1 },
    ]);
  });
});
