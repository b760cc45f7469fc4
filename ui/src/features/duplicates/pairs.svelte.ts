// The merchant's word on pairs of customers: said, shown in the corner, and taken back from there.
import type { App } from '$lib/app/app.svelte';
import type { DuplicateList, DuplicatePair, DuplicatesPage } from '$lib/backend/backend';
import { Query } from '$lib/backend/query.svelte';
import { t } from '$lib/messages';

/** Pairs on a page. */
export const pageSize = 25;

/** What can be said of a pair. */
export type Word = 'join' | 'part' | 'apart' | 'suggest';

type Told = Pick<App, 'backend' | 'toasts' | 'complain'>;

const opposite: Record<Word, Word> = { join: 'part', part: 'join', apart: 'suggest', suggest: 'apart' };

/** Name, or what they are found by. */
export function called({ name, handle }: { name: string; handle: string }): string {
  return name === '' ? handle : name;
}

/** A key for a pair that stays while it moves from list to list. */
export function keyOf({ a, b }: DuplicatePair): string {
  return `${a.handle} ${b.handle}`;
}

async function tell({ backend }: Told, word: Word, a: string, b: string): Promise<boolean> {
  const pair = { a, b };
  const asked = {
    join: () => backend.joinCustomers(pair),
    part: () => backend.partCustomers(pair),
    apart: () => backend.dismissDuplicate({ pair, apart: true }),
    suggest: () => backend.dismissDuplicate({ pair, apart: false }),
  };
  return (await asked[word]()).changed;
}

/** Says something of a pair; a message offers to take it back. Whether that was done. */
export async function say(app: Told, word: Word, pair: Pick<DuplicatePair, 'a' | 'b'>): Promise<boolean> {
  const { a, b } = pair;
  try {
    await tell(app, word, a.handle, b.handle);
  } catch (error) {
    app.complain(error);
    return false;
  }
  const done = {
    join: t.duplicates.joinedNow(called(a.name === '' ? b : a)),
    part: t.duplicates.partedNow,
    apart: t.duplicates.apartNow,
    suggest: t.duplicates.suggestedNow,
  };
  app.toasts.show('done', done[word], {
    label: t.app.undo,
    run: () => {
      tell(app, opposite[word], a.handle, b.handle).catch((error: unknown) => app.complain(error));
    },
  });
  return true;
}

/** The page: which list, which part of it, and its pairs. */
export class Pairs {
  list = $state<DuplicateList>('likely');
  offset = $state(0);
  /** The pair of which something is being said. */
  working = $state<string | null>(null);
  readonly query: Query<{ list: DuplicateList; page: DuplicatesPage }>;
  /** How long each list is. */
  readonly counts = $derived.by(() => this.query.data?.page);
  readonly total: number = $derived.by(() => this.counts?.[this.list] ?? 0);
  /** The pairs; nothing while only those of another list are here. */
  readonly rows: DuplicatePair[] | undefined = $derived.by(() => (this.query.data?.list === this.list ? this.query.data.page.rows : undefined));

  readonly #app: Told;

  constructor(app: Told) {
    this.#app = app;
    this.query = new Query(app.backend, ['customers', 'orders', 'settings', 'shops'], () => {
      const { list } = this;
      return app.backend.duplicates({ list, offset: this.offset, limit: pageSize }).then((page) => ({ list, page }));
    });
    $effect(() => {
      // The last pair of a page was decided: back to where there are some.
      if (this.rows && this.offset > 0 && this.offset >= this.total) this.offset = Math.max(0, this.offset - pageSize);
    });
  }

  show(list: DuplicateList): void {
    this.list = list;
    this.offset = 0;
  }

  step(by: 1 | -1): void {
    this.offset = Math.max(0, this.offset + by * pageSize);
  }

  async say(word: Word, pair: DuplicatePair): Promise<boolean> {
    this.working = keyOf(pair);
    const done = await say(this.#app, word, pair);
    this.working = null;
    return done;
  }
}
