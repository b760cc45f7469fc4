// Which orders are listed, what is known of them, and which one is open.
import type { App } from '$lib/app/app.svelte';
import type { ListOrders, OrderPage, OrderRow, OrderSort } from '$lib/backend/backend';
import { PagedRows } from '$lib/ui/paged-rows.svelte';
import { daysOf, periodOf, type Days, type Period } from './period';

/** What the screen needs of the window. */
export type Window = Pick<App, 'backend' | 'formula' | 'month' | 'shop'> & {
  home: { data: { current: { from: string }; months: string[] } | undefined; settled: boolean };
};

/** What the list is asked for, without its pages. */
export type Asked = Omit<ListOrders, 'offset' | 'limit'>;

/** A list as it is asked for, with its rows. */
export interface Listed {
  /** The same for lists of the same orders in the same order. */
  key: string;
  asked: Asked;
  rows: PagedRows<OrderRow, OrderPage>;
}

const typingPause = 180;

export class OrdersView {
  /** What stands in the search field. */
  words = $state('');
  /** Only the orders that the chosen formula counts. */
  counted = $state(false);
  sort = $state<OrderSort>('newest');
  /** The list on the screen: the former one until the next has its first rows. */
  listed = $state.raw<Listed | null>(null);
  /** The row that the keys stand on. */
  active = $state<number | null>(null);
  /** The order that is open beside the list. */
  opened = $state<number | null>(null);

  #kind = $state<Period['kind']>('month');
  #custom = $state.raw({ first: '', last: '' });
  #search = $state('');
  #again = $state(0);
  readonly #window: Window;

  /** The month that every screen follows; nothing while it is not known. */
  readonly month: string | null = $derived.by(() => this.#window.month ?? this.#window.home.data?.current.from ?? null);
  readonly period: Period | null = $derived.by(() => {
    if (this.#kind === 'custom') return { kind: 'custom', ...this.#custom };
    if (this.#kind === 'all') return { kind: 'all' };
    if (this.month !== null) return { kind: 'month', month: this.month };
    // Without a month to follow, all orders are better than none.
    return this.#window.home.settled ? { kind: 'all' } : null;
  });
  readonly days: Days | null = $derived.by(() => (this.period ? daysOf(this.period) : null));
  /** What is searched for, once the typing pauses. */
  readonly search: string = $derived.by(() => this.#search.trim());
  readonly asked: Asked | null = $derived.by(() => {
    if (!this.days) return null;
    return {
      ...this.days,
      search: this.search,
      countedBy: this.counted ? this.#window.formula : null,
      currency: this.counted ? (this.#window.shop?.settings.currency ?? null) : null,
      sort: this.sort,
    };
  });

  /** Made while a component is set up: its effects end with it. */
  constructor(window: Window) {
    this.#window = window;
    $effect(() => {
      const words = this.words;
      // Clearing the field needs no pause.
      const timer = setTimeout(() => (this.#search = words), words === '' ? 0 : typingPause);
      return () => clearTimeout(timer);
    });
    $effect(() => {
      void this.#again;
      const asked = this.asked;
      if (!asked) return undefined;
      return this.#list(asked);
    });
    $effect(() =>
      window.backend.onDataChanged((topics) => {
        if (topics.includes('orders') || topics.includes('settings')) this.reload();
      }),
    );
  }

  /** Follows an address such as `#/orders?month=2026-06-01&counted=goods&search=vogt`. */
  follow(params: URLSearchParams): void {
    const month = params.get('month');
    const from = params.get('from');
    const until = params.get('until');
    if (month) this.choose({ kind: 'month', month });
    else if (from ?? until) this.choose(periodOf({ from, until }));
    else if (params.get('period') === 'all') this.choose({ kind: 'all' });
    const search = params.get('search');
    if (search !== null) {
      this.words = search;
      this.#search = search;
    }
    if (params.has('counted')) this.counted = true;
  }

  choose(period: Period): void {
    this.#kind = period.kind;
    if (period.kind === 'month') this.#window.month = period.month;
    if (period.kind === 'custom') this.#custom = { first: period.first, last: period.last };
  }

  /** Lists the orders of all time that the words fit, counted or not. */
  widen(): void {
    this.#kind = 'all';
    this.counted = false;
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
    const rows = new PagedRows<OrderRow, OrderPage>((offset, limit) => this.#window.backend.listOrders({ ...asked, offset, limit }));
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
