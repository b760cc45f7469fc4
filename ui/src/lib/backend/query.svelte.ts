import type { Backend, Topic } from './backend';
import { trouble, type Trouble } from './errors';

/**
 * One question to the program and its newest answer. Asks again when what the question reads
 * changes, and when one of its topics does. The former answer stays while a new one is on its way;
 * an answer that was overtaken is dropped.
 *
 * Made while a component is set up, so that it ends with the component.
 */
export class Query<T> {
  data = $state.raw<T | undefined>(undefined);
  error = $state.raw<Trouble | undefined>(undefined);
  loading = $state(true);
  /** There was an answer, good or bad. */
  settled = $derived.by(() => this.data !== undefined || this.error !== undefined);

  #asked = 0;
  #again = $state(0);
  readonly #load: () => Promise<T> | undefined;

  /** `load` may answer `undefined`: there is nothing to ask now. */
  constructor(backend: Pick<Backend, 'onDataChanged'>, topics: readonly Topic[], load: () => Promise<T> | undefined) {
    this.#load = load;
    $effect(() => {
      void this.#again;
      const question = this.#load();
      void this.#wait(question);
    });
    $effect(() =>
      backend.onDataChanged((changed) => {
        if (changed.some((topic) => topics.includes(topic))) this.reload();
      }),
    );
  }

  /** Asks again. */
  reload(): void {
    this.#again += 1;
  }

  async #wait(question: Promise<T> | undefined): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    if (!question) {
      this.data = undefined;
      this.error = undefined;
      this.loading = false;
      return;
    }
    this.loading = true;
    try {
      const answer = await question;
      if (mine !== this.#asked) return;
      this.data = answer;
      this.error = undefined;
    } catch (error) {
      if (mine !== this.#asked) return;
      this.error = trouble(error);
    } finally {
      if (mine === this.#asked) this.loading = false;
    }
  }
}
