// What the merchant says of the columns of one file, while they say it; and what comes out of it.
import type { Backend, DateOrder, DecimalSign, FilePreview, Mapping, MappingField, MappingInput, Preview, RowShape } from '../backend/backend';
import { trouble, type Trouble } from '../backend/errors';
import { t } from '../messages';
import { listed, missing, same } from './mapping';

/** So long after the last change the program looks at the file. */
const pause = 300;

type Program = Pick<Backend, 'previewImport' | 'mappingFields' | 'suggestColumns' | 'cancelTask'>;

/** What is said of the file as a whole. */
type About = Omit<MappingInput, 'file' | 'columns' | 'saveAs'>;

/** What a mapping says of the file as a whole. */
function aboutOf({ kind, rows, currency, timeZone, taxIncluded, refundRows }: Mapping): About {
  return { kind, rows, currency, timeZone, taxIncluded, refundRows, dateOrder: null, decimalSign: null };
}

/** The name that a mapping is kept under unless another one is given. */
function nameFor(file: FilePreview, mapping: Mapping): string {
  if (mapping.savedAs) return mapping.savedAs;
  const platform = file.platform && file.platform !== 'own' ? t.import.platforms[file.platform] : undefined;
  if (platform) return t.mapping.keepDefault(platform, t.mapping.kinds[mapping.kind] ?? '').trim();
  return file.name.replace(/^.*: /u, '').replace(/\.[a-z\d]{2,5}$/iu, '');
}

export class MappingEditor {
  /** The file as it was understood when this began. */
  readonly file: FilePreview;
  /** Whether its columns were settled then. */
  readonly wasConfirmed: boolean;
  /** What is suggested: anew where the merchant says that the file holds something else. */
  mapping: Mapping = $state.raw({} as Mapping);

  fields = $state.raw<readonly MappingField[]>([]);
  /** Why the meanings could not be read. */
  failed = $state.raw<Trouble | null>(null);
  about: About = $state.raw({} as About);
  /** What the merchant said of columns, by position; it stays where the kind of file has no such thing. */
  chosen = $state.raw<ReadonlyMap<number, string | null>>(new Map());
  keep = $state(true);
  name = $state('');
  /** What would come out; nothing before it is known. */
  result = $state.raw<Preview | null>(null);
  /** What the file leaves open, once that is known. */
  asks = $state.raw<Preview['questions']>([]);
  error = $state.raw<Trouble | null>(null);
  looking = $state(true);
  /** Whether new suggestions are asked for. */
  suggesting = $state(false);

  /** Positions of the columns in the order they are listed: as they were suggested, so that none moves when it is said. */
  order: readonly number[] = $derived.by(() => listed(this.mapping));
  /** The meanings that a file of this kind can have. */
  can: ReadonlySet<string> = $derived.by(() => new Set(this.fields.filter((field) => field.kinds.includes(this.about.kind)).map((field) => field.key)));
  /** The columns that the merchant has said something of which this kind of file can have. */
  touched: ReadonlySet<number> = $derived.by(() => new Set([...this.chosen].filter(([, key]) => key === null || this.can.has(key)).map(([at]) => at)));
  /** What each column means in a file of this kind. */
  effective: readonly (string | null)[] = $derived.by(() =>
    this.mapping.columns.map(({ field }, at) => {
      const key = this.touched.has(at) ? (this.chosen.get(at) ?? null) : field;
      return key !== null && this.can.has(key) ? key : null;
    }),
  );
  used: readonly string[] = $derived.by(() => this.effective.filter((key) => key !== null));
  /** What has to be said before anything comes out. */
  missing: readonly string[] = $derived.by(() => (this.fields.length === 0 || this.suggesting ? [] : missing(this.about.kind, this.used)));
  /** What the file leaves open and is not answered. */
  open: readonly string[] = $derived.by(() => [
    ...(this.asks.includes('dateOrder') && this.about.dateOrder === null ? [t.mapping.dateOrderMissing] : []),
    ...(this.asks.includes('decimalSign') && this.about.decimalSign === null ? [t.mapping.decimalMissing] : []),
  ]);
  unnamed = $derived.by(() => this.keep && this.name.trim() === '');
  ready = $derived.by(
    () => this.fields.length > 0 && !this.suggesting && this.missing.length === 0 && this.open.length === 0 && !this.unnamed && this.error === null,
  );
  /** The file as it comes out. */
  out: FilePreview | null = $derived.by(() => this.result?.files.find((file) => file.name === this.file.name) ?? null);

  readonly #program: Program;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  #work: Promise<void> = Promise.resolve();
  #running = false;
  #asked: MappingInput | null = null;
  #superseded = false;
  /** What the merchant said of the file as a whole. */
  #said: Partial<About> = {};
  #suggestion = 0;

  constructor(program: Program, file: FilePreview, mapping: Mapping) {
    this.#program = program;
    this.file = file;
    this.wasConfirmed = mapping.isConfirmed;
    this.mapping = mapping;
    this.about = aboutOf(mapping);
    this.keep = !mapping.isConfirmed || mapping.savedAs !== null;
    this.name = nameFor(file, mapping);
  }

  /** Reads the meanings there are, then what comes out. */
  async begin(): Promise<void> {
    this.failed = null;
    const turn = this.#turn;
    try {
      if (this.fields.length === 0) this.fields = await this.#program.mappingFields();
    } catch (error) {
      this.failed = trouble(error);
      return;
    }
    // Whoever has left meanwhile wants nothing looked at.
    if (turn === this.#turn) await this.look();
    this.#calm();
  }

  /** Says something of the file as a whole. What it holds and what a row is lead to new suggestions. */
  set(about: Partial<About>): void {
    const { kind, rows } = this.about;
    this.#said = { ...this.#said, ...about };
    this.about = { ...this.about, ...about };
    if (kind !== this.about.kind || rows !== this.about.rows) void this.#suggest();
    else this.#later();
  }

  setRows(rows: RowShape): void {
    this.set({ rows });
  }

  setDates(dateOrder: DateOrder): void {
    this.set({ dateOrder });
  }

  setDecimal(decimalSign: DecimalSign): void {
    this.set({ decimalSign });
  }

  /** Says what a column means; nothing where it is not used. */
  mean(position: number, key: string | null): void {
    this.chosen = new Map([...this.chosen, [position, key]]);
    this.#later();
  }

  /** Whether two columns mean the same, of which only the first one counts. */
  isTwice(position: number): boolean {
    const key = this.effective[position];
    return key !== null && key !== 'stock' && this.used.filter((other) => other === key).length > 1;
  }

  /** What is said, for the program. */
  input(saveAs: string | null): MappingInput {
    const columns = this.effective.flatMap((field, at) => {
      const position = this.mapping.columns[at]?.position ?? at;
      return field === null ? [] : [{ position, field }];
    });
    return { file: this.file.name, ...this.about, columns, saveAs };
  }

  /** What is said, with the name it is kept under. */
  get said(): MappingInput {
    return this.input(this.keep ? this.name.trim() : null);
  }

  /** Looks at the file with what is said now, in place of a look that is under way. */
  async look(): Promise<void> {
    clearTimeout(this.#timer);
    const input = this.input(null);
    if (this.missing.length > 0 || (this.#asked && same(this.#asked, input) && this.error === null)) return;
    this.#turn += 1;
    const turn = this.#turn;
    await this.#stop();
    this.#work = this.#work.then(() => (turn === this.#turn ? this.#read(turn, input) : undefined));
    await this.#work;
  }

  /**
   * Ends what is under way. The answer: whether the program has looked at this file since, and so
   * has forgotten the preview of all files.
   */
  async rest(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#suggestion += 1;
    await this.#stop();
    await this.#work;
    this.looking = false;
    this.suggesting = false;
    const superseded = this.#superseded;
    this.#superseded = false;
    return superseded;
  }

  async #stop(): Promise<void> {
    if (this.#running || this.suggesting) await this.#program.cancelTask().catch(() => undefined);
  }

  /** Asks what the columns may mean with what is said now; what was said of columns stands. */
  async #suggest(): Promise<void> {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#suggestion += 1;
    const suggestion = this.#suggestion;
    const stopped = this.#stop();
    this.error = null;
    this.result = null;
    this.#asked = null;
    this.suggesting = true;
    this.looking = true;
    await stopped;
    if (suggestion !== this.#suggestion) return;
    const { path, name } = this.file;
    const columns = [...this.chosen].map(([at, field]) => ({ position: this.mapping.columns[at]?.position ?? at, field }));
    const said = { path, file: name, kind: this.about.kind, rows: this.#said.rows ?? null, columns };
    try {
      const mapping = await this.#program.suggestColumns(said);
      if (suggestion !== this.#suggestion) return;
      if (this.name === nameFor(this.file, this.mapping)) this.name = nameFor(this.file, mapping);
      this.mapping = mapping;
      this.about = { ...aboutOf(mapping), ...this.#said };
    } catch (error) {
      if (suggestion !== this.#suggestion) return;
      const why = trouble(error);
      this.error = why.code === 'cancelled' ? null : why;
    }
    this.suggesting = false;
    if (this.error) this.looking = false;
    else this.#later();
  }

  #later(): void {
    // What is suggested is looked at once it is there.
    if (this.suggesting) return;
    clearTimeout(this.#timer);
    this.error = null;
    if (this.missing.length > 0) {
      this.#turn += 1;
      this.result = null;
      this.#asked = null;
      this.looking = false;
      void this.#stop();
      return;
    }
    this.looking = true;
    this.#timer = setTimeout(() => void this.look().then(() => this.#calm()), pause);
  }

  #calm(): void {
    if (!this.#running) this.looking = false;
  }

  async #read(turn: number, input: MappingInput): Promise<void> {
    this.#running = true;
    this.looking = true;
    this.error = null;
    try {
      const { dateOrder, decimalSign } = input;
      const ask = { paths: [this.file.path], dateOrder, decimalSign, mappings: [input] };
      const result = await this.#program.previewImport(ask, () => undefined);
      this.#superseded = true;
      if (turn !== this.#turn) return;
      this.result = result;
      // What was answered stays in sight; what the file does not ask any more goes.
      const answered = this.asks.filter((one) => (one === 'dateOrder' && input.dateOrder) || (one === 'decimalSign' && input.decimalSign));
      this.asks = [...new Set([...answered, ...result.questions])];
      this.#asked = input;
    } catch (error) {
      if (turn !== this.#turn) return;
      const why = trouble(error);
      this.result = null;
      this.#asked = null;
      this.error = why.code === 'cancelled' ? null : why;
    } finally {
      this.#running = false;
      if (turn === this.#turn) this.looking = false;
    }
  }
}
