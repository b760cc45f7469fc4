// What the Orders screen shows: read from its address, asked of the program, and written back.
import type { App } from '$lib/app/app.svelte';
import type { Breakdown, BreakdownInput, BreakdownSort, Dimension, Explore, ExploreInput, ListOrders, PriceMark, Topic } from '$lib/backend/backend';
import { Query } from '$lib/backend/query.svelte';
import { daysOf, stepped, type Days } from '$lib/app/period';
import { read, toggled, write, type Shown } from './place';

/** Tabs that always stand open; the others are behind “More”. */
const tabs: readonly Dimension[] = ['channel', 'product', 'country', 'customer'];
/** Their values have an order of their own. */
const inOrder: readonly Dimension[] = ['weekday', 'hour', 'basket', 'discount'];
const page = 'orders';

/** What the list is asked for, without its pages. */
export type Asked = Omit<ListOrders, 'offset' | 'limit'>;

function thresholdKey(shop: string): string {
  return `pannier.threshold:${shop}`;
}

export class Explorer {
  /** A free-shipping threshold that the merchant named, in minor units. */
  threshold = $state<number | null>(null);
  readonly explore: Query<Explore>;
  readonly table: Query<Breakdown>;
  /** Where prices changed: asked for once the figures stand. */
  readonly prices: Query<PriceMark[]>;

  readonly #app: App;
  #last = read(new URLSearchParams());

  /** While another page takes this one's place, what was shown stays. */
  readonly shown: Shown = $derived.by(() => {
    const place = this.#app.router.place;
    if (place.page === page) this.#last = read(place.params);
    return this.#last;
  });
  readonly newest: string | null = $derived.by(() => this.#app.shop?.newestOrderLocal?.slice(0, 10) ?? null);
  readonly days: Days = $derived.by(() => daysOf(this.shown.period, this.newest));
  readonly input: ExploreInput = $derived.by(() => ({
    ...this.days,
    comparedWith: this.shown.comparedWith,
    compareFrom: this.shown.comparison?.first ?? null,
    compareUntil: this.shown.comparison ? daysOf({ kind: 'custom', ...this.shown.comparison }, null).until : null,
    formula: this.#app.formula,
    currency: this.shown.currency,
    filters: this.shown.filters,
    step: this.shown.step,
    threshold: this.threshold,
    bars: this.shown.bars,
  }));
  readonly data: Explore | undefined = $derived.by(() => this.explore.data);
  /** What the files let orders be split by: the open tabs first. */
  readonly dimensions: Dimension[] = $derived.by(() => {
    const known = this.data?.dimensions ?? [];
    return [...tabs.filter((by) => known.includes(by)), ...known.filter((by) => !tabs.includes(by))];
  });
  readonly by: Dimension | null = $derived.by(() => this.shown.by ?? this.dimensions[0] ?? null);
  /** The tabs in view: the usual ones, and a chosen one from behind “More”. */
  readonly tabs: Dimension[] = $derived.by(() => {
    const open = this.dimensions.filter((by) => tabs.includes(by));
    return this.by && !open.includes(this.by) ? [...open, this.by] : open;
  });
  readonly behind: Dimension[] = $derived.by(() => this.dimensions.filter((by) => !this.tabs.includes(by)));
  /** What the rows are sorted by: the largest first, but days, hours and sizes as they come. */
  readonly sort: { by: BreakdownSort; ascending: boolean } = $derived.by(() => {
    const { sort, ascending } = this.shown;
    if (sort) return { by: sort, ascending };
    return this.by && inOrder.includes(this.by) ? { by: 'name', ascending: true } : { by: 'revenue', ascending: false };
  });
  /** What the table is asked for: a row stays in view, chosen, when its own filter is on. */
  readonly splitInput: BreakdownInput | null = $derived.by(() => {
    const by = this.by;
    if (!by) return null;
    const orders = { ...this.input, filters: this.shown.filters.filter((filter) => filter.by !== by), bars: 'sizes' as const };
    return { orders, by, sort: this.sort.by, ascending: this.sort.ascending };
  });
  /** The rows whose difference can be explained: two chosen ones, or one and all others. */
  readonly pair: { group: string; against: string | null } | null = $derived.by(() => {
    const [first, second, third] = this.shown.filters.filter(({ by }) => by === this.by);
    if (!first || third) return null;
    return second ? { group: second.value, against: first.value } : { group: first.value, against: null };
  });
  /** All orders where words are searched for: a cancelled one should be found too. */
  readonly counted: boolean = $derived.by(() =>
    this.shown.list === null ? this.shown.search === '' : this.shown.list === 'counted',
  );
  readonly asked: Asked | null = $derived.by(() => {
    const { search, filters, goods, about, order, currency } = this.shown;
    if (!this.#app.shop) return null;
    const figuresIn = currency ?? this.data?.currency ?? null;
    // In which currency is only known with the figures. A list that was asked for without it would
    // give way to another one then, and throw whoever scrolls in it back to its beginning.
    if (this.counted && figuresIn === null) return null;
    return {
      ...this.days,
      search: search.trim(),
      countedBy: this.counted ? this.#app.formula : null,
      currency: this.counted ? figuresIn : currency,
      filters,
      valueFrom: goods?.from ?? null,
      valueUntil: goods?.until ?? null,
      about,
      sort: order,
    };
  });

  /** Made while a component is set up: its questions end with it. */
  constructor(app: App) {
    this.#app = app;
    $effect.pre(() => {
      const shop = app.shop?.path;
      const kept = shop === undefined ? null : localStorage.getItem(thresholdKey(shop));
      this.threshold = kept === null ? null : Number(kept);
    });
    // The same question in other words is no other question.
    const whole = $derived(this.#asks() ? JSON.stringify(this.input) : null);
    const split = $derived(this.#asks() ? JSON.stringify(this.splitInput) : null);
    const topics: Topic[] = ['orders', 'customers', 'segments', 'settings', 'shops'];
    this.explore = new Query(app.backend, topics, () =>
      whole === null ? undefined : app.backend.explore(JSON.parse(whole) as ExploreInput),
    );
    this.table = new Query(app.backend, topics, () =>
      split === null || split === 'null' ? undefined : app.backend.breakdown(JSON.parse(split) as BreakdownInput),
    );
    this.prices = new Query(app.backend, topics, () =>
      whole === null || this.explore.data === undefined ? undefined : app.backend.priceMarks(JSON.parse(whole) as ExploreInput),
    );
    // The month that every screen follows.
    $effect(() => {
      const { period } = this.shown;
      if (period.kind === 'month') app.month = period.month;
    });
  }

  #asks(): boolean {
    const shop = this.#app.shop;
    return shop !== null && shop.orders > 0;
  }

  /** Shows something else; Back leads to what was shown before, unless it is to be forgotten. */
  change(next: Partial<Shown>, forget = false): void {
    this.#app.router.put(page, write({ ...this.shown, ...next }), forget);
  }

  /** Puts a filter on, or takes it off. */
  toggle(by: Dimension, value: string): void {
    this.change({ filters: toggled(this.shown.filters, { by, value }) });
  }

  has(by: Dimension, value: string): boolean {
    return this.shown.filters.some((filter) => filter.by === by && filter.value === value);
  }

  /** Sorts by a column; by the same one again, the other way. */
  sortBy(sort: BreakdownSort): void {
    const same = this.sort.by === sort;
    // Names begin with A, figures with the largest.
    this.change({ sort, ascending: same ? !this.sort.ascending : sort === 'name' });
  }

  /** The period of the same length before or after, as far as there are orders. */
  step(by: 1 | -1): void {
    const next = stepped(this.shown.period, by, this.newest);
    if (!next) return;
    const { from, until } = daysOf(next, this.newest);
    const { firstDay, lastDay } = this.data ?? {};
    if (by < 0 && firstDay && until && until <= firstDay) return;
    if (by > 0 && lastDay && from && from > lastDay) return;
    this.change({ period: next });
  }

  nameThreshold(minor: number | null): void {
    this.threshold = minor;
    const shop = this.#app.shop?.path;
    if (shop === undefined) return;
    if (minor === null) localStorage.removeItem(thresholdKey(shop));
    else localStorage.setItem(thresholdKey(shop), String(minor));
  }

  /** Writes something where the merchant says, and says where it is. */
  async save(write: () => Promise<string | null>, said: (path: string) => string): Promise<void> {
    try {
      const path = await write();
      if (path !== null) this.#app.toasts.show('done', said(path));
    } catch (error) {
      this.#app.complain(error);
    }
  }
}
