// A message while it is written: kept by itself a moment after each change.
import type { Backend, SendingContent } from '$lib/backend/backend';
import { trouble, type Trouble } from '$lib/backend/errors';
import { dayShort } from '$lib/format/date';
import { t } from '$lib/messages';

/** What it needs of the window. */
export interface Window {
  backend: Pick<Backend, 'saveSending'>;
  router: { put(page: string, params: URLSearchParams, forget?: boolean): void };
  shop: { today: string } | null;
}

/** Percent that can be held back, as the menu offers them. */
export const shares: readonly number[] = [0, 5, 10, 20, 30, 50];
/** Hours that a message may be late before it asks. */
export const hoursLate: readonly number[] = [1, 3, 6, 12, 24, 48, 72];

/** Text with words put where the cursor is, and where the cursor is then. */
export function inserted(text: string, from: number, until: number, words: string): { text: string; at: number } {
  return { text: text.slice(0, from) + words + text.slice(until), at: from + words.length };
}

/** How a name is written into a message: with another word for those who have none, where it is a person's. */
export function written(name: string): string {
  return name === 'first_name' || name === 'last_name' || name === 'name' ? `{{ ${name} or "${t.sending.editor.fallback}" }}` : `{{ ${name} }}`;
}

export class Draft {
  content: SendingContent = $state() as SendingContent;
  id = $state<number | null>(null);
  saving = $state(false);
  /** Why it could not be kept. */
  error = $state.raw<Trouble | null>(null);

  #kept = $state('');
  #working: Promise<boolean> | null = null;
  #left = false;
  readonly #window: Window;

  constructor(window: Window, id: number | null, content: SendingContent) {
    this.#window = window;
    this.id = id;
    this.content = content;
    this.#kept = JSON.stringify(content);
  }

  /** Something was typed that is not kept. Read anew each time: it outlives what made it. */
  get changed(): boolean {
    return JSON.stringify(this.content) !== this.#kept;
  }

  /** A message that nobody wrote yet. It is kept once something is changed. */
  static fresh(window: Window, account: number | null, segment: number | null): Draft {
    const name = t.sending.editor.defaultName(dayShort(window.shop?.today ?? ''));
    return new Draft(window, null, { name, subject: '', text: '', segment, account, holdoutPercent: 10, startsAt: null, quietFrom: '21:00', quietUntil: '08:00', lateHours: 12 });
  }

  /** Keeps it as it is now, also what changed meanwhile. Whether it is kept. */
  async keep(): Promise<boolean> {
    if (this.#working) {
      await this.#working;
      if (!this.changed) return this.error === null;
    }
    if (!this.changed && this.id !== null) return true;
    this.#working = this.#save();
    const kept = await this.#working;
    this.#working = null;
    return kept;
  }

  /** The page was left: what is not kept yet is, and leads nowhere any more. */
  leave(): void {
    this.#left = true;
    if (this.changed) void this.keep();
  }

  async #save(): Promise<boolean> {
    this.saving = true;
    const content = $state.snapshot(this.content) as SendingContent;
    try {
      const id = await this.#window.backend.saveSending({ id: this.id, content });
      this.#kept = JSON.stringify(content);
      this.error = null;
      if (this.id !== id) {
        this.id = id;
        if (!this.#left) this.#window.router.put('campaigns', new URLSearchParams({ id: String(id) }), true);
      }
      return true;
    } catch (error) {
      this.error = trouble(error);
      return false;
    } finally {
      this.saving = false;
    }
  }
}
