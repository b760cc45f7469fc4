// What a preview would do, added up over its files: what the foot of the screen says before
// anything is written.
import type { Counts, FilePreview, Imported, Preview } from '../backend/backend';
import { count } from '../format/number';
import { t } from '../messages';

/** What there is most of in the files: what the button and the foot count. */
export type Things = 'orders' | 'customers' | 'checkouts';

/** The consequences of importing all files of a preview. */
export interface Summary {
  /** What the figures count. */
  things: Things;
  /** New, changed and known ones of it. */
  counts: Counts;
  /** The customers that come along with orders; nothing where customers are what is counted. */
  alongside: Counts | null;
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
export type Obstacle = 'question' | 'refused' | 'checkouts' | 'rejected' | 'nothingNew' | 'empty';

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
  return file.kind === 'orders' || file.kind === 'customers' || file.kind === 'checkouts' ? file.kind : null;
}

/** The things of a file, counted. */
export function countsOf(file: FilePreview): Counts {
  const things = thingsOf(file);
  return things ? file[things] : none;
}

/** Adds up the files of a preview. Refused files bring nothing. */
export function summary(files: readonly FilePreview[]): Summary {
  const ready = files.filter((file) => !file.refused);
  const orders = added(ready, (file) => file.orders);
  const customers = added(ready, (file) => file.customers);
  const checkouts = added(ready, (file) => file.checkouts);
  const holds = (things: Things) => ready.some((file) => file.kind === things);
  const things = holds('orders') ? 'orders' : holds('customers') ? 'customers' : holds('checkouts') ? 'checkouts' : 'orders';
  const first = ready.flatMap((file) => file.firstDay ?? []).toSorted()[0];
  const last = ready.flatMap((file) => file.lastDay ?? []).toSorted().at(-1);
  return {
    things,
    counts: { orders, customers, checkouts }[things],
    alongside: things === 'orders' && all(customers) > 0 ? customers : null,
    merged: rows(ready, (file) => file.rowVerdicts.merged),
    ignored: rows(ready, (file) => file.rowVerdicts.ignored),
    rejected: rows(ready, (file) => file.rowVerdicts.rejected),
    rows: rows(ready, (file) => file.rows),
    ready: ready.length,
    days: first && last ? { first, last } : null,
  };
}

/** What the button would write: orders where there are any, customers otherwise. */
export function offer(of: Summary): { things: Things; count: number } {
  const count = of.things === 'checkouts' ? 0 : written(of.counts);
  if (count === 0 && of.alongside && written(of.alongside) > 0) {
    return { things: 'customers', count: written(of.alongside) };
  }
  return { things: of.things, count };
}

/** Why importing is off; nothing where it is on. */
export function obstacle(preview: Preview): Obstacle | null {
  if (preview.questions.length > 0) return 'question';
  const of = summary(preview.files);
  if (of.ready === 0) return 'refused';
  if (offer(of).count > 0) return null;
  if (of.things === 'checkouts') return 'checkouts';
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

function parts(counts: Counts, fresh: typeof t.import.doneNew, changed: typeof t.import.doneUpdatedOrders): string[] {
  const said: string[] = [];
  if (counts.new > 0) said.push(fresh(counts.new, count(counts.new)));
  // "301 new orders, 14 updated", but "14 orders updated" where none is new.
  if (counts.updated > 0) said.push((counts.new > 0 ? t.import.doneUpdated : changed)(counts.updated, count(counts.updated)));
  return said;
}

/** What came in, in a line: "301 new orders, 14 updated". */
export function broughtIn(imported: Imported): string {
  const { things, counts, alongside } = summary(imported.files);
  const orders = things === 'orders' ? parts(counts, t.import.doneNew, t.import.doneUpdatedOrders) : [];
  const people = things === 'customers' ? counts : alongside;
  const customers = people ? parts(people, t.import.doneCustomers, t.import.doneUpdatedCustomers) : [];
  const said = orders.length > 0 ? orders : customers;
  return said.length > 0 ? said.join(', ') : t.import.doneNothing;
}
