// A mail while it is composed: its document, what is chosen in it, and the way back and forth.
import { t } from '$lib/messages';
import { fresh, type BlockKind } from './blocks';
import { again, grounded, inserted, moved, placeFor, removed, replaced, spotOf } from './tree';
import type { Block, Content, Ground, MailDocument } from './types';

/** What is open in the inspector besides a block. */
export type Part = 'subject' | 'look' | 'languages';

const most = 200;
/** Keys that come faster than this, in one field, are taken back together. */
const together = 1_500;

export class Composer {
  document = $state.raw() as MailDocument;
  /** The block that is chosen, or a part of the mail. */
  chosen = $state<string | null>(null);
  part = $state<Part | null>('subject');
  /** What happened, for those who do not see it. */
  said = $state('');

  #past = $state.raw<readonly MailDocument[]>([]);
  #future = $state.raw<readonly MailDocument[]>([]);
  #last: { key: string; at: number } | null = null;
  readonly #onchange: (document: MailDocument) => void;
  readonly #now: () => number;

  constructor(document: MailDocument, onchange: (document: MailDocument) => void, now: () => number = () => performance.now()) {
    this.document = document;
    this.#onchange = onchange;
    this.#now = now;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** The chosen block. */
  get block(): Block | undefined {
    const { chosen } = this;
    return chosen === null ? undefined : this.find(chosen);
  }

  find(id: string): Block | undefined {
    const spot = spotOf(this.document, id);
    if (!spot) return undefined;
    const list = spot.parent === null ? this.document.blocks : this.#column(spot.parent, spot.column);
    return list[spot.at];
  }

  choose(id: string | null): void {
    this.chosen = id;
    this.part = null;
  }

  open(part: Part): void {
    this.part = part;
    this.chosen = null;
  }

  /** Another document. What has the same key within a moment is one change. */
  change(next: MailDocument, key = ''): void {
    if (next === this.document) return;
    const at = this.#now();
    const merged = key !== '' && this.#last?.key === key && at - this.#last.at < together && this.#past.length > 0;
    if (!merged) this.#past = [...this.#past, this.document].slice(-most);
    this.#future = [];
    this.#last = { key, at };
    this.#put(next);
  }

  /** The chosen block says something else. */
  set(id: string, content: Content, field = ''): void {
    this.change(replaced(this.document, id, content), field === '' ? '' : `${id}.${field}`);
  }

  ground(id: string, ground: Ground): void {
    this.change(grounded(this.document, id, ground));
  }

  add(kind: BlockKind): void {
    this.insert({ ground: 'card', content: fresh(kind) });
  }

  /** Puts a block after the chosen one. */
  insert({ ground, content }: Omit<Block, 'id'>): void {
    const block = again(this.document, { ground, content });
    const at = content.kind === 'footer' ? { parent: null, column: 0, at: this.document.blocks.length } : placeFor(this.document, this.chosen);
    this.change(inserted(this.document, at, block));
    this.choose(block.id);
    this.said = t.composing.outline.added(t.composing.blocks[content.kind]);
  }

  addToColumn(parent: string, column: number, kind: BlockKind): void {
    const block = again(this.document, { ground: 'card', content: fresh(kind) });
    this.change(inserted(this.document, { parent, column, at: this.#column(parent, column).length }, block));
    this.choose(block.id);
    this.said = t.composing.outline.added(t.composing.blocks[kind]);
  }

  duplicate(id: string): void {
    const own = this.find(id);
    const spot = spotOf(this.document, id);
    if (!own || !spot || own.content.kind === 'footer') return;
    const block = again(this.document, own);
    this.change(inserted(this.document, { ...spot, at: spot.at + 1 }, block));
    this.choose(block.id);
    this.said = t.composing.outline.added(t.composing.blocks[own.content.kind]);
  }

  /** Takes a block out; the next one is chosen. */
  remove(id: string): void {
    const own = this.find(id);
    const spot = spotOf(this.document, id);
    if (!own || !spot) return;
    this.change(removed(this.document, id));
    const list = spot.parent === null ? this.document.blocks : this.#column(spot.parent, spot.column);
    const next = list[Math.min(spot.at, list.length - 1)]?.id ?? spot.parent;
    if (next === null) this.open('subject');
    else this.choose(next);
    this.said = t.composing.outline.removed(t.composing.blocks[own.content.kind]);
  }

  /** Puts a block to another place of its list. */
  move(id: string, to: number): void {
    const own = this.find(id);
    const next = moved(this.document, id, to);
    if (!own || next === this.document) return;
    this.change(next);
    const spot = spotOf(next, id);
    if (spot) this.said = t.composing.outline.moved(t.composing.blocks[own.content.kind], String(spot.at + 1), String(spot.of));
  }

  /** One place up or down. */
  step(id: string, by: 1 | -1): void {
    const spot = spotOf(this.document, id);
    if (spot) this.move(id, spot.at + by);
  }

  undo(): void {
    const former = this.#past.at(-1);
    if (!former) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, this.document];
    this.#back(former, t.composing.outline.undone);
  }

  redo(): void {
    const next = this.#future.at(-1);
    if (!next) return;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, this.document];
    this.#back(next, t.composing.outline.redone);
  }

  #back(document: MailDocument, said: string): void {
    this.#last = null;
    this.#put(document);
    if (this.chosen !== null && !spotOf(document, this.chosen)) this.open('subject');
    this.said = said;
  }

  #put(document: MailDocument): void {
    this.document = document;
    this.#onchange(document);
  }

  #column(parent: string, column: number) {
    const content = this.document.blocks.find(({ id }) => id === parent)?.content;
    return content?.kind === 'columns' ? (content.columns[column]?.blocks ?? []) : [];
  }
}
