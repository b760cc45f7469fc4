import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ListOrders, OrderPage, OrderRow, Topic } from '$lib/backend/backend';
import { OrdersView, type Window } from './orders.svelte';

const euro = (minor: number) => ({ minor, currency: 'EUR', text: (minor / 100).toFixed(2) });

function row(id: number): OrderRow {
  return {
    id,
    number: `#${id}`,
    placedLocal: '2026-06-30T17:52',
    customer: '',
    platform: 'shopify',
    units: 1,
    goods: euro(100),
    total: euro(100),
    refunded: null,
    payment: 'paid',
    cancelled: false,
    test: false,
    giftCardsOnly: false,
  };
}

let stop: () => void;
let view: OrdersView;
let asked: ListOrders[];
let changed: (topics: Topic[]) => void;
let window: Window;

/** Lets effects, timers and answers go by. */
async function settle(): Promise<void> {
  flushSync();
  await vi.advanceTimersByTimeAsync(500);
  flushSync();
}

beforeEach(async () => {
  vi.useFakeTimers();
  asked = [];
  const backend = {
    listOrders: (input: ListOrders): Promise<OrderPage> => {
      asked.push(input);
      return Promise.resolve({ total: 3, goods: euro(300), generation: 1, rows: [row(1), row(2), row(3)] });
    },
    onDataChanged: (listener: (topics: Topic[]) => void) => {
      changed = listener;
      return () => undefined;
    },
  };
  window = {
    backend,
    formula: 'net',
    month: null,
    shop: { settings: { currency: 'EUR' } },
    home: { data: { current: { from: '2026-06-01' }, months: ['2026-05-01', '2026-06-01'] }, settled: true },
  } as unknown as Window;
  stop = $effect.root(() => {
    view = new OrdersView(window);
  });
  await settle();
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe('the list of orders', () => {
  it('begins with the month that every screen follows', () => {
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ from: '2026-06-01', until: '2026-07-01', search: '', countedBy: null, offset: 0 });
    expect(view.listed?.rows.total).toBe(3);
  });

  it('asks once when the typing pauses, and at once when the field is cleared', async () => {
    view.words = 'vo';
    flushSync();
    await vi.advanceTimersByTimeAsync(50);
    view.words = 'vogt ';
    await settle();
    expect(asked.slice(1).map((input) => input.search)).toEqual(['vogt']);
  });

  it('lists what the chosen formula counts, in the shop’s currency', async () => {
    view.counted = true;
    await settle();
    expect(asked.at(-1)).toMatchObject({ countedBy: 'net', currency: 'EUR' });
  });

  it('hands a chosen month to the other screens', async () => {
    view.choose({ kind: 'month', month: '2026-05-01' });
    await settle();
    expect(window.month).toBe('2026-05-01');
  });

  it('follows an address', async () => {
    view.follow(new URLSearchParams('period=all&search=vogt'));
    await settle();
    expect(asked.at(-1)).toMatchObject({ from: null, until: null, search: 'vogt' });
    view.follow(new URLSearchParams('from=2026-06-10&until=2026-06-21&counted=goods'));
    expect([view.period, view.counted]).toEqual([{ kind: 'custom', first: '2026-06-10', last: '2026-06-20' }, true]);
  });

  it('widens to all orders, and keeps the words', async () => {
    view.counted = true;
    view.words = 'vogt';
    await settle();
    view.widen();
    await settle();
    expect(asked.at(-1)).toMatchObject({ from: null, until: null, search: 'vogt', countedBy: null });
  });

  it('keeps the place when the orders change, and leaves it for another list', async () => {
    view.goTo(1);
    view.open(1);
    expect([view.active, view.opened]).toEqual([1, 2]);
    changed(['orders']);
    await settle();
    expect(asked).toHaveLength(2);
    expect([view.active, view.opened]).toEqual([1, 2]);
    view.sort = 'largest';
    await settle();
    expect([view.active, view.opened]).toEqual([null, null]);
  });

  it('moves the open order along with the keys', () => {
    view.goTo(0);
    expect(view.opened).toBeNull();
    view.open(0);
    view.goTo(2);
    expect(view.opened).toBe(3);
    view.close();
    view.goTo(1);
    expect(view.opened).toBeNull();
  });

  it('does not ask again for what does not concern it', async () => {
    changed(['imports']);
    await settle();
    expect(asked).toHaveLength(1);
  });
});
