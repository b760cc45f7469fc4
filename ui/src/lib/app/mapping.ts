// What the columns of a file mean: how meanings are listed, and what a kind of file cannot do
// without.
import type { Mapping, MappingField, MappingInput } from '../backend/backend';
import { t } from '../messages';

/** What a meaning is about. */
export type Subject = keyof typeof t.import.subjects;

const subjectOf: Record<string, Subject> = {};
const about: Record<Subject, readonly string[]> = {
  order: ['orderNumber', 'orderId', 'placedAt', 'placedTime', 'timeZone', 'paidAt', 'fulfilledAt', 'cancelledAt', 'payment', 'status', 'discountCodes', 'paymentMethod', 'channel', 'device', 'campaign', 'tags', 'mode'],
  buyer: ['email', 'customerName', 'firstName', 'lastName', 'phone', 'company', 'address', 'addressMore', 'city', 'zip', 'region', 'country', 'customerId', 'birthday', 'note'],
  consent: ['acceptsMarketing', 'emailConsent', 'emailRefusal', 'smsConsent', 'whatsAppConsent', 'consentAt', 'refusalAt'],
  line: ['lineName', 'lineQuantity', 'linePrice', 'lineTotal', 'lineDiscount', 'lineSku', 'lineVariant', 'lineCategory', 'lineVendor', 'lineTax', 'lineShipping', 'lineTaxable', 'lineId', 'packedLines', 'itemCount'],
  money: ['total', 'goods', 'gross', 'discounts', 'shipping', 'shippingDiscount', 'tax', 'refunded', 'paymentOf', 'netTotal', 'settled', 'settledAfter', 'duties', 'tip', 'currency'],
  product: ['productTitle', 'variantTitle', 'sku', 'price', 'salePrice', 'saleFrom', 'saleUntil', 'onSale', 'compareAtPrice', 'cost', 'stock', 'category', 'vendor', 'barcode', 'productId', 'variantId', 'productParent', 'picture', 'variantPicture', 'productUrl', 'giftCard', 'published'],
  payment: ['amount', 'fee', 'feeCurrency', 'paymentKind', 'paymentId', 'refundedAt'],
  behaviour: ['product', 'behaviour'],
  balances: ['points', 'pointsUntil'],
};
for (const [subject, keys] of Object.entries(about) as [Subject, readonly string[]][]) {
  for (const key of keys) subjectOf[key] = subject;
}

/** What of each kind of file comes first in a list of meanings; what is not named comes after. */
const first: Record<string, readonly Subject[]> = {
  orders: ['order', 'money', 'line', 'buyer', 'consent'],
  checkouts: ['order', 'buyer', 'money', 'line'],
  customers: ['buyer', 'consent'],
  products: ['product'],
  payments: ['payment', 'order', 'money', 'buyer'],
  behaviour: ['behaviour', 'buyer', 'order', 'product'],
  balances: ['balances', 'buyer'],
};

/** Kinds of files, the most frequent first. */
const kinds = ['orders', 'customers', 'products', 'payments', 'checkouts', 'behaviour', 'balances'];

/** What a file of each kind cannot do without: one of each group. */
export const needs: Record<string, readonly (readonly string[])[]> = {
  orders: [['placedAt'], ['total', 'goods', 'gross', 'linePrice', 'lineTotal', 'packedLines'], ['orderNumber', 'orderId']],
  customers: [['email', 'phone', 'customerId']],
  products: [['productTitle', 'sku', 'productId']],
  checkouts: [['placedAt'], ['email']],
  payments: [['amount'], ['placedAt']],
  behaviour: [['email'], ['product', 'sku'], ['placedAt']],
  balances: [['email', 'customerId'], ['points']],
};

/** A meaning in words. */
export function meaning(key: string, kind: string | null): string {
  return t.import.usesOf[kind ?? '']?.[key] ?? t.import.uses[key] ?? t.import.usedOther;
}

/** The meanings of a kind of file under their subjects. */
export function grouped(fields: readonly MappingField[], kind: string): { title: string; options: { value: string; text: string }[] }[] {
  const keys = fields.filter((field) => field.kinds.includes(kind)).map((field) => field.key);
  // In a file of another kind than orders, what is of the order is of that thing.
  const of = (key: string): Subject => {
    const subject = subjectOf[key] ?? 'order';
    if (kind === 'products' && (subject === 'order' || subject === 'money')) return 'product';
    if (kind === 'customers' && subject === 'order') return 'buyer';
    if (kind === 'behaviour' && subject === 'order') return 'behaviour';
    if (kind === 'balances' && subject === 'order') return 'balances';
    return subject;
  };
  const order = [...(first[kind] ?? []), ...(Object.keys(about) as Subject[])];
  return [...new Set(order)].flatMap((subject) => {
    const ranked = about[subject];
    const place = (key: string) => (ranked.includes(key) ? ranked.indexOf(key) : ranked.length);
    const own = keys.filter((key) => of(key) === subject).toSorted((a, b) => place(a) - place(b));
    const title = subject === 'order' && kind === 'checkouts' ? t.mapping.theCart : t.import.subjects[subject];
    return own.length === 0 ? [] : [{ title, options: own.map((key) => ({ value: key, text: meaning(key, kind) })) }];
  });
}

/** The kinds of files that columns can be said for. */
export function kindsOf(fields: readonly MappingField[]): string[] {
  return kinds.filter((kind) => fields.some((field) => field.kinds.includes(kind)));
}

/** What still has to be said, a sentence each. */
export function missing(kind: string, used: Iterable<string>): string[] {
  const said = new Set(used);
  const groups = needs[kind] ?? [];
  return groups
    .filter((any) => !any.some((key) => said.has(key)))
    .map(([key = '']) => t.mapping.missing[`${kind}.${key}`] ?? t.mapping.missingOther(meaning(key, kind)));
}

/** How sure a suggestion is. */
export type Certainty = 'sure' | 'likely' | 'guess';

export function certainty(percent: number): Certainty {
  return percent >= 90 ? 'sure' : percent >= 70 ? 'likely' : 'guess';
}

/** The columns' positions as they are listed: least certain first, what is settled after, what is not used last. */
export function listed(mapping: Mapping): number[] {
  const rank = (at: number): number => {
    const column = mapping.columns[at];
    if (!column?.field) return 1000;
    return column.confidence ?? 100;
  };
  return mapping.columns.map((_, at) => at).toSorted((a, b) => rank(a) - rank(b) || a - b);
}

/** Whether two things said of a file are the same, whatever they are kept as. */
export function same(a: MappingInput, b: MappingInput): boolean {
  const bare = (input: MappingInput) => JSON.stringify({ ...input, saveAs: null });
  return bare(a) === bare(b);
}
