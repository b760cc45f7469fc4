// How far it is with looking through the orders for suggestions: work that goes on whichever page is shown.
import type { Backend, SuggestionWork, Topic } from '../backend/backend';

/** What it needs of the window. */
export interface Window {
  backend: Pick<Backend, 'suggestionWork' | 'prepareSuggestions' | 'stopSuggestions' | 'onDataChanged'>;
  shop: { path: string } | null;
  complain(error: unknown): void;
}

const topics: readonly Topic[] = ['suggestions', 'orders', 'imports', 'shops'];
/** Milliseconds between two looks while it works. */
const pause = 400;

export class Learning {
  work = $state.raw<SuggestionWork | null>(null);
  stopping = $state(false);
  #asked = 0;
  readonly #window: Window;

  /** Made while the shell is set up: its effects end with it. */
  constructor(window: Window) {
    this.#window = window;
    // The shop is read anew with each change; only another one begins anew here.
    const path = $derived(window.shop?.path);
    $effect(() => {
      this.work = null;
      if (path === undefined) return;
      void this.#look();
      return () => {
        this.#asked += 1;
      };
    });
    $effect(() =>
      window.backend.onDataChanged((changed) => {
        if (window.shop && changed.some((topic) => topics.includes(topic))) void this.#look();
      }),
    );
  }

  /** How far, from 0 to 1; nothing while that is not known, or while nothing is done. */
  get share(): number | null {
    return this.work?.kind === 'working' && this.work.total ? this.work.done / this.work.total : null;
  }

  get working(): boolean {
    return this.work?.kind === 'working';
  }

  async stop(): Promise<void> {
    if (!this.working || this.stopping) return;
    this.stopping = true;
    await this.#ask(() => this.#window.backend.stopSuggestions());
    this.stopping = false;
  }

  async goOn(): Promise<void> {
    await this.#ask(() => this.#window.backend.prepareSuggestions());
  }

  #look(): Promise<void> {
    return this.#ask(() => this.#window.backend.suggestionWork());
  }

  async #ask(question: () => Promise<SuggestionWork>): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    try {
      const work = await question();
      if (mine !== this.#asked) return;
      this.work = work;
      if (work.kind !== 'working') return;
      setTimeout(() => {
        if (mine === this.#asked) void this.#look();
      }, pause);
    } catch (error) {
      if (mine === this.#asked) this.#window.complain(error);
    }
  }
}
