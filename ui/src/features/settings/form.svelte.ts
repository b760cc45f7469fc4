// The shop's settings while they are changed: what differs from the file, and which field was
// refused with which words.
import type { Backend, ShopInfo, ShopSettings } from '$lib/backend/backend';
import { trouble, type Trouble } from '$lib/backend/errors';

/** A field of the form. */
export type Field = keyof ShopSettings;

const fields: readonly Field[] = ['name', 'currency', 'country', 'timeZone'];

export class SettingsForm {
  /** What stands in the fields. */
  draft = $state<ShopSettings>({ name: '', currency: '', country: '', timeZone: '' });
  saving = $state(false);
  /** What was refused when saving. */
  error = $state.raw<Trouble | null>(null);

  #saved = $state.raw<ShopSettings>({ name: '', currency: '', country: '', timeZone: '' });

  /** Something differs from what is in the file. */
  changed = $derived(fields.some((field) => this.differs(field)));

  readonly #backend: Pick<Backend, 'updateShop'>;

  constructor(backend: Pick<Backend, 'updateShop'>) {
    this.#backend = backend;
  }

  /** Takes what is in the file. What was changed here and not saved stays. */
  take(settings: ShopSettings): void {
    for (const field of fields) {
      if (!this.differs(field)) this.draft[field] = settings[field];
    }
    this.#saved = settings;
  }

  /** Whether a field differs from what is in the file. */
  differs(field: Field): boolean {
    return this.draft[field] !== this.#saved[field];
  }

  /** Puts back what is in the file. */
  discard(): void {
    this.draft = { ...this.#saved };
    this.error = null;
  }

  /** What to say under a field. */
  problem(field: Field): string | undefined {
    return this.error?.field === field ? this.error.text : undefined;
  }

  /** What to say of the form as a whole. */
  get trouble(): Trouble | null {
    return this.error && !fields.some((field) => field === this.error?.field) ? this.error : null;
  }

  /** Writes the settings; the shop as it is then, or nothing where they were refused. */
  async save(): Promise<ShopInfo | null> {
    if (this.saving) return null;
    this.saving = true;
    this.error = null;
    try {
      const shop = await this.#backend.updateShop({ ...this.draft });
      this.#saved = shop.settings;
      this.draft = { ...shop.settings };
      return shop;
    } catch (error) {
      this.error = trouble(error);
      return null;
    } finally {
      this.saving = false;
    }
  }
}
