// A campaign while it is written: kept by itself a moment after each change.
import type { Backend, CampaignContent, CampaignOffer } from '$lib/backend/backend';
import { trouble, type Trouble } from '$lib/backend/errors';

/** What it needs of the window. */
export interface Window {
  backend: Pick<Backend, 'saveCampaign'>;
}

/** How long after the last change it is kept, in milliseconds. */
const soon = 350;

export class Draft {
  readonly id: number;
  content = $state.raw() as CampaignContent;
  saving = $state(false);
  /** Why it could not be kept. */
  error = $state.raw<Trouble | null>(null);
  /** Raised each time it was kept: what is read of it is to be asked anew. */
  turn = $state(0);
  /** Something is not kept yet. */
  changed = $state(false);

  #kept: CampaignContent;
  #working: Promise<boolean> | null = null;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  readonly #window: Window;

  constructor(window: Window, id: number, content: CampaignContent) {
    this.#window = window;
    this.id = id;
    this.content = content;
    this.#kept = content;
  }

  /** Says something else. */
  change(next: Partial<CampaignContent>): void {
    this.content = { ...this.content, ...next };
    this.changed = true;
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => void this.keep(), soon);
  }

  offer(next: Partial<CampaignOffer>): void {
    this.change({ offer: { ...this.content.offer, ...next } });
  }

  /** Keeps it as it is now, also what changed meanwhile. Whether it is kept. */
  async keep(): Promise<boolean> {
    clearTimeout(this.#waiting);
    for (;;) {
      if (this.#working) await this.#working;
      if (this.content === this.#kept) return this.error === null;
      this.#working = this.#save();
      const kept = await this.#working;
      this.#working = null;
      if (!kept) return false;
    }
  }

  /** The page was left: what is not kept yet is. */
  leave(): void {
    if (this.changed) void this.keep();
  }

  /** It is gone: nothing is kept any more. */
  forget(): void {
    clearTimeout(this.#waiting);
    this.#kept = this.content;
    this.changed = false;
  }

  async #save(): Promise<boolean> {
    this.saving = true;
    const { content } = this;
    try {
      await this.#window.backend.saveCampaign({ id: this.id, content });
      this.#kept = content;
      this.error = null;
      this.changed = this.content !== content;
      this.turn += 1;
      return true;
    } catch (error) {
      this.error = trouble(error);
      return false;
    } finally {
      this.saving = false;
    }
  }
}
