// The rules on the screen: edited in place, kept as soon as they are whole.
import { untrack } from 'svelte';
import type { App } from '$lib/app/app.svelte';
import type { SaidSuggestionRule, SuggestionRule } from '$lib/backend/backend';
import { Query } from '$lib/backend/query.svelte';
import { t } from '$lib/messages';
import { isWhole, moved } from './rules';

/** A rule with a name of its own, so that it stays itself when it is moved. */
export interface Row {
  key: number;
  rule: SuggestionRule;
}

export class RulesDesk {
  rows = $state.raw<Row[]>([]);
  /** Names of the products that rules speak of; none where a product is gone. */
  names = $state.raw<ReadonlyMap<number, string | null>>(new Map());
  readonly query: Query<SaidSuggestionRule[]>;
  #next = 1;
  #saves = 0;
  #queue: Promise<void> = Promise.resolve();
  readonly #app: App;

  /** Made while a component is set up: its effects end with it. */
  constructor(app: App) {
    this.#app = app;
    this.query = new Query(app.backend, ['suggestions', 'imports', 'shops'], () => (app.shop ? app.backend.suggestionRules() : undefined));
    $effect(() => {
      const { data } = this.query;
      if (data) untrack(() => this.#take(data));
    });
  }

  readonly unfinished = $derived.by(() => this.rows.some(({ rule }) => !isWhole(rule)));

  set(key: number, rule: SuggestionRule): void {
    this.#edit(this.rows.map((row) => (row.key === key ? { key, rule } : row)));
  }

  add(rule: SuggestionRule): void {
    this.#edit([...this.rows, { key: this.#new(), rule }]);
  }

  /** Moves a rule one place up or down; answers where it stands then. */
  move(key: number, by: 1 | -1): number {
    const from = this.rows.findIndex((row) => row.key === key);
    const to = from + by;
    if (from < 0 || to < 0 || to >= this.rows.length) return from;
    this.#edit(moved(this.rows, from, to));
    return to;
  }

  remove(key: number): void {
    const at = this.rows.findIndex((row) => row.key === key);
    const row = this.rows[at];
    if (!row) return;
    this.#edit(this.rows.filter((one) => one !== row));
    this.#app.toasts.show('done', t.suggestions.rules.removed, {
      label: t.app.undo,
      run: () => this.#edit([...this.rows.slice(0, at), row, ...this.rows.slice(at)]),
    });
  }

  /** A product was chosen: its name is known before the program says it. */
  know(id: number, name: string): void {
    this.names = new Map([...this.names, [id, name]]);
  }

  #new(): number {
    this.#next += 1;
    return this.#next;
  }

  /** What the program has; what is edited here leads, as long as it is not kept. */
  #take(said: readonly SaidSuggestionRule[]): void {
    this.names = new Map([...this.names, ...said.flatMap(({ products }) => products.map(({ id, name }) => [id, name] as const))]);
    if (this.#saves > 0 || this.rows.some(({ rule }) => !isWhole(rule))) return;
    const same = this.rows.length === said.length && this.rows.every(({ rule }, at) => JSON.stringify(rule) === JSON.stringify(said[at]?.rule));
    if (!same) this.rows = said.map(({ rule }) => ({ key: this.#new(), rule }));
  }

  #edit(rows: Row[]): void {
    this.rows = rows;
    this.#saves += 1;
    // One after the other: the last one said is the last one kept.
    this.#queue = this.#queue.then(() => this.#save());
  }

  async #save(): Promise<void> {
    let said: SaidSuggestionRule[] | undefined;
    try {
      said = await this.#app.backend.setSuggestionRules(this.rows.map(({ rule }) => rule).filter(isWhole));
    } catch (error) {
      this.#app.complain(error);
      this.query.reload();
    }
    this.#saves -= 1;
    if (said) this.#take(said);
  }
}
