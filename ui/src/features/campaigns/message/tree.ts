// Changes of a document's blocks. Each gives a new document; the former one stays as it was.
import { allBlocks, freeId } from './blocks';
import type { Block, Content, Ground, MailDocument } from './types';

/** Where a block stands: in which list, and where in it. */
export interface Spot {
  /** The columns that it stands in; nothing in the mail itself. */
  parent: string | null;
  column: number;
  at: number;
  /** How many stand in the same list. */
  of: number;
}

/** Where a block stands. */
export function spotOf(document: MailDocument, id: string): Spot | undefined {
  const at = document.blocks.findIndex((block) => block.id === id);
  if (at >= 0) return { parent: null, column: 0, at, of: document.blocks.length };
  for (const { id: parent, content } of document.blocks) {
    if (content.kind !== 'columns') continue;
    for (const [column, { blocks }] of content.columns.entries()) {
      const inner = blocks.findIndex((block) => block.id === id);
      if (inner >= 0) return { parent, column, at: inner, of: blocks.length };
    }
  }
  return undefined;
}

/** The list that a spot is in. */
function listAt(document: MailDocument, { parent, column }: Pick<Spot, 'parent' | 'column'>): readonly Block[] {
  if (parent === null) return document.blocks;
  const found = document.blocks.find(({ id }) => id === parent)?.content;
  return found?.kind === 'columns' ? (found.columns[column]?.blocks ?? []) : [];
}

/** The document with another list in the place of one. */
function withList(document: MailDocument, { parent, column }: Pick<Spot, 'parent' | 'column'>, list: Block[]): MailDocument {
  if (parent === null) return { ...document, blocks: list };
  const blocks = document.blocks.map((block) => {
    if (block.id !== parent || block.content.kind !== 'columns') return block;
    return { ...block, content: { ...block.content, columns: block.content.columns.map((one, at) => (at === column ? { blocks: list } : one)) } };
  });
  return { ...document, blocks };
}

/** A block that says something else. */
export function replaced(document: MailDocument, id: string, content: Content): MailDocument {
  const spot = spotOf(document, id);
  if (!spot) return document;
  return withList(document, spot, listAt(document, spot).map((block) => (block.id === id ? { ...block, content } : block)));
}

/** A block on another ground. */
export function grounded(document: MailDocument, id: string, ground: Ground): MailDocument {
  const spot = spotOf(document, id);
  if (!spot) return document;
  return withList(document, spot, listAt(document, spot).map((block) => (block.id === id ? { ...block, ground } : block)));
}

/** A block put before the one that stands at a place. */
export function inserted(document: MailDocument, spot: Pick<Spot, 'parent' | 'column' | 'at'>, block: Block): MailDocument {
  const list = [...listAt(document, spot)];
  list.splice(spot.at, 0, block);
  return withList(document, spot, list);
}

/** Without a block, and without its words in other languages. */
export function removed(document: MailDocument, id: string): MailDocument {
  const spot = spotOf(document, id);
  if (!spot) return document;
  const gone = allBlocks(listAt(document, spot).filter((block) => block.id === id)).map((block) => `${block.id}.`);
  const left = withList(document, spot, listAt(document, spot).filter((block) => block.id !== id));
  const translations = Object.fromEntries(
    Object.entries(left.translations).map(([language, { texts }]) => [language, { texts: Object.fromEntries(Object.entries(texts).filter(([place]) => !gone.some((start) => place.startsWith(start)))) }]),
  );
  return { ...left, translations };
}

/** A block at another place of its list. */
export function moved(document: MailDocument, id: string, to: number): MailDocument {
  const spot = spotOf(document, id);
  if (!spot || to < 0 || to >= spot.of || to === spot.at) return document;
  const list = [...listAt(document, spot)];
  const [block] = list.splice(spot.at, 1);
  if (!block) return document;
  list.splice(to, 0, block);
  return withList(document, spot, list);
}

/** A block once more, with ids of its own, ready to be put somewhere. */
export function again(document: MailDocument, { ground, content }: Omit<Block, 'id'>): Block {
  let known: Pick<MailDocument, 'blocks'> = document;
  const name = (inner: Omit<Block, 'id'>): Block => {
    const block = { ...inner, id: freeId(known) };
    known = { blocks: [...known.blocks, { ...block, content: block.content.kind === 'columns' ? { ...block.content, columns: [] } : block.content }] };
    return block;
  };
  const block = name({ ground, content });
  if (block.content.kind !== 'columns') return block;
  return { ...block, content: { ...block.content, columns: block.content.columns.map(({ blocks }) => ({ blocks: blocks.map(name) })) } };
}

/** Columns of another number; what stood in one that goes is put into the last that stays. */
export function columned(content: Content & { kind: 'columns' }, count: number): Content {
  const kept = Array.from({ length: count }, (_, at) => ({ blocks: content.columns[at]?.blocks ?? [] }));
  const over = content.columns.slice(count).flatMap(({ blocks }) => blocks);
  const last = kept.at(-1);
  if (last && over.length > 0) kept[kept.length - 1] = { blocks: [...last.blocks, ...over] };
  return { ...content, columns: kept };
}

/** Where a new block goes: after the chosen one, and never after the footer. */
export function placeFor(document: MailDocument, chosen: string | null): Spot {
  const own = chosen === null ? undefined : spotOf(document, chosen);
  const at = own?.parent == null ? own?.at : document.blocks.findIndex(({ id }) => id === own.parent);
  const of = document.blocks.length;
  const footer = document.blocks.at(-1)?.content.kind === 'footer' ? of - 1 : of;
  return { parent: null, column: 0, at: Math.min(at === undefined ? footer : at + 1, footer), of };
}
