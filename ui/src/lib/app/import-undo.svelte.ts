import type { ImportRow } from '../backend/backend';
import { t } from '../messages';
import type { App } from './app.svelte';

/** The question that comes before an import is undone. */
export class UndoQuestion {
  /** The import that is asked about. */
  row = $state.raw<ImportRow | null>(null);
  readonly #window: Pick<App, 'backend' | 'toasts' | 'complain'>;

  constructor(window: Pick<App, 'backend' | 'toasts' | 'complain'>) {
    this.#window = window;
  }

  /** Asks about the newest import that still stands and is meant; answers whether there is one. */
  async ask(meant: (row: ImportRow) => boolean): Promise<boolean> {
    try {
      const rows = await this.#window.backend.listImports();
      this.row = rows.find((row) => row.state === 'applied' && meant(row)) ?? null;
    } catch (error) {
      this.#window.complain(error);
    }
    return this.row !== null;
  }

  /** Undoes it; the import that is undone now, or nothing where that failed. */
  async confirm(): Promise<number | null> {
    const { row } = this;
    if (!row) return null;
    try {
      await this.#window.backend.undoImport(row.id);
      this.#window.toasts.show('done', t.undoImport.done);
      return row.id;
    } catch (error) {
      this.#window.complain(error);
      return null;
    } finally {
      this.row = null;
    }
  }
}
