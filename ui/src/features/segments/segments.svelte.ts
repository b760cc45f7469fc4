// The segment on the bench: its name, its rules, and who fulfils them right now.
import type { App } from '$lib/app/app.svelte';
import type { SegmentPreview, SegmentRow } from '$lib/backend/backend';
import { trouble } from '$lib/backend/errors';
import { t } from '$lib/messages';
import { count } from '$lib/format/number';
import { alternatives, opened, within } from './sentence';

export type Match = 'all' | 'any';

/** Rules as one sentence. */
export function textOf(match: Match, rules: readonly string[]): string {
  const joint = match === 'all' ? ' and ' : ' or ';
  return rules.length === 0 ? 'everyone' : rules.map((rule) => within(rule, match === 'all' && rules.length > 1)).join(joint);
}

/** The rules of a sentence that the program has read. */
export function rulesOf(preview: SegmentPreview): { match: Match; rules: string[] } {
  if (preview.text === 'everyone') return { match: 'all', rules: [] };
  const either = alternatives(preview.text);
  if (preview.rule.kind === 'any' && either.length > 1) return { match: 'any', rules: either };
  return { match: 'all', rules: preview.steps.map((step) => opened(step.text)) };
}

const shownAtOnce = 6;

function faultWords(error: unknown): string {
  const { title, text } = trouble(error);
  return text === '' ? title : text;
}

export class Bench {
  id = $state<number | null>(null);
  name = $state('');
  match = $state<Match>('all');
  rules = $state.raw<string[]>([]);
  priority = $state<number | null>(null);
  draw = $state(0);
  /** The newest answer; the former one stays while another is on its way. */
  preview = $state.raw<SegmentPreview | undefined>(undefined);
  /** Why the rules cannot be followed, a sentence. */
  fault = $state<string | null>(null);
  saving = $state(false);

  #saved = $state('');
  #asked = 0;
  readonly #app: App;
  readonly text = $derived.by(() => textOf(this.match, this.rules));
  readonly #now = $derived.by(() => JSON.stringify([this.id, this.name.trim(), this.text, this.priority]));
  readonly changed = $derived.by(() => this.#now !== this.#saved);

  /** Made while a component is set up: its effects end with it. */
  constructor(app: App) {
    this.#app = app;
    this.clear();
    $effect(() => {
      if (this.#app.empty) return;
      void this.#ask(this.text, this.draw);
    });
    $effect(() =>
      app.backend.onDataChanged((topics) => {
        if (topics.some((topic) => topic === 'orders' || topic === 'customers' || topic === 'settings' || topic === 'segments')) void this.#ask(this.text, this.draw);
      }),
    );
  }

  /** An empty bench. */
  clear(): void {
    this.id = null;
    this.name = '';
    this.match = 'all';
    this.rules = [];
    this.priority = null;
    this.#saved = this.#now;
  }

  /** Puts a saved segment on the bench. */
  async open(row: SegmentRow): Promise<void> {
    this.id = row.id;
    this.name = row.name;
    this.priority = row.priority;
    await this.read(row.text);
    this.#saved = this.#now;
  }

  /** Reads a sentence into rules; one that cannot be read stays a rule of its own. */
  async read(text: string): Promise<boolean> {
    try {
      const preview = await this.#app.backend.previewSegment({ rule: null, text, id: this.id, sample: 0, draw: 0 });
      const { match, rules } = rulesOf(preview);
      this.match = match;
      this.rules = rules;
      this.fault = null;
      return true;
    } catch (error) {
      this.fault = faultWords(error);
      if (this.rules.length === 0) this.rules = [text];
      return false;
    }
  }

  set(at: number, rule: string): void {
    this.rules = this.rules.map((known, index) => (index === at ? rule : known));
  }

  add(rule: string): void {
    this.rules = [...this.rules, rule];
  }

  drop(at: number): void {
    this.rules = this.rules.filter((_, index) => index !== at);
  }

  async save(): Promise<SegmentRow | null> {
    this.saving = true;
    try {
      const row = await this.#app.backend.saveSegment({ id: this.id, name: this.name.trim(), rule: null, text: this.text, priority: this.priority });
      this.id = row.id;
      this.name = row.name;
      this.#saved = this.#now;
      this.#app.toasts.show('done', t.segments.isSaved(row.name));
      return row;
    } catch (error) {
      this.#app.complain(error);
      return null;
    } finally {
      this.saving = false;
    }
  }

  async remove(): Promise<void> {
    const { id, name } = this;
    if (id === null) return;
    try {
      await this.#app.backend.deleteSegment(id);
      this.clear();
      this.#app.toasts.show('done', t.segments.removed(name), { label: t.app.undo, run: () => void this.restore(id) });
    } catch (error) {
      this.#app.complain(error);
    }
  }

  async restore(id: number): Promise<void> {
    try {
      const row = await this.#app.backend.restoreSegment(id);
      await this.open(row);
      this.#app.toasts.show('done', t.segments.restored(row.name));
    } catch (error) {
      this.#app.complain(error);
    }
  }

  async freeze(): Promise<void> {
    if (this.id === null) return;
    try {
      const list = await this.#app.backend.snapshotSegment(this.id);
      this.#app.toasts.show('done', t.segments.frozen(list.people, count(list.people)));
    } catch (error) {
      this.#app.complain(error);
    }
  }

  async #ask(text: string, draw: number): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    try {
      const preview = await this.#app.backend.previewSegment({ rule: null, text, id: this.id, sample: shownAtOnce, draw });
      if (mine !== this.#asked) return;
      this.preview = preview;
      this.fault = null;
    } catch (error) {
      if (mine === this.#asked) this.fault = faultWords(error);
    }
  }
}
