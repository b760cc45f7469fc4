// Which products are listed, how, and which one is open beside the list.
import type { App } from '$lib/app/app.svelte';
import type { ListProducts, ProductDays, ProductPage, ProductRow, ProductSort } from '$lib/backend/backend';
import { PagedRows } from '$lib/ui/paged-rows.svelte';

export const spans: readonly ProductDays[] = ['month', 'quarter', 'year', 'all'];
const sorts: readonly ProductSort[] = ['revenue', 'name', 'units', 'orders', 'aov', 'stock'];

export const views = ['list', 'together', 'suggestions'] as const;
export type View = (typeof views)[number];

export interface Shown {
  view: View;
  days: ProductDays;
  sort: ProductSort;
  ascending: boolean;
  search: string;
}

function among<T extends string>(value: string | null, list: readonly T[]): T | null {
  return list.find((one) => one === value) ?? null;
}

/** What an address asks for; what it does not know is left out. */
export function readShown(params: URLSearchParams): Shown {
  const sort = among(params.get('sort'), sorts) ?? 'revenue';
  return {
    view: among(params.get('view'), views) ?? 'list',
    days: among(params.get('days'), spans) ?? 'year',
    sort,
    // By name, A stands first; by anything else the most does.
    ascending: params.get('order') === 'up' || (sort === 'name' && params.get('order') !== 'down'),
    search: params.get('search') ?? '',
  };
}

/** The address of what is shown; what goes without saying is left out. */
export function writeShown(shown: Shown): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string | null) => {
    if (value !== null && value !== '') params.set(name, value);
  };
  put('view', shown.view === 'list' ? null : shown.view);
  put('days', shown.days === 'year' ? null : shown.days);
  put('sort', shown.sort === 'revenue' ? null : shown.sort);
  put('order', shown.ascending === (shown.sort === 'name') ? null : shown.ascending ? 'up' : 'down');
  put('search', shown.search);
  return params;
}

export class ProductsView {
  readonly shown: Shown = $derived.by(() => readShown(this.#app.router.place.params));
  /** The list on the screen: the former one until the next has its first rows. */
  listed = $state.raw<{ key: string; rows: PagedRows<ProductRow, ProductPage> } | null>(null);
  /** The row that the keys stand on. */
  active = $state<number | null>(null);
  /** Which product is open beside the list. */
  opened = $state<number | null>(null);

  #again = $state(0);
  readonly #app: App;

  /** Made while a component is set up: its effects end with it. */
  constructor(app: App) {
    this.#app = app;
    const question = $derived.by(() => {
      const { days, search, sort, ascending } = this.shown;
      return JSON.stringify({ days, formula: app.formula, search, sort, descending: !ascending });
    });
    // What shows sets alone asks for no list.
    const wanted = $derived(this.shown.view === 'list' && app.shop !== null);
    $effect(() => {
      void this.#again;
      void app.pictures.turn;
      return wanted ? this.#list(question) : undefined;
    });
    // Another page may send a product here to be opened.
    $effect(() => {
      const asked = Number(this.#app.router.place.params.get('open'));
      if (asked > 0) this.opened = asked;
    });
    $effect(() =>
      app.backend.onDataChanged((topics) => {
        if (topics.some((topic) => topic === 'orders' || topic === 'imports' || topic === 'settings' || topic === 'shops')) this.reload();
      }),
    );
  }

  /** Something else is shown; what is not named stays. */
  change(change: Partial<Shown>): void {
    this.#app.router.put('products', writeShown({ ...this.shown, ...change }), 'search' in change);
  }

  sortBy(sort: ProductSort): void {
    const { sort: now, ascending } = this.shown;
    this.change(sort === now ? { ascending: !ascending } : { sort, ascending: sort === 'name' });
  }

  reload(): void {
    this.#again += 1;
  }

  open(index: number): void {
    const row = this.listed?.rows.at(index);
    if (row) this.opened = row.id;
  }

  goTo(index: number): void {
    this.active = index;
    if (this.opened !== null) this.open(index);
  }

  /** Another product than that of a row: the keys stand on none then. */
  show(id: number): void {
    this.active = null;
    this.opened = id;
  }

  close(): void {
    this.opened = null;
  }

  #list(key: string): () => void {
    const asked = JSON.parse(key) as Omit<ListProducts, 'offset' | 'limit'>;
    const rows = new PagedRows<ProductRow, ProductPage>((offset, limit) => this.#app.backend.listProducts({ ...asked, offset, limit }));
    const shown = $effect.root(() => {
      $effect(() => {
        if (rows.newest === undefined && rows.error === undefined) return;
        if (this.listed?.rows === rows) return;
        if (this.listed && this.listed.key !== key) this.active = null;
        this.listed = { key, rows };
      });
    });
    return () => {
      shown();
      if (this.listed?.rows !== rows) rows.end();
    };
  }
}
