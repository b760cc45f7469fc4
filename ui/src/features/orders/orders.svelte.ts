// The rows of the list, and which order is open beside it.
import type { App } from '$lib/app/app.svelte';
import type { OrderPage, OrderRow } from '$lib/backend/backend';
import { PagedRows } from '$lib/ui/paged-rows.svelte';
import type { Asked } from './explorer.svelte';

/** A list as it is asked for, with its rows. */
export interface Listed {
  /** The same for lists of the same orders in the same order. */
  key: string;
  asked: Asked;
  rows: PagedRows<OrderRow, OrderPage>;
}

export class OrdersView {
  /** The list on the screen: the former one until the next has its first rows. */
  listed = $state.raw<Listed | null>(null);
  /** The row that the keys stand on. */
  active = $state<number | null>(null);
  /** The order that is open beside the list. */
  opened = $state<number | null>(null);

  #again = $state(0);
  readonly #backend: App['backend'];

  /** Made while a component is set up: its effects end with it. */
  constructor(backend: App['backend'], asked: () => Asked | null) {
    this.#backend = backend;
    // The same question in other words is no other question.
    const question = $derived(JSON.stringify(asked()));
    $effect(() => {
      void this.#again;
      const wanted = JSON.parse(question) as Asked | null;
      if (!wanted) return undefined;
      return this.#list(wanted);
    });
    $effect(() =>
      backend.onDataChanged((topics) => {
        if (topics.includes('orders') || topics.includes('segments') || topics.includes('settings')) this.reload();
      }),
    );
  }

  reload(): void {
    this.#again += 1;
  }

  /** Opens the row at a place, where it is here. */
  open(index: number): void {
    const row = this.listed?.rows.at(index);
    if (row) this.opened = row.id;
  }

  /** Puts the keys on a row; what is open beside the list follows. */
  goTo(index: number): void {
    this.active = index;
    if (this.opened !== null) this.open(index);
  }

  close(): void {
    this.opened = null;
  }

  #list(asked: Asked): () => void {
    const key = JSON.stringify(asked);
    const rows = new PagedRows<OrderRow, OrderPage>((offset, limit) => this.#backend.listOrders({ ...asked, offset, limit }));
    const shown = $effect.root(() => {
      $effect(() => {
        if (rows.newest === undefined && rows.error === undefined) return;
        if (this.listed?.rows === rows) return;
        if (this.listed && this.listed.key !== key) {
          this.active = null;
          this.opened = null;
        }
        this.listed = { key, asked, rows };
      });
    });
    return () => {
      shown();
      // The list on the screen still loads its pages until the next one takes its place.
      if (this.listed?.rows !== rows) rows.end();
    };
  }
}
