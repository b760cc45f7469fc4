// What a preview would do, added up over its files: what the foot of the screen says before
// anything is written.
import type { Counts, FilePreview, Imported, Preview } from '../backend/backend';
import { count } from '../format/number';
import { t } from '../messages';

/** What files hold. The first kind that is there is what the button and the foot count. */
const kinds = ['orders', 'customers', 'products', 'payments', 'checkouts', 'behaviour', 'balances'] as const;
/** Kinds, and refunds that say no order: no file is of those alone. */
export const things = [...kinds, 'refunds'] as const;
export type Things = (typeof things)[number];

/** Of a file with more rejected rows than this share, something is likely read wrongly. */
const doubtfulShare = 0.05;

/** The consequences of importing all files of a preview. */
export interface Summary {
  /** What the figures count. */
  things: Things;
  /** New, changed and known ones of it. */
  counts: Counts;
  /** The customers that come along with orders; nothing where customers are what is counted. */
  alongside: Counts | null;
  /** What else the files hold beside what is counted. */
  others: { things: Things; counts: Counts }[];
  /** Rows that say again what an earlier row says. */
  merged: number;
  /** Rows left out by a rule. */
  ignored: number;
  /** Rows that could not be understood. */
  rejected: number;
  /** Rows of all files that can be read. */
  rows: number;
  /** Files that can be read. */
  ready: number;
  /** First and last day of the orders. */
  days: { first: string; last: string } | null;
}

/** Why nothing can be imported now. */
export type Obstacle = 'question' | 'columns' | 'refused' | 'rejected' | 'nothingNew' | 'empty';

const none: Counts = { new: 0, updated: 0, unchanged: 0 };

function added(files: readonly FilePreview[], of: (file: FilePreview) => Counts): Counts {
  return files.reduce((sum, file) => {
    const counts = of(file);
    return {
      new: sum.new + counts.new,
      updated: sum.updated + counts.updated,
      unchanged: sum.unchanged + counts.unchanged,
    };
  }, none);
}

function rows(files: readonly FilePreview[], of: (file: FilePreview) => number): number {
  return files.reduce((sum, file) => sum + of(file), 0);
}

/** All of them, whatever becomes of them. */
export function all(counts: Counts): number {
  return counts.new + counts.updated + counts.unchanged;
}

/** What would be written of them. */
export function written(counts: Counts): number {
  return counts.new + counts.updated;
}

/** What a file holds, as its tile says it. */
export function thingsOf(file: FilePreview): Things | null {
  return kinds.find((kind) => kind === file.kind) ?? null;
}

/** The things of a file, counted. */
export function countsOf(file: FilePreview): Counts {
  const things = thingsOf(file);
  return things ? file[things] : none;
}

/** Adds up the files of a preview. Refused files bring nothing. */
export function summary(files: readonly FilePreview[]): Summary {
  const ready = files.filter((file) => !file.refused);
  const customers = added(ready, (file) => file.customers);
  const held = kinds.filter((kind) => ready.some((file) => file.kind === kind));
  const things = held[0] ?? 'orders';
  const refunds = added(ready, (file) => file.refunds);
  const beside = held.filter((kind) => kind !== things && kind !== 'customers');
  const first = ready.flatMap((file) => file.firstDay ?? []).toSorted()[0];
  const last = ready.flatMap((file) => file.lastDay ?? []).toSorted().at(-1);
  return {
    things,
    counts: added(ready, (file) => file[things]),
    alongside: things !== 'customers' && all(customers) > 0 ? customers : null,
    others: [
      ...beside.map((kind) => ({ things: kind, counts: added(ready, (file) => (file.kind === kind ? file[kind] : none)) })),
      ...(all(refunds) > 0 ? [{ things: 'refunds' as const, counts: refunds }] : []),
    ],
    merged: rows(ready, (file) => file.rowVerdicts.merged),
    ignored: rows(ready, (file) => file.rowVerdicts.ignored),
    rejected: rows(ready, (file) => file.rowVerdicts.rejected),
    rows: rows(ready, (file) => file.rows),
    ready: ready.length,
    days: first && last ? { first, last } : null,
  };
}

/** What the button would write: the first kind of which anything is new or changed. */
export function offer(of: Summary): { things: Things; count: number } {
  const customers = of.alongside ? [{ things: 'customers' as const, counts: of.alongside }] : [];
  const held = [{ things: of.things, counts: of.counts }, ...customers, ...of.others];
  const { things, counts } = held.find((one) => written(one.counts) > 0) ?? { things: of.things, counts: none };
  return { things, count: written(counts) };
}

/** The files of which so many rows are rejected that the merchant is asked first. */
export function doubtful(files: readonly FilePreview[]): FilePreview[] {
  return files.filter((file) => !file.refused && file.rowVerdicts.rejected > file.rows * doubtfulShare);
}

/** Why rows of a file are rejected, the most frequent reason first. The file lists the first of them. */
export function reasons(file: FilePreview): { reason: string; rows: number }[] {
  const all = new Map<string, number>();
  for (const { reason } of file.rejected) all.set(reason, (all.get(reason) ?? 0) + 1);
  return [...all].map(([reason, rows]) => ({ reason, rows })).toSorted((a, b) => b.rows - a.rows);
}

/** Why importing is off; nothing where it is on. */
export function obstacle(preview: Preview): Obstacle | null {
  if (preview.questions.length > 0) return preview.questions.every((question) => question === 'columns') ? 'columns' : 'question';
  const of = summary(preview.files);
  if (of.ready === 0) return 'refused';
  if (offer(of).count > 0) return null;
  if (of.rows === 0) return 'empty';
  // What is known already and what is refused make no import together either.
  if (of.ready < preview.files.length && of.rejected === 0) return 'refused';
  return of.rejected > 0 && all(of.counts) === 0 ? 'rejected' : 'nothingNew';
}

/** The currency that the files' orders are in most, where an empty shop counts in another one. */
export function otherCurrency(files: readonly FilePreview[], shop: { currency: string; orders: number }): string | null {
  if (shop.orders > 0) return null;
  const largest = files
    .filter((file) => !file.refused && file.kind === 'orders')
    .toSorted((a, b) => all(b.orders) - all(a.orders))[0];
  const currency = largest?.understood?.currencies[0];
  return currency && currency !== shop.currency ? currency : null;
}

/** Currencies of the files that a shop with orders does not count in: they are kept apart. */
export function foreignCurrencies(files: readonly FilePreview[], currency: string): string[] {
  const found = files.filter((file) => !file.refused).flatMap((file) => file.understood?.currencies ?? []);
  return [...new Set(found)].filter((code) => code !== currency);
}

type Counted = (n: number, written: string) => string;

function parts(counts: Counts, fresh: Counted, changed: Counted): string[] {
  const said: string[] = [];
  if (counts.new > 0) said.push(fresh(counts.new, count(counts.new)));
  // "301 new orders, 14 updated", but "14 orders updated" where none is new.
  if (counts.updated > 0) said.push((counts.new > 0 ? t.import.doneUpdated : changed)(counts.updated, count(counts.updated)));
  return said;
}

/** What came in, in a line: "301 new orders, 14 updated". */
export function broughtIn(imported: Imported): string {
  const { things, counts, alongside, others } = summary(imported.files);
  const held = [{ things, counts }, ...(alongside ? [{ things: 'customers' as const, counts: alongside }] : []), ...others];
  const brought = held.find((one) => written(one.counts) > 0);
  if (!brought) return t.import.doneNothing;
  return parts(brought.counts, t.import.doneNew[brought.things], t.import.doneChanged[brought.things]).join(', ');
}
