// Everyone of a message, page by page, anew when figures change.
import type { App } from '$lib/app/app.svelte';
import type { ListOutbox, OutboxPage, OutboxRow } from '$lib/backend/backend';
import { PagedRows, type Part } from '$lib/ui/paged-rows.svelte';

export type Asked = Omit<ListOutbox, 'offset' | 'limit'>;
type Page = OutboxPage & Part<OutboxRow>;

export class Everyone {
  /** The list on the screen: the former one until the next has its first rows. */
  listed = $state.raw<{ key: string; rows: PagedRows<OutboxRow, Page> } | null>(null);

  #again = $state(0);
  readonly #app: App;

  /** Made while a component is set up: its effects end with it. */
  constructor(app: App, asked: () => Asked, figures: () => string) {
    this.#app = app;
    const question = $derived(JSON.stringify(asked()));
    const counts = $derived(figures());
    $effect(() => {
      void this.#again;
      void counts;
      return this.#list(question);
    });
  }

  reload(): void {
    this.#again += 1;
  }

  #list(key: string): () => void {
    const asked = JSON.parse(key) as Asked;
    // People do not move in the list: all pages of one question belong together.
    const rows = new PagedRows<OutboxRow, Page>(async (offset, limit) => ({ ...(await this.#app.backend.listOutbox({ ...asked, offset, limit })), generation: 0 }));
    const shown = $effect.root(() => {
      $effect(() => {
        if (rows.newest === undefined && rows.error === undefined) return;
        if (this.listed?.rows !== rows) this.listed = { key, rows };
      });
    });
    return () => {
      shown();
      if (this.listed?.rows !== rows) rows.end();
    };
  }
}
