import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '$lib/app/app.svelte';
import type { ListOrders, OrderPage, OrderRow, Topic } from '$lib/backend/backend';
import type { Asked } from './explorer.svelte';
import { OrdersView } from './orders.svelte';

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

const june: Asked = {
  from: '2026-06-01',
  until: '2026-07-01',
  search: '',
  countedBy: 'net',
  currency: 'EUR',
  filters: [],
  valueFrom: null,
  valueUntil: null,
  about: null,
  sort: 'newest',
};

let stop: () => void;
let view: OrdersView;
let asked: ListOrders[];
let question = $state.raw<Asked | null>(june);
let changed: (topics: Topic[]) => void;

/** Lets effects and answers go by. */
async function settle(): Promise<void> {
  flushSync();
  await new Promise((resolve) => setTimeout(resolve, 0));
  flushSync();
}

beforeEach(async () => {
  asked = [];
  question = june;
  const backend = {
    listOrders: (input: ListOrders): Promise<OrderPage> => {
      asked.push(input);
      return Promise.resolve({ total: 3, goods: euro(300), generation: 1, rows: [row(1), row(2), row(3)] });
    },
    onDataChanged: (listener: (topics: Topic[]) => void) => {
      changed = listener;
      return () => undefined;
    },
  } as unknown as App['backend'];
  stop = $effect.root(() => {
    view = new OrdersView(backend, () => question);
  });
  await settle();
});

afterEach(() => stop());

describe('the list of orders', () => {
  it('is what was asked for, a page at a time', () => {
    expect(asked).toEqual([{ ...june, offset: 0, limit: 200 }]);
    expect(view.listed?.rows.total).toBe(3);
  });

  it('asks anew for another question, and not for the same in other words', async () => {
    question = { ...june };
    await settle();
    expect(asked).toHaveLength(1);
    question = { ...june, filters: [{ by: 'country', value: 'DE' }] };
    await settle();
    expect(asked.at(-1)).toMatchObject({ filters: [{ by: 'country', value: 'DE' }] });
  });

  it('keeps the place when the orders change, and leaves it for another list', async () => {
    view.goTo(1);
    view.open(1);
    expect([view.active, view.opened]).toEqual([1, 2]);
    changed(['orders']);
    await settle();
    expect(asked).toHaveLength(2);
    expect([view.active, view.opened]).toEqual([1, 2]);
    question = { ...june, sort: 'largest' };
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
