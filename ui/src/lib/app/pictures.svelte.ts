// Fetching pictures of products: work that goes on whichever page is shown, and what came of it.
import type { Backend, PicturesFetched } from '../backend/backend';

/** What fetching needs of the window. */
export interface Window {
  backend: Pick<Backend, 'fetchPictures' | 'cancelTask'>;
  shop: { path: string } | null;
  task: unknown;
  complain(error: unknown): void;
}

/** Pictures that are on their way. */
export interface Coming {
  /** The sites that are asked. */
  sites: string[];
  done: number;
  total: number;
}

/** What fetching brought, and whether it was stopped before its end. */
export interface Brought extends PicturesFetched {
  sites: string[];
  stopped: boolean;
}

export class Pictures {
  coming = $state.raw<Coming | null>(null);
  stopping = $state(false);
  /** Raised when pictures came, for what shows them. */
  turn = $state(0);
  #brought = $state.raw<{ shop: string; what: Brought } | null>(null);
  #later = $state.raw<ReadonlySet<string>>(new Set());
  readonly #window: Window;

  constructor(window: Window) {
    this.#window = window;
  }

  get #shop(): string {
    return this.#window.shop?.path ?? '';
  }

  /** What the last fetching brought, while it is to be read; another shop’s is nobody’s business here. */
  get brought(): Brought | null {
    return this.#brought?.shop === this.#shop ? this.#brought.what : null;
  }

  /** Whether the merchant does not want to be asked now. */
  get later(): boolean {
    return this.#later.has(this.#shop);
  }

  /** Stopping stops all long work: not while there is other. */
  get mayStop(): boolean {
    return !this.stopping && this.#window.task === null;
  }

  async fetch(sites: string[], missing: number): Promise<void> {
    if (this.coming) return;
    const shop = this.#shop;
    this.#brought = null;
    this.stopping = false;
    this.coming = { sites, done: 0, total: missing };
    try {
      const fetched = await this.#window.backend.fetchPictures(({ done, total }) => {
        // Several are fetched at once: what is told may come in another order.
        if (this.coming) this.coming = { sites, done: Math.max(this.coming.done, done), total: total ?? missing };
      });
      this.#brought = { shop, what: { ...fetched, sites, stopped: this.stopping } };
    } catch (error) {
      this.#window.complain(error);
    } finally {
      this.coming = null;
      this.stopping = false;
      this.turn += 1;
    }
  }

  async stop(): Promise<void> {
    if (!this.coming || !this.mayStop) return;
    this.stopping = true;
    try {
      await this.#window.backend.cancelTask();
    } catch (error) {
      this.stopping = false;
      this.#window.complain(error);
    }
  }

  /** What was brought has been read. */
  read(): void {
    this.#brought = null;
  }

  /** Does not ask again until Pannier is started anew. */
  notNow(): void {
    this.#later = new Set([...this.#later, this.#shop]);
  }
}
