// Messages to the people of a segment: which go out now, and how far they are, whichever page is shown.
import type { Backend, SendingCounts, SendingRow, Topic } from '../backend/backend';
import { trouble, type Trouble } from '../backend/errors';

/** What it needs of the window. */
export interface Window {
  backend: Pick<Backend, 'listSendings' | 'onDataChanged'>;
  shop: { path: string } | null;
  /** A message that was going out does so no more. */
  told(row: SendingRow): void;
}

const topics: readonly Topic[] = ['sending', 'customers', 'shops'];
/** Milliseconds between two looks while something goes out, and while it waits for its time. */
const pause = 1_000;
const longPause = 5_000;
/** How far back the pace is measured, and over how long at least (milliseconds). */
const paceWindow = 60_000;
const paceLeast = 8_000;

/** Those whom a message is for. */
export function reach(counts: SendingCounts): number {
  return counts.ready + counts.underWay + decided(counts);
}

/** Those of them for whom nothing is left to be done. */
export function decided(counts: SendingCounts): number {
  return counts.sent + counts.failed + counts.uncertain;
}

/** How far a message is, from 0 to 1. */
export function share(counts: SendingCounts): number {
  const all = reach(counts);
  return all === 0 ? 1 : decided(counts) / all;
}

/** When so many were decided. */
export interface Sample {
  at: number;
  done: number;
}

/** Minutes until nobody is left at the present pace; nothing while that is not known. */
export function minutesLeft(samples: readonly Sample[], left: number): number | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < paceLeast || last.done <= first.done) return null;
  const each = (last.at - first.at) / (last.done - first.done);
  return Math.max(1, Math.round((left * each) / 60_000));
}

/** What came to its end since it was looked at before: a short message is never seen on its way. */
export function ended(before: readonly SendingRow[], rows: readonly SendingRow[]): SendingRow[] {
  const states = new Map(before.map(({ id, state }) => [id, state]));
  return rows.filter(({ id, state, pausedBy }) => {
    const was = states.get(id);
    const isNew = was !== undefined && was !== state && was !== 'finished' && was !== 'stopped';
    return isNew && (state === 'finished' || (state === 'paused' && pausedBy !== 'merchant'));
  });
}

export class Post {
  rows = $state.raw<SendingRow[] | undefined>(undefined);
  error = $state.raw<Trouble | undefined>(undefined);
  /** What goes out, or waits for its time. */
  readonly going: SendingRow | undefined = $derived.by(() => this.rows?.find(({ state }) => state === 'running'));

  #asked = 0;
  #samples = $state.raw<ReadonlyMap<number, readonly Sample[]>>(new Map());
  readonly #window: Window;

  /** Made while the shell is set up: its effects end with it. */
  constructor(window: Window) {
    this.#window = window;
    // The shop is read anew with each change; only another one begins anew here.
    const path = $derived(window.shop?.path);
    $effect(() => {
      this.rows = undefined;
      this.error = undefined;
      this.#samples = new Map();
      if (path === undefined) return;
      void this.look();
      return () => {
        this.#asked += 1;
      };
    });
    $effect(() =>
      window.backend.onDataChanged((changed) => {
        if (window.shop && changed.some((topic) => topics.includes(topic))) void this.look();
      }),
    );
  }

  /** Minutes until a message is out at its present pace; nothing while that is not known. */
  left(row: SendingRow): number | null {
    return minutesLeft(this.#samples.get(row.id) ?? [], reach(row.counts) - decided(row.counts));
  }

  /** Asks how everything stands, and again while something goes out. */
  async look(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    try {
      const rows = await this.#window.backend.listSendings();
      if (mine !== this.#asked) return;
      for (const row of ended(this.rows ?? [], rows)) this.#window.told(row);
      this.#measure(rows, Date.now());
      this.rows = rows;
      this.error = undefined;
    } catch (error) {
      if (mine !== this.#asked) return;
      this.error = trouble(error);
    }
    const { going } = this;
    if (!going) return;
    setTimeout(() => {
      if (mine === this.#asked) void this.look();
    }, going.waitsFor === '' && this.error === undefined ? pause : longPause);
  }

  #measure(rows: readonly SendingRow[], at: number): void {
    const samples = new Map<number, readonly Sample[]>();
    for (const { id, state, waitsFor, counts } of rows) {
      if (state !== 'running' || waitsFor !== '') continue;
      const kept = (this.#samples.get(id) ?? []).filter((sample) => at - sample.at < paceWindow);
      samples.set(id, [...kept, { at, done: decided(counts) }]);
    }
    this.#samples = samples;
  }
}
