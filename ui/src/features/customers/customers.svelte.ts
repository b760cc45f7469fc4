// Which customers are listed, how, and who is open beside the list.
import type { App } from '$lib/app/app.svelte';
import type { CustomerPage, CustomerRow, CustomerSort, CustomersAsked, MapCellAt, MapPart, ScoreGroup } from '$lib/backend/backend';
import { PagedRows } from '$lib/ui/paged-rows.svelte';

export const parts: readonly MapPart[] = ['best', 'goodGoneQuiet', 'regulars', 'slippingAway', 'smallRecent', 'smallQuiet', 'almostLost'];
export const groups: readonly ScoreGroup[] = [
  'champions', 'loyal', 'potentialLoyalists', 'newCustomers', 'promising', 'needAttention', 'aboutToSleep', 'atRisk', 'cannotLoseThem', 'hibernating', 'lost',
];
const sorts: readonly CustomerSort[] = ['spent', 'lastOrder', 'orders', 'average', 'predicted', 'name'];

export interface Shown {
  view: 'map' | 'scores';
  part: MapPart | null;
  cell: MapCellAt | null;
  group: ScoreGroup | null;
  sort: CustomerSort;
  ascending: boolean;
  search: string;
}

function among<T extends string>(value: string | null, list: readonly T[]): T | null {
  return list.find((one) => one === value) ?? null;
}

/** What an address asks for; what it does not know is left out. */
export function readShown(params: URLSearchParams): Shown {
  const cell = /^([0-4])-([0-4])$/u.exec(params.get('cell') ?? '');
  const sort = among(params.get('sort'), sorts) ?? 'spent';
  return {
    view: params.get('view') === 'scores' ? 'scores' : 'map',
    part: among(params.get('part'), parts),
    cell: cell ? { spent: Number(cell[1]), days: Number(cell[2]) } : null,
    group: among(params.get('group'), groups),
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
  put('view', shown.view === 'map' ? null : shown.view);
  put('part', shown.part);
  put('cell', shown.cell && `${String(shown.cell.spent)}-${String(shown.cell.days)}`);
  put('group', shown.group);
  put('sort', shown.sort === 'spent' ? null : shown.sort);
  put('order', shown.ascending === (shown.sort === 'name') ? null : shown.ascending ? 'up' : 'down');
  put('search', shown.search);
  return params;
}

export class CustomersView {
  readonly shown: Shown = $derived.by(() => readShown(this.#app.router.place.params));
  /** The list on the screen: the former one until the next has its first rows. */
  listed = $state.raw<{ key: string; rows: PagedRows<CustomerRow, CustomerPage> } | null>(null);
  /** The row that the keys stand on. */
  active = $state<number | null>(null);
  /** Who is open beside the list. */
  opened = $state<number | null>(null);

  #again = $state(0);
  readonly #app: App;

  /** Made while a component is set up: its effects end with it. */
  constructor(app: App) {
    this.#app = app;
    const question = $derived(
      JSON.stringify({
        who: { search: this.shown.search, part: this.shown.part, cell: this.shown.cell, group: this.shown.group },
        sort: this.shown.sort,
        ascending: this.shown.ascending,
      }),
    );
    $effect(() => {
      void this.#again;
      return this.#app.nobody ? undefined : this.#list(question);
    });
    // Another page may send someone here to be opened.
    $effect(() => {
      const asked = Number(this.#app.router.place.params.get('open'));
      if (asked > 0) this.opened = asked;
    });
    $effect(() =>
      app.backend.onDataChanged((topics) => {
        if (topics.some((topic) => topic === 'orders' || topic === 'customers' || topic === 'settings')) this.reload();
      }),
    );
  }

  /** Something else is shown; what is not named stays. */
  change(change: Partial<Shown>): void {
    this.#app.router.put('customers', writeShown({ ...this.shown, ...change }), 'search' in change);
  }

  /** A part, a cell or a group alone, or nobody's where it was that one already. */
  choose(chosen: Partial<Pick<Shown, 'part' | 'cell' | 'group'>>): void {
    const now = { part: null, cell: null, group: null, ...chosen };
    const same = JSON.stringify(now) === JSON.stringify({ part: this.shown.part, cell: this.shown.cell, group: this.shown.group });
    this.change(same ? { part: null, cell: null, group: null } : now);
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

  close(): void {
    this.opened = null;
  }

  #list(key: string): () => void {
    const asked = JSON.parse(key) as { who: CustomersAsked; sort: CustomerSort; ascending: boolean };
    const rows = new PagedRows<CustomerRow, CustomerPage>((offset, limit) => this.#app.backend.listCustomers({ ...asked, offset, limit }));
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
