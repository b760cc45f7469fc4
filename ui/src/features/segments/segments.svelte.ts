// The segment on the bench: its name, its rules, and who fulfils them right now.
import type { App } from '$lib/app/app.svelte';
import type { SegmentPreview, SegmentRow } from '$lib/backend/backend';
import { trouble } from '$lib/backend/errors';
import { t } from '$lib/messages';
import { count } from '$lib/format/number';
import { alternatives, opened, within } from './sentence';

export type Match = 'all' | 'any';
/** What of a saved segment is shown. */
export type View = 'rules' | 'time' | 'overlap' | 'frozen';

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

/** What lies on the bench, so that it can be put back. */
interface Draft {
  id: number | null;
  name: string;
  match: Match;
  rules: string[];
  priority: number | null;
  saved: string;
  row: SegmentRow | null;
}

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
  view = $state<View>('rules');
  /** Whether the rules are shown as one sentence to be typed. */
  asText = $state(false);
  draw = $state(0);
  /** The newest answer; the former one stays while another is on its way. */
  preview = $state.raw<SegmentPreview | undefined>(undefined);
  /** How many people each rule leaves after those before it, or finds alone where one is enough. */
  counts = $state.raw<readonly number[]>([]);
  /** Why the rules cannot be followed, a sentence. */
  fault = $state<string | null>(null);
  saving = $state(false);

  #saved = $state('');
  #row = $state.raw<SegmentRow | null>(null);
  #asked = 0;
  #counted = 0;
  #opening = 0;
  readonly #app: App;
  readonly text = $derived.by(() => textOf(this.match, this.rules));
  readonly #now = $derived.by(() => JSON.stringify([this.id, this.name.trim(), this.text, this.priority]));
  readonly changed = $derived.by(() => this.#now !== this.#saved);
  /** Its rank as it was saved. */
  readonly rank = $derived.by(() => this.#row?.priority ?? null);

  /** Made while a component is set up: its effects end with it. */
  constructor(app: App) {
    this.#app = app;
    this.#empty();
    $effect(() => {
      if (this.#app.nobody) return;
      void this.#ask(this.text, this.draw);
    });
    $effect(() => {
      if (this.preview && this.fault === null) void this.#count(this.match, this.rules, this.preview);
    });
    $effect(() =>
      app.backend.onDataChanged((topics) => {
        if (topics.some((topic) => topic === 'orders' || topic === 'customers' || topic === 'settings' || topic === 'segments' || topic === 'ledger')) void this.#ask(this.text, this.draw);
      }),
    );
  }

  /** An empty bench. What was not saved can be put back. */
  clear(): void {
    this.#leave();
    this.#empty();
  }

  /** A new segment with a name and rules that were made elsewhere. */
  async begin(name: string, rules: string): Promise<void> {
    this.clear();
    this.name = name;
    await this.read(rules);
  }

  /** Puts a saved segment on the bench. */
  async open(row: SegmentRow): Promise<void> {
    if (row.id !== this.id) this.#leave();
    this.#opening += 1;
    const mine = this.#opening;
    const { view } = this;
    this.#empty();
    this.view = view;
    this.id = row.id;
    this.name = row.name;
    this.priority = row.priority;
    this.#row = row;
    await this.read(row.text, () => mine === this.#opening);
    if (mine === this.#opening) this.#saved = this.#now;
  }

  /** Reads a sentence into rules; one that cannot be read stays a rule of its own. */
  async read(text: string, wanted = () => true): Promise<boolean> {
    try {
      const preview = await this.#app.backend.previewSegment({ rule: null, text, id: this.id, sample: 0, draw: 0 });
      if (!wanted()) return false;
      const { match, rules } = rulesOf(preview);
      this.match = match;
      this.rules = rules;
      this.fault = null;
      return true;
    } catch (error) {
      if (!wanted()) return false;
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

  async save(): Promise<void> {
    this.saving = true;
    try {
      const row = await this.#app.backend.saveSegment({ id: this.id, name: this.name.trim(), rule: null, text: this.text, priority: this.priority });
      this.id = row.id;
      this.name = row.name;
      this.#row = row;
      this.#saved = this.#now;
      this.#app.toasts.show('done', t.segments.isSaved(row.name));
    } catch (error) {
      this.#app.complain(error);
    } finally {
      this.saving = false;
    }
  }

  /** Gives a saved segment a rank among the personas, or none; what else lies on the bench stays. */
  async setRank(row: SegmentRow, rank: number | null): Promise<void> {
    try {
      const saved = await this.#app.backend.saveSegment({ id: row.id, name: row.name, rule: null, text: row.text, priority: rank });
      if (saved.id !== this.id) return;
      const { changed } = this;
      this.priority = saved.priority;
      this.#row = saved;
      if (!changed) this.#saved = this.#now;
    } catch (error) {
      this.#app.complain(error);
    }
  }

  async remove(): Promise<void> {
    const { id, name } = this;
    if (id === null) return;
    try {
      await this.#app.backend.deleteSegment(id);
      this.#empty();
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

  #empty(): void {
    this.id = null;
    this.name = '';
    this.match = 'all';
    this.rules = [];
    this.priority = null;
    this.view = 'rules';
    this.asText = false;
    this.fault = null;
    this.#row = null;
    this.#saved = this.#now;
  }

  /** Says that what was not saved has left the bench, and how it comes back. */
  #leave(): void {
    if (!this.changed || (this.rules.length === 0 && this.id === null)) return;
    const { id, name, match, rules, priority } = this;
    const draft: Draft = { id, name, match, rules, priority, saved: this.#saved, row: this.#row };
    const run = () => this.#putBack(draft);
    this.#app.toasts.show('info', name.trim() === '' ? t.segments.leftNameless : t.segments.leftUnsaved(name.trim()), { label: t.segments.bringBack, run });
  }

  #putBack(draft: Draft): void {
    this.#opening += 1;
    this.#empty();
    this.id = draft.id;
    this.name = draft.name;
    this.match = draft.match;
    this.rules = draft.rules;
    this.priority = draft.priority;
    this.#saved = draft.saved;
    this.#row = draft.row;
  }

  async #count(match: Match, rules: readonly string[], preview: SegmentPreview): Promise<void> {
    this.#counted += 1;
    const mine = this.#counted;
    if (match === 'all') {
      this.counts = preview.steps.map(({ left }) => left);
      return;
    }
    const alone = rules.map(async (text) => (await this.#app.backend.previewSegment({ rule: null, text, id: this.id, sample: 0, draw: 0 })).figures.people);
    // What cannot be read was said of the whole already.
    const found = await Promise.all(alone).catch(() => []);
    if (mine === this.#counted) this.counts = found;
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
