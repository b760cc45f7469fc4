/** A part of a long list. */
export interface Part<T> {
  total: number;
  /** Rows of two generations do not belong together. */
  generation: number;
  rows: T[];
}

/** Rows of one page. */
export const pageSize = 200;
const pagesKept = 8;

/**
 * A long list that is asked for in pages, of which a few are kept. Page 0 is asked for at once;
 * others when they come into view. When the list changed meanwhile, what was kept is dropped.
 */
export class PagedRows<T, P extends Part<T> = Part<T>> {
  /** The newest answer, for what it says of the whole list. */
  newest = $state.raw<P | undefined>(undefined);
  error = $state.raw<unknown>(undefined);
  loading = $state(true);
  readonly total: number = $derived.by(() => this.newest?.total ?? 0);

  /** Raised when pages come or go, for what reads rows. */
  #turn = $state(0);
  readonly #load: (offset: number, limit: number) => Promise<P>;
  readonly #pages = new Map<number, T[]>();
  readonly #waiting = new Set<number>();
  #ended = false;

  constructor(load: (offset: number, limit: number) => Promise<P>) {
    this.#load = load;
    void this.#fetch(0);
  }

  /** The row at a place, where its page is here. */
  at(index: number): T | undefined {
    void this.#turn;
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** Asks for what is missing of a run of rows. */
  want(from: number, until: number): void {
    if (until <= from) return;
    const last = Math.floor((until - 1) / pageSize);
    for (let page = Math.floor(from / pageSize); page <= last; page += 1) {
      const here = this.#pages.get(page);
      if (here) {
        // Touched last, dropped last.
        this.#pages.delete(page);
        this.#pages.set(page, here);
      } else if (!this.#waiting.has(page)) {
        void this.#fetch(page);
      }
    }
  }

  /** Asks for the beginning again. */
  retry(): void {
    this.error = undefined;
    void this.#fetch(0);
  }

  /** Late answers no longer matter. */
  end(): void {
    this.#ended = true;
  }

  async #fetch(page: number): Promise<void> {
    this.#waiting.add(page);
    this.loading = true;
    try {
      const answer = await this.#load(page * pageSize, pageSize);
      if (this.#ended) return;
      if (this.newest && this.newest.generation !== answer.generation) this.#pages.clear();
      this.newest = answer;
      this.error = undefined;
      this.#pages.set(page, answer.rows);
      for (const oldest of this.#pages.keys()) {
        if (this.#pages.size <= pagesKept) break;
        this.#pages.delete(oldest);
      }
      this.#turn += 1;
    } catch (error) {
      if (!this.#ended) this.error = error;
    } finally {
      this.#waiting.delete(page);
      this.loading = this.#waiting.size > 0;
    }
  }
}
