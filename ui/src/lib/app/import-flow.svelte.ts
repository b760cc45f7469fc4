// One import from the files to the done view, and the undoing of one. It belongs to the window, not
// to the screen: it goes on while another screen is open.
import { createContext } from 'svelte';
import type { DateOrder, DecimalSign, FilePreview, Imported, ImportRow, MappingInput, PaymentsAre, Preview, SalesAre, TaskProgress } from '../backend/backend';
import { trouble, type Trouble } from '../backend/errors';
import { t } from '../messages';
import type { App } from './app.svelte';
import { fraction, looking, onward, writing } from './import-progress';
import { broughtIn, doubtful, summary } from './import-summary';
import { UndoQuestion } from './import-undo.svelte';
import { MappingEditor } from './mapping-editor.svelte';

/** Where an import is. */
export type Stage = 'start' | 'reading' | 'preview' | 'importing' | 'done';

/** What an import needs of the window. */
export type Window = Pick<App, 'backend' | 'task' | 'toasts' | 'router' | 'complain'> & { shop: { path: string } | null };

interface Answers {
  dateOrder: DateOrder | null;
  decimalSign: DecimalSign | null;
  /** What the payments of a service are, in a shop without other orders. */
  payments?: PaymentsAre | null;
  /** What payments that count as orders are, beside the new orders. */
  sales?: SalesAre | null;
  /** What was said of the columns of files. */
  mappings: MappingInput[];
}

/** What the preview on the screen is of. */
interface Shown {
  paths: readonly string[];
  answers: Answers;
}

const unanswered: Answers = { dateOrder: null, decimalSign: null, mappings: [] };

const keyOf = (file: FilePreview) => `${file.path}\n${file.name}`;

export class ImportFlow {
  stage = $state<Stage>('start');
  paths = $state.raw<readonly string[]>([]);
  /** What was answered to what the files leave open. */
  answers = $state.raw<Answers>(unanswered);
  /** What the files would bring; it stays while the import runs, and when it fails. */
  preview = $state.raw<Preview | null>(null);
  /** Position of the file that is looked at closely. */
  chosen = $state(0);
  progress = $state.raw<TaskProgress | null>(null);
  /** When the present work began (UTC, milliseconds). */
  startedAt = $state(0);
  cancelling = $state(false);
  imported = $state.raw<Imported | null>(null);
  /** Why the last step failed. */
  error = $state.raw<Trouble | null>(null);
  /** The file whose columns are said, while that goes on. */
  editing = $state.raw<MappingEditor | null>(null);
  /** The files of which too many rows were rejected, while the merchant is asked about them. */
  doubts = $state.raw<readonly FilePreview[]>([]);

  busy = $derived(this.stage === 'reading' || this.stage === 'importing');
  /** How far the present work is, from 0 to 1; nothing where none goes on. */
  share = $state.raw<number | null>(null);
  totals = $derived(summary(this.preview?.files ?? []));

  readonly #window: Window;
  readonly #question: UndoQuestion;
  #work: Promise<void> = Promise.resolve();
  #turn = 0;
  #shown: Shown = { paths: [], answers: unanswered };
  #shop: string | null = null;
  /** What was said of columns and not used yet: it is there again after going back. */
  readonly #drafts = new Map<string, MappingEditor>();

  constructor(window: Window) {
    this.#window = window;
    this.#question = new UndoQuestion(window);
  }

  /** A preview is of one shop: another shop begins anew. */
  enter(shop: string): void {
    if (this.#shop !== shop && !this.busy) this.#forget();
    this.#shop = shop;
  }

  async choose(): Promise<void> {
    try {
      const paths = await this.#window.backend.chooseFiles();
      if (paths.length === 0) return;
      this.#window.router.go('import');
      await this.add(paths);
    } catch (error) {
      this.#window.complain(error);
    }
  }

  /**
   * Looks at files, together with those already looked at. Whether they were taken: while an
   * import runs, none are.
   */
  async add(paths: readonly string[]): Promise<boolean> {
    if (paths.length === 0) return false;
    const making = this.#window.task?.kind === 'sample';
    if (making || this.stage === 'importing') {
      this.#window.toasts.show('info', making ? t.first.oneAtATime : t.import.oneAtATime);
      return false;
    }
    this.enter(this.#window.shop?.path ?? '');
    const fresh = this.stage === 'start' || this.stage === 'done';
    if (fresh) this.#forget();
    await this.#look([...new Set([...this.paths, ...paths])], this.answers);
    return true;
  }

  async again(): Promise<void> {
    await this.#look(this.paths, this.answers);
  }

  async leaveOut(path: string): Promise<void> {
    const rest = this.paths.filter((other) => other !== path);
    if (rest.length === 0) await this.discard();
    else await this.#look(rest, this.answers);
  }

  /** Answers what the files leave open, and looks at them with that. */
  async answer(answers: Partial<Answers>): Promise<void> {
    await this.#look(this.paths, { ...this.answers, ...answers });
  }

  /** Opens the columns of a file. */
  edit(file: FilePreview): void {
    if (!file.mapping || this.stage !== 'preview') return;
    const editor = this.#drafts.get(keyOf(file)) ?? new MappingEditor(this.#window.backend, file, file.mapping);
    this.#drafts.set(keyOf(file), editor);
    this.editing = editor;
    void editor.begin();
  }

  /** Goes back to the files without what was said; it is kept for the next time. */
  async leaveColumns(): Promise<void> {
    const editor = this.editing;
    this.editing = null;
    // The program keeps one preview at a time: that of all files is read anew.
    if (await editor?.rest()) await this.again();
  }

  /** Reads the file by what was said of its columns. */
  async useColumns(): Promise<void> {
    const editor = this.editing;
    if (!editor?.ready) return;
    const { said } = editor;
    const others = this.answers.mappings.filter((mapping) => mapping.file !== said.file);
    const mappings = [...others, said];
    await this.answer({ mappings });
    if (this.#shown.answers.mappings !== mappings) return;
    this.#drafts.delete(keyOf(editor.file));
    this.chosen = Math.max(0, this.preview?.files.findIndex((file) => file.name === said.file) ?? 0);
  }

  async cancel(): Promise<void> {
    if (!this.busy || this.cancelling) return;
    this.cancelling = true;
    try {
      await this.#window.backend.cancelTask();
    } catch (error) {
      this.cancelling = false;
      this.#window.complain(error);
    }
  }

  /** Forgets the preview, or leaves the done view. */
  async discard(): Promise<void> {
    const preview = this.stage === 'preview' ? this.preview : null;
    this.#forget();
    // One that is gone already is as good as one that is forgotten.
    if (preview) await this.#window.backend.discardPreview(preview.id).catch(() => undefined);
  }

  /** Imports what the preview shows. Asks first where too many rows of a file would stay out. */
  async apply(agreed = false): Promise<void> {
    const preview = this.preview;
    if (!preview || this.stage !== 'preview') return;
    const doubts = agreed ? [] : doubtful(preview.files);
    this.doubts = doubts;
    if (doubts.length > 0) return;
    this.#begin('importing');
    try {
      this.imported = await this.#window.backend.applyImport(preview.id, (progress) => this.#at(progress));
      this.stage = 'done';
      if (this.#window.router.place.page !== 'import') this.#sayDone(this.imported);
    } catch (error) {
      // The preview still stands: nothing of it was kept.
      this.stage = 'preview';
      this.error = trouble(error);
    } finally {
      this.#end();
    }
  }

  /** Writes the rejected rows where the merchant says; the path, or nothing. */
  async saveRejected(): Promise<string | null> {
    try {
      return this.preview ? await this.#window.backend.exportRejections(this.preview.id) : null;
    } catch (error) {
      this.#window.complain(error);
      return null;
    }
  }

  /** The import that the merchant is asked about before it is undone. */
  get undoing(): ImportRow | null {
    return this.#question.row;
  }

  /** Asks before an import is undone; answers whether it still stands. */
  async askUndo(id: number): Promise<boolean> {
    return !this.busy && this.#question.ask((row) => row.id === id);
  }

  /** Asks before the last import that still stands is undone; answers whether there is one. */
  async askUndoLast(): Promise<boolean> {
    return !this.busy && this.#question.ask(() => true);
  }

  keep(): void {
    this.#question.row = null;
  }

  async undo(): Promise<void> {
    const undone = await this.#question.confirm();
    if (undone !== null && this.stage === 'done' && this.imported?.importId === undone) this.#forget();
  }

  #sayDone(imported: Imported): void {
    const { importId } = imported;
    const undo = importId === null ? undefined : { label: t.app.undo, run: () => void this.askUndo(importId) };
    this.#window.toasts.show('done', broughtIn(imported), undo);
  }

  #begin(stage: Stage): void {
    this.stage = stage;
    this.error = null;
    this.cancelling = false;
    this.startedAt = Date.now();
    this.#at(null);
  }

  #at(progress: TaskProgress | null): void {
    this.progress = progress;
    const share = fraction(progress, this.stage === 'reading' ? looking : writing);
    this.share = progress ? onward(this.share, share) : null;
    // Where the sample shop is made, that goes on.
    if (this.#window.task?.kind === 'sample') return;
    this.#window.task = this.busy ? { kind: this.stage === 'reading' ? 'preview' : 'import', share: this.share } : null;
  }

  #end(): void {
    this.cancelling = false;
    this.#at(null);
  }

  #forget(): void {
    this.stage = 'start';
    this.paths = [];
    this.answers = unanswered;
    this.preview = null;
    this.imported = null;
    this.error = null;
    this.chosen = 0;
    this.doubts = [];
    void this.editing?.rest();
    this.editing = null;
    this.#drafts.clear();
    this.#end();
  }

  /** The program does one thing at a time: what runs is stopped before the next look begins. */
  async #look(paths: readonly string[], answers: Answers): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const former = this.stage === 'reading' ? this.#window.backend.cancelTask().catch(() => undefined) : this.editing?.rest();
    this.editing = null;
    this.doubts = [];
    this.paths = paths;
    this.answers = answers;
    this.#begin('reading');
    this.#work = Promise.all([this.#work, former]).then(() => (turn === this.#turn ? this.#read(turn) : undefined));
    await this.#work;
  }

  async #read(turn: number): Promise<void> {
    try {
      const input = { paths: [...this.paths], ...this.answers };
      const preview = await this.#window.backend.previewImport(input, (progress) => {
        if (turn === this.#turn) this.#at(progress);
      });
      if (turn !== this.#turn) return;
      this.preview = preview;
      this.#shown = { paths: this.paths, answers: this.answers };
      if (preview.files[this.chosen]?.refused !== null) {
        this.chosen = Math.max(0, preview.files.findIndex((file) => !file.refused));
      }
      this.stage = 'preview';
    } catch (error) {
      if (turn !== this.#turn) return;
      const why = trouble(error);
      this.stage = this.preview ? 'preview' : 'start';
      // The preview that still stands is of the files and answers before.
      if (this.preview) {
        this.paths = this.#shown.paths;
        this.answers = this.#shown.answers;
      }
      this.error = why.code === 'cancelled' ? null : why;
    } finally {
      if (turn === this.#turn) this.#end();
    }
  }
}

export const [getImportFlow, setImportFlow] = createContext<ImportFlow>();
