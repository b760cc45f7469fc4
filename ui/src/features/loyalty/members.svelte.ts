// Which members are listed, and how: as the address says it.
import type { App } from '$lib/app/app.svelte';
import type { ListMembers, MemberPage, MemberRow, MembersOnly, MemberSort } from '$lib/backend/backend';
import { PagedRows } from '$lib/ui/paged-rows.svelte';

export const onlies: readonly MembersOnly[] = ['all', 'oneOrderAway', 'canUse', 'owing'];
const sorts: readonly MemberSort[] = ['points', 'name', 'joined', 'expiry'];

export type Asked = Pick<ListMembers, 'search' | 'only' | 'sort' | 'ascending'>;

/** What an address asks for; what it does not know is left out. */
export function readAsked(params: URLSearchParams): Asked {
  const sort = sorts.find((one) => one === params.get('sort')) ?? 'points';
  return {
    search: params.get('search') ?? '',
    only: onlies.find((one) => one === params.get('only')) ?? 'all',
    sort,
    ascending: params.get('order') === 'up' || (sort === 'name' && params.get('order') !== 'down'),
  };
}

/** The address of the list: `readAsked` backwards. */
export function writeAsked(asked: Asked): URLSearchParams {
  const params = new URLSearchParams({ view: 'members' });
  if (asked.only !== 'all') params.set('only', asked.only);
  if (asked.sort !== 'points') params.set('sort', asked.sort);
  if (asked.ascending !== (asked.sort === 'name')) params.set('order', asked.ascending ? 'up' : 'down');
  if (asked.search !== '') params.set('search', asked.search);
  return params;
}

export class Members {
  readonly asked: Asked = $derived.by(() => readAsked(this.#app.router.place.params));
  /** The list on the screen: the former one until the next has its first rows. */
  listed = $state.raw<{ key: string; rows: PagedRows<MemberRow, MemberPage> } | null>(null);
  /** The row that the keys stand on. */
  active = $state<number | null>(null);

  #again = $state(0);
  readonly #app: App;

  /** Made while a component is set up: its effects end with it. */
  constructor(app: App) {
    this.#app = app;
    const question = $derived(JSON.stringify(this.asked));
    $effect(() => {
      void this.#again;
      return this.#list(question);
    });
    $effect(() =>
      app.backend.onDataChanged((topics) => {
        if (topics.some((topic) => topic === 'ledger' || topic === 'orders' || topic === 'customers' || topic === 'settings')) this.reload();
      }),
    );
  }

  change(change: Partial<Asked>): void {
    this.#app.router.put('loyalty', writeAsked({ ...this.asked, ...change }), 'search' in change);
  }

  reload(): void {
    this.#again += 1;
  }

  #list(key: string): () => void {
    const asked = JSON.parse(key) as Asked;
    const rows = new PagedRows<MemberRow, MemberPage>((offset, limit) => this.#app.backend.listMembers({ ...asked, offset, limit }));
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
