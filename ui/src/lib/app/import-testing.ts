// Previews for tests: a file with nothing in it, changed where a test says so.
import type { Counts, FilePreview, Mapping, Preview, SampleOrder } from '../backend/backend';

export const noCounts: Counts = { new: 0, updated: 0, unchanged: 0 };

export function file(over: Partial<FilePreview> = {}): FilePreview {
  return {
    path: '/downloads/orders_export_1.csv',
    name: 'orders_export_1.csv',
    platform: 'shopify',
    kind: 'orders',
    rows: 0,
    rowVerdicts: { new: 0, updated: 0, unchanged: 0, merged: 0, ignored: 0, rejected: 0 },
    orders: noCounts,
    customers: noCounts,
    products: noCounts,
    checkouts: noCounts,
    payments: noCounts,
    refunds: noCounts,
    behaviour: noCounts,
    balances: noCounts,
    ignored: [],
    rejected: [],
    refused: null,
    half: null,
    notes: [],
    mapping: null,
    understood: {
      encoding: 'utf-8',
      delimiter: ',',
      dates: 'iso',
      timeZone: null,
      decimalSign: 'point',
      currencies: ['EUR'],
      taxIncluded: 0,
      taxOnTop: 0,
    },
    columns: [],
    sample: [],
    firstDay: null,
    lastDay: null,
    ...over,
  };
}

export function preview(files: FilePreview[], over: Partial<Preview> = {}): Preview {
  return { id: 1, files, questions: [], sameSales: null, ...over };
}

export function sample(over: Partial<SampleOrder> = {}): SampleOrder {
  const zero = { minor: 0, currency: 'EUR', text: '0.00' };
  return {
    number: '#1001',
    placedLocal: '2026-06-30T17:52',
    placedRaw: '2026-06-30 17:52:11 +0200',
    customer: 'Johanna Lindqvist',
    goods: { minor: 6140, currency: 'EUR', text: '61.40' },
    shipping: zero,
    discounts: zero,
    totalRaw: '66.30',
    ...over,
  };
}

/** A mapping of columns, each with its name, meaning and how sure it is. */
export function mapping(columns: [name: string, field: string | null, confidence: number | null][], over: Partial<Mapping> = {}): Mapping {
  return {
    kind: 'orders',
    rows: 'whole',
    columns: columns.map(([name, field, confidence], position) => ({ position, name, examples: [], field, confidence })),
    currency: null,
    timeZone: null,
    taxIncluded: null,
    refundRows: false,
    isConfirmed: false,
    savedAs: null,
    ...over,
  };
}
