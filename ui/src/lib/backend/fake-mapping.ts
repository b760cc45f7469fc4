// Files of a made-up shop whose columns nobody has said the meaning of, read by what is said of
// them: as little of it as the screens need.
import type { ColumnUse, FilePreview, Mapping, MappingField, MappingInput, Rejection, SampleOrder, SavedMapping, SuggestInput } from './backend';
import { amount } from './fake-data';

const noCounts = { new: 0, updated: 0, unchanged: 0 };

const catalogue: [kinds: string, keys: string][] = [
  ['orders checkouts payments', 'orderNumber orderId payment refunded paymentMethod'],
  ['orders checkouts payments behaviour balances', 'placedAt'],
  ['orders checkouts payments behaviour', 'placedTime timeZone'],
  ['orders checkouts', 'paidAt fulfilledAt cancelledAt goods gross shipping tax total discounts duties tip discountCodes channel device campaign acceptsMarketing lineName lineVariant lineSku lineVendor lineQuantity linePrice lineTotal lineTaxable lineDiscount'],
  ['orders checkouts payments products', 'status currency'],
  ['orders', 'shippingDiscount netTotal settled settledAfter itemCount lineId lineCategory lineTax lineShipping packedLines'],
  ['orders checkouts customers products', 'tags'],
  ['customers balances', 'note'],
  ['customers', 'birthday company address addressMore emailConsent smsConsent whatsAppConsent consentAt refusalAt'],
  ['orders checkouts customers payments behaviour balances', 'email'],
  ['orders checkouts customers payments', 'customerName'],
  ['orders customers balances', 'customerId'],
  ['orders customers', 'firstName lastName'],
  ['orders checkouts customers', 'phone city zip region country'],
  ['customers orders', 'emailRefusal'],
  ['products', 'productId productParent productTitle variantTitle variantId barcode vendor category price salePrice saleFrom saleUntil onSale compareAtPrice cost stock picture variantPicture productUrl giftCard published'],
  ['products behaviour', 'sku'],
  ['payments', 'paymentId paymentKind amount fee feeCurrency refundedAt'],
  ['orders payments', 'paymentOf mode'],
  ['behaviour', 'product behaviour'],
  ['balances', 'points pointsUntil'],
];
const needed: Record<string, string> = { placedAt: 'orders payments behaviour', total: 'orders', orderNumber: 'orders', email: 'customers behaviour balances', productTitle: 'products', amount: 'payments', product: 'behaviour', points: 'balances' };

/** All meanings with the kinds of files that can have them. */
export const fields: MappingField[] = catalogue.flatMap(([kinds, keys]) =>
  keys.split(' ').map((key) => ({ key, kinds: kinds.split(' '), neededBy: (needed[key] ?? '').split(' ').filter((kind) => kind !== '') })),
);

export const kept: SavedMapping[] = [
  { id: 1, name: 'Market stall', kind: 'orders', columns: 7, savedAt: Date.UTC(2026, 4, 12, 9, 30) },
  { id: 2, name: 'Warenwirtschaft Lieferscheine Export Gesamtjahr', kind: 'orders', columns: 23, savedAt: Date.UTC(2026, 5, 2, 16, 4) },
];

interface Column {
  name: string;
  cells: string[];
  field: string | null;
  confidence: number | null;
}

const people = ['Johanna Lindqvist', 'Pieter de Vos', 'Ulrike Stein', 'Camille Perrin', 'Tobias Wendt'];
const goods = ['Linen throw, oat', 'Stoneware mug', 'Beeswax candle, tall', 'Wool blanket, fern', 'Tea towel, set of 2'];
const totals = ['61.40', '24.00', '12.50', '89.00', 'n/a'];

const stall: Column[] = [
  { name: 'Receipt', cells: ['R-1041', 'R-1042', 'R-1043', 'R-1044', 'R-1045'], field: 'orderNumber', confidence: 62 },
  { name: 'Sold on', cells: ['03/04/2026', '05/04/2026', '07/04/2026', '08/04/2026', '09/04/2026'], field: null, confidence: null },
  { name: 'Who', cells: people, field: 'customerName', confidence: 55 },
  { name: 'E-mail', cells: people.map((name) => `${name.split(' ')[0]?.toLowerCase()}@example.com`), field: 'email', confidence: 99 },
  { name: 'What', cells: goods, field: 'lineName', confidence: 58 },
  { name: 'Pieces', cells: ['1', '2', '1', '1', '3'], field: 'lineQuantity', confidence: 81 },
  { name: 'Sum', cells: totals, field: 'total', confidence: 74 },
  { name: 'Postage', cells: ['4.90', '0.00', '4.90', '0.00', '4.90'], field: 'shipping', confidence: 71 },
  { name: 'Till', cells: ['A', 'B', 'A', 'A', 'B'], field: null, confidence: null },
  { name: '', cells: ['', '', '', '', ''], field: null, confidence: null },
];

const ebay: Column[] = [
  { name: 'Sales Record Number', cells: ['1184', '1185', '1186'], field: null, confidence: null },
  { name: 'Order Number', cells: ['12-09155-40112', '12-09160-88313', '12-09171-20554'], field: 'orderNumber', confidence: null },
  { name: 'Buyer Name', cells: people.slice(0, 3), field: 'customerName', confidence: null },
  { name: 'Item Title', cells: goods.slice(0, 3), field: 'lineName', confidence: null },
  { name: 'Quantity', cells: ['1', '2', '1'], field: 'lineQuantity', confidence: null },
  { name: 'Total Price', cells: totals.slice(0, 3), field: 'total', confidence: null },
  { name: 'Sale Date', cells: ['Jun-04-26', 'Jun-05-26', 'Jun-07-26'], field: 'placedAt', confidence: null },
];

/** Columns of a system that exports all it has, with names as they come. */
const wide: Column[] = Array.from({ length: 80 }, (_, at) => {
  const known = stall[at];
  const long = at % 9 === 0 ? 'Rechnungsempfängeranschriftzusatz der abweichenden Lieferadresse' : `Attribut ${at + 1}`;
  if (!known) return { name: long, cells: at % 7 === 0 ? ['', '', ''] : [`Wert ${at}`, 'Donaudampfschifffahrtsgesellschaft', '0,00'], field: null, confidence: null };
  return { ...known, name: at === 1 ? 'Belegdatum (Rechnungslegung)' : `${known.name} ${at}` };
});

const files: Record<string, { columns: Column[]; platform: string | null; name: string; refused: boolean; rows: number }> = {
  unknown: { columns: stall, platform: null, name: 'market_stall_2026.csv', refused: true, rows: 214 },
  ebay: { columns: ebay, platform: 'ebay', name: 'eBay-OrdersReport-Jul-01-2026.csv', refused: false, rows: 96 },
  wide: { columns: wide, platform: null, name: 'Warenwirtschaft_Gesamtexport_Lieferscheine_und_Rechnungen_2026-06-30_endgueltig_v3.csv', refused: true, rows: 12_408 },
};

/** Which file of a preview has columns to say something of. */
export type FakeTable = 'unknown' | 'ebay' | 'wide';

function day(raw: string, monthFirst: boolean): string {
  const [first = '1', second = '1', year = '2026'] = raw.split('/');
  const [d, m] = monthFirst ? [second, first] : [first, second];
  return /^\d\d\/\d\d\/\d{4}$/u.test(raw) ? `${year}-${m.padStart(2, '0')}-${d.padStart(2, '0')}T00:00` : '2026-06-04T00:00';
}

function read(columns: Column[], said: MappingInput): { sample: SampleOrder[]; rejected: Rejection[] } {
  const cell = (field: string, row: number) => {
    const position = said.columns.find((column) => column.field === field)?.position;
    return position === undefined ? '' : (columns[position]?.cells[row] ?? '');
  };
  const sample: SampleOrder[] = [];
  const rejected: Rejection[] = [];
  const rows = columns[0]?.cells.length ?? 0;
  for (let row = 0; row < rows; row += 1) {
    const total = cell('total', row) || cell('goods', row);
    if (Number.isNaN(Number(total)) || total === '') {
      rejected.push({ line: row + 2, column: 'Sum', value: total, reason: 'The total is not an amount' });
      continue;
    }
    const shipping = Number(cell('shipping', row) || '0');
    const placed = cell('placedAt', row);
    sample.push({
      number: cell('orderNumber', row) || cell('orderId', row),
      placedLocal: day(placed, said.dateOrder === 'monthFirst'),
      placedRaw: placed,
      customer: cell('customerName', row) || cell('email', row),
      goods: amount(Math.round((Number(total) - shipping) * 100), said.currency ?? 'EUR'),
      shipping: amount(Math.round(shipping * 100), said.currency ?? 'EUR'),
      discounts: amount(0),
      totalRaw: total,
    });
  }
  return { sample, rejected };
}

/** What else the columns of the stall may mean. */
const others: Record<string, Record<string, string>> = {
  products: { What: 'productTitle', Sum: 'price', Pieces: 'stock', 'Item Title': 'productTitle', 'Total Price': 'price' },
  payments: { Receipt: 'paymentId', Sum: 'amount', 'Total Price': 'amount' },
  behaviour: { What: 'product', 'Item Title': 'product' },
};

/** What the columns may mean, beside what is said of them. */
export function suggested(table: FakeTable, input: SuggestInput): Mapping {
  const { columns } = files[table] ?? { columns: [] };
  const can = new Set(fields.filter((field) => field.kinds.includes(input.kind)).map((field) => field.key));
  return {
    kind: input.kind,
    rows: input.rows ?? 'whole',
    columns: columns.map(({ name, cells, field, confidence }, position) => {
      const said = input.columns.find((one) => one.position === position && (one.field === null || can.has(one.field)));
      const other = others[input.kind]?.[name];
      const own = other ? { field: other, confidence: 71 } : { field: field !== null && can.has(field) ? field : null, confidence };
      return { position, name, examples: cells.filter((cell) => cell !== '').slice(0, 3), ...(said ? { field: said.field, confidence: null } : own) };
    }),
    currency: null,
    timeZone: null,
    taxIncluded: null,
    refundRows: false,
    isConfirmed: false,
    savedAs: null,
  };
}

/** The file, read by what is said of it; and what it leaves open. */
export function mapped(table: FakeTable, base: FilePreview, inputs: readonly MappingInput[]): { file: FilePreview; questions: ('columns' | 'dateOrder')[] } {
  const { columns, platform, name, refused, rows } = files[table] ?? { columns: [], platform: null, name: '', refused: true, rows: 0 };
  const said = inputs.find((input) => input.file === name);
  const mapping: Mapping = {
    kind: said?.kind ?? 'orders',
    rows: said?.rows ?? 'whole',
    columns: columns.map((column, position) => ({
      position,
      name: column.name,
      examples: column.cells.filter((cell) => cell !== '').slice(0, 3),
      field: said ? (said.columns.find((one) => one.position === position)?.field ?? null) : column.field,
      confidence: said ? null : column.confidence,
    })),
    currency: said?.currency ?? null,
    timeZone: said?.timeZone ?? null,
    taxIncluded: said?.taxIncluded ?? null,
    refundRows: said?.refundRows ?? false,
    isConfirmed: said !== undefined,
    savedAs: said?.saveAs ?? null,
  };
  const uses: ColumnUse[] = mapping.columns.map((column) => ({ name: column.name, example: column.examples[0] ?? '', usedAs: column.field }));
  const open: FilePreview = {
    ...base,
    path: `/downloads/${name}`,
    name,
    platform,
    kind: refused ? null : 'orders',
    rows,
    rowVerdicts: { new: 0, updated: 0, unchanged: 0, merged: 0, ignored: rows, rejected: 0 },
    orders: noCounts,
    customers: noCounts,
    products: noCounts,
    ignored: [],
    rejected: [],
    sample: [],
    columns: uses,
    mapping,
    firstDay: null,
    lastDay: null,
    refused: refused ? { what: 'Pannier does not know this file', need: 'Say what its columns mean, or export the orders from your shop again' } : null,
  };
  if (!said) return { file: open, questions: refused ? [] : ['columns'] };
  const asks = /\d\d\/\d\d\/\d{4}/u.test(columns[1]?.cells[0] ?? '') && said.dateOrder === null;
  const { sample, rejected } = asks ? { sample: [], rejected: [] } : read(columns, said);
  const bad = asks ? 0 : Math.round((rows * rejected.length) / (columns[0]?.cells.length ?? 1));
  const good = asks ? 0 : rows - bad;
  return {
    file: {
      ...open,
      platform: platform ?? 'own',
      kind: said.kind,
      refused: null,
      rowVerdicts: { new: good, updated: 0, unchanged: 0, merged: 0, ignored: 0, rejected: bad },
      [said.kind]: { new: good, updated: 0, unchanged: 0 },
      rejected: Array.from({ length: bad }, (_, at) => ({ ...(rejected[0] as Rejection), line: 6 + at * 5 })),
      sample,
      firstDay: asks ? null : '2026-04-03',
      lastDay: asks ? null : '2026-06-28',
    },
    questions: asks ? ['dateOrder'] : [],
  };
}

/** A drop of files of all kinds. */
export function kinds(base: FilePreview): FilePreview[] {
  const of = (name: string, platform: string | null, kind: string, rows: number, over: Partial<FilePreview> = {}): FilePreview => ({
    ...base,
    path: `/downloads/${name.split(': ')[0]}`,
    name,
    platform,
    kind,
    rows,
    rowVerdicts: { new: rows, updated: 0, unchanged: 0, merged: 0, ignored: 0, rejected: 0 },
    orders: noCounts,
    customers: noCounts,
    products: noCounts,
    rejected: [],
    ignored: [],
    sample: [],
    columns: [],
    firstDay: null,
    lastDay: null,
    [kind]: { new: rows - 3, updated: 2, unchanged: 1 },
    ...over,
  });
  return [
    base,
    of('shop-export-of-the-whole-year-2026.zip: order_items_export.csv', 'etsy', 'orders', 480, { half: { saysItems: true, with: [], missing: 'On Etsy, open Shop Manager, then Settings, Options and “Download Data”, choose “Orders” for a year, and drop that file here together with “Order Items” of the same year' }, rowVerdicts: { new: 470, updated: 0, unchanged: 0, merged: 10, ignored: 0, rejected: 0 } }),
    of('stock.xlsx: Products', 'woocommerce', 'products', 212),
    of('checkouts.csv', 'shopify', 'checkouts', 64),
    of('unified_payments.csv', 'stripe', 'payments', 903),
    of('subscribed_members_export.csv', 'mailchimp', 'customers', 1310),
    of('wishlist.csv', null, 'behaviour', 5044),
  ];
}
