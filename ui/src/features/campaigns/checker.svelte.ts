// The checks of a campaign. They make everyone’s copy, which takes a while for many people: never two
// at once, and while a mail is written only where they are quick.
import type { Backend, CampaignCheck } from '$lib/backend/backend';
import { trouble, type Trouble } from '$lib/backend/errors';

/** What they need of the window. */
export interface Window {
  backend: Pick<Backend, 'checkCampaign'>;
}

/** Checks that take longer (milliseconds) are not asked for after every change. */
const quick = 1_500;
/** After the last change, before they are asked for. */
const pause = 600;

export class Checker {
  data = $state.raw<CampaignCheck | undefined>(undefined);
  error = $state.raw<Trouble | undefined>(undefined);
  loading = $state(false);
  /** How far they are, from 0 to 1; nothing while that is not known. */
  share = $state<number | null>(null);
  /** What they say is of before a change. */
  stale = $state(true);

  #took = 0;
  #again = false;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #ended = false;
  readonly #id: number;
  readonly #window: Window;
  readonly #now: () => number;

  constructor(window: Window, id: number, now: () => number = () => performance.now()) {
    this.#window = window;
    this.#id = id;
    this.#now = now;
  }

  /** Something changed. They are asked anew where that is quick. */
  changed(): void {
    this.stale = true;
    clearTimeout(this.#waiting);
    if (this.#took < quick) this.#waiting = setTimeout(() => void this.ask(), pause);
  }

  /** Asks now, however long it takes; once more where it was asked meanwhile. */
  async ask(): Promise<void> {
    clearTimeout(this.#waiting);
    if (this.loading) {
      this.#again = true;
      return;
    }
    this.loading = true;
    do {
      this.#again = false;
      await this.#look();
    } while (this.#again && !this.#ended);
    this.loading = false;
  }

  /** Nobody looks any more. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#waiting);
  }

  async #look(): Promise<void> {
    const begun = this.#now();
    this.share = null;
    this.stale = false;
    try {
      this.data = await this.#window.backend.checkCampaign(this.#id, ({ done, total }) => (this.share = total ? done / total : null));
      this.error = undefined;
    } catch (error) {
      this.error = trouble(error);
      this.stale = true;
    }
    this.#took = this.#now() - begun;
  }
}
