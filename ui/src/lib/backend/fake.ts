// A stand-in for the program, behind the same interface: for tests and for a browser without it.
// `?fake=empty`, `few`, `error`, `slow`, `many`, `question`, `refused`, `dollars`, `customers`, `full`, `unknown`, `ebay`, `wide`, `kinds`,
// `rejects` or `shelf` shows the states of a screen.
import type {
  AppInfo,
  Backend,
  BackupRow,
  FilePreview,
  Formula,
  Home,
  ImportRow,
  ListOrders,
  MappingInput,
  OrderPage,
  Preview,
  ShopSettings,
  Step,
  StepKind,
  TaskProgress,
  Topic,
} from './backend';
import { BackendError } from './errors';
import { fakeCampaigns } from './fake-campaigns';
import { fakeCustomers } from './fake-customers';
import { fakeDuplicates } from './fake-duplicates';
import { fakeInsights } from './fake-insights';
import { fakeLoyalty } from './fake-loyalty';
import { fakeProducts } from './fake-products';
import { fakeSegments } from './fake-segments';
import { fakeSending } from './fake-sending';
import { fakeExplore, fits } from './fake-explore';
import { fields, kept, kinds, mapped, suggested } from './fake-mapping';
import { after, amount, counted, detail, figures, interval, months, orderAt, verdict, type FakeOrder } from './fake-data';

const own = '/shops/wren-and-willow.pannier';
const sample = '/shops/sample.pannier';
const noCounts = { new: 0, updated: 0, unchanged: 0 };
const noOther = { checkouts: noCounts, payments: noCounts, refunds: noCounts, behaviour: noCounts, balances: noCounts };
const ordersOnly = { products: noCounts, ...noOther };

/** Which state of the shop to show. */
export type Scene = 'usual' | 'empty' | 'few' | 'error' | 'slow' | 'many' | 'question' | 'refused' | 'dollars' | 'customers' | 'full' | 'falling' | 'broken' | 'unknown' | 'ebay' | 'wide' | 'kinds' | 'rejects' | 'shelf';

/** Which sides of the program can be moved from a test. */
export interface Fake extends Backend {
  /** Says that something changed. */
  change(topics: Topic[]): void;
  /** Drops files on the window. */
  drop(paths: string[]): void;
  hover(over: boolean): void;
}

function file(): FilePreview {
  const raw = ['61.40', '59.00', '128.50'];
  const people = ['Johanna Lindqvist', 'Pieter de Vos', 'Ulrike Stein'];
  const times = ['2026-06-30T17:52', '2026-06-30T16:20', '2026-06-30T11:47'];
  return {
    path: '/downloads/orders_export_1.csv',
    name: 'orders_export_1.csv',
    platform: 'shopify',
    kind: 'orders',
    rows: 2137,
    rowVerdicts: { new: 712, updated: 31, unchanged: 1388, merged: 0, ignored: 3, rejected: 3 },
    orders: { new: 301, updated: 14, unchanged: 590 },
    customers: { new: 188, updated: 0, unchanged: 402 },
    products: { new: 4, updated: 0, unchanged: 86 },
    ...noOther,
    ignored: [{ reason: 'Lines without a product, price and quantity', rows: 3 }],
    rejected: [
      { line: 412, column: 'Total', value: '', reason: 'The total is empty, and its items do not name a price. Fill it in, or leave the order out' },
      { line: 1090, column: 'Created at', value: '2026-06-31 09:12:00 +0200', reason: 'June has 30 days. Correct the date in the file' },
      { line: 1733, column: 'Lineitem quantity', value: 'two', reason: 'A quantity is a whole number' },
    ],
    refused: null,
    half: null,
    notes: [],
    understood: {
      encoding: 'utf-8',
      delimiter: ',',
      dates: 'iso',
      timeZone: null,
      decimalSign: 'point',
      currencies: ['EUR'],
      taxIncluded: 905,
      taxOnTop: 0,
    },
    mapping: null,
    columns: [
      { name: 'Name', example: '#11249', usedAs: 'orderNumber' },
      { name: 'Email', example: 'j.lindqvist@example.com', usedAs: 'email' },
      { name: 'Financial Status', example: 'paid', usedAs: 'payment' },
      { name: 'Created at', example: '2026-06-30 17:52:11 +0200', usedAs: 'placedAt' },
      { name: 'Currency', example: 'EUR', usedAs: 'currency' },
      { name: 'Subtotal', example: '61.40', usedAs: 'goods' },
      { name: 'Shipping', example: '4.90', usedAs: 'shipping' },
      { name: 'Taxes', example: '10.59', usedAs: 'tax' },
      { name: 'Total', example: '66.30', usedAs: 'total' },
      { name: 'Lineitem name', example: 'Linen throw, oat', usedAs: 'lineName' },
      { name: 'Lineitem price', example: '52.00', usedAs: 'linePrice' },
      { name: 'Risk Level', example: 'Low', usedAs: null },
      { name: 'Receipt Number', example: '', usedAs: null },
    ],
    sample: people.map((customer, at) => ({
      number: `#${11249 - at * 3}`,
      placedLocal: times[at] ?? '',
      placedRaw: `${(times[at] ?? '').replace('T', ' ')}:11 +0200`,
      customer,
      goods: amount(Math.round(Number(raw[at]) * 100)),
      shipping: amount(at === 2 ? 0 : 490),
      discounts: amount(at === 2 ? 1428 : 0),
      totalRaw: at === 2 ? '128.50' : String((Number(raw[at]) + 4.9).toFixed(2)),
    })),
    firstDay: '2026-06-01',
    lastDay: '2026-06-30',
  };
}

function customersFile(): FilePreview {
  return {
    ...file(),
    path: '/downloads/customers_export.csv',
    name: 'customers_export.csv',
    kind: 'customers',
    rows: 1514,
    rowVerdicts: { new: 1400, updated: 111, unchanged: 0, merged: 2, ignored: 1, rejected: 0 },
    orders: noCounts,
    customers: { new: 1400, updated: 111, unchanged: 0 },
    products: noCounts,
    ignored: [{ reason: 'Neither an e-mail address nor a telephone number', rows: 1 }],
    rejected: [],
    notes: ['The column “Note” is not kept: notes are for the shop alone'],
    columns: [
      { name: 'First Name', example: 'Johanna', usedAs: 'firstName' },
      { name: 'Email', example: 'j.lindqvist@example.com', usedAs: 'email' },
      { name: 'Accepts Email Marketing', example: 'yes', usedAs: 'emailConsent' },
      { name: 'Total Spent', example: '612.40', usedAs: null },
    ],
    sample: [],
    firstDay: null,
    lastDay: null,
  };
}

function refusedFile(): FilePreview {
  const base = file();
  return {
    ...base,
    path: '/downloads/payouts_june.csv',
    name: 'payouts_june.csv',
    platform: null,
    kind: null,
    rows: 48,
    rowVerdicts: { new: 0, updated: 0, unchanged: 0, merged: 0, ignored: 48, rejected: 0 },
    orders: noCounts,
    customers: noCounts,
    products: noCounts,
    rejected: [],
    ignored: [],
    understood: null,
    columns: [],
    sample: [],
    firstDay: null,
    lastDay: null,
    refused: { what: 'This file holds payouts, not orders', need: 'In Shopify, open Orders, choose Export, then All orders and CSV' },
  };
}

const stepKinds: Record<Formula, StepKind[]> = {
  goods: [],
  shopify: ['cancelledOrders', 'taxInPrices'],
  net: ['fullyRefundedOrders', 'refundsOfGoods'],
  collected: ['fullyRefundedOrders', 'refundsOfGoods', 'shipping'],
};

/** Makes a stand-in. */
export function makeFake(scene: Scene = 'usual', delay = scene === 'slow' ? 4000 : 60): Fake {
  const sizes: Partial<Record<Scene, number>> = { many: 1_000_000, few: 40, empty: 0, dollars: 0, shelf: 0 };
  const total = sizes[scene] ?? 12_480;
  const inMemory = Math.min(total, 12_480);
  const orders: FakeOrder[] = Array.from({ length: inMemory }, (_, at) => orderAt(at, inMemory));
  const changed = new Set<(topics: Topic[]) => void>();
  const dropped = new Set<(paths: string[]) => void>();
  const hovered = new Set<(over: boolean) => void>();
  let appearance: AppInfo['appearance'] = 'system';
  let settings: ShopSettings = { name: 'Wren & Willow', currency: 'EUR', country: 'DE', timeZone: 'Europe/Berlin' };
  let sampleOpen = false;
  let cancelled = false;
  let answered = false;
  let imports: ImportRow[] =
    total === 0
      ? []
      : [
          { id: 2, appliedAt: Date.UTC(2026, 5, 23, 15, 49), state: 'applied', files: ['orders_export_1.csv', 'customers_export.csv'], orders: { new: 283, updated: 9, unchanged: 610 }, customers: { new: 160, updated: 12, unchanged: 400 }, ...ordersOnly, rejected: 0 },
          { id: 1, appliedAt: Date.UTC(2026, 4, 2, 9, 12), state: 'applied', files: ['orders_export_all.csv'], orders: { new: 11_880, updated: 0, unchanged: 0 }, customers: { new: 5102, updated: 0, unchanged: 0 }, ...ordersOnly, rejected: 4 },
        ];
  let mappings = scene === 'empty' ? [] : kept;
  let backups: BackupRow[] = [
    { name: 'wren-2026-06-30.pannier', madeAt: Date.UTC(2026, 5, 30, 7, 2), reason: 'daily', bytes: 4_210_688 },
    { name: 'wren-2026-06-29.pannier', madeAt: Date.UTC(2026, 5, 29, 7, 11), reason: 'daily', bytes: 4_198_400 },
    { name: 'wren-2026-06-23.pannier', madeAt: Date.UTC(2026, 5, 23, 15, 40), reason: 'asked', bytes: 4_001_792 },
  ];

  const wait = (milliseconds = delay) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  const say = (topics: Topic[]) => changed.forEach((listener) => listener(topics));
  const fail = () => {
    if (scene === 'error') {
      throw new BackendError({ code: 'busy', message: 'Another program is writing to the shop file. Close it, then try again', field: null });
    }
  };

  const info = (): AppInfo => ({
    version: '0.1.0',
    appearance,
    shops: [
      { path: own, name: settings.name, sample: false, open: !sampleOpen },
      { path: sample, name: 'Sample shop', sample: true, open: sampleOpen },
    ],
    shop:
      scene === 'broken'
        ? null
        : {
            path: sampleOpen ? sample : own,
            settings: sampleOpen ? { ...settings, name: 'Sample shop' } : settings,
            sample: sampleOpen,
            orders: total,
            customers: total > 0,
            newestOrderLocal: orders.at(-1)?.row.placedLocal ?? null,
            today: '2026-06-30',
          },
    problem: scene === 'broken' ? { code: 'shopDamaged', message: 'Its pages do not fit together: the disk or a copy may be at fault. It was not touched', field: null } : null,
  });

  const progress = async (phases: [TaskProgress['phase'], number][], report: (progress: TaskProgress) => void) => {
    for (const [phase, rows] of phases) {
      for (let part = 0; part <= 4; part += 1) {
        if (cancelled) {
          cancelled = false;
          throw new BackendError({ code: 'cancelled', message: 'Cancelled. Nothing was kept', field: null });
        }
        report({ phase, done: Math.round((rows * part) / 4), total: rows });
        await wait(scene === 'slow' ? 600 : delay);
      }
    }
  };

  const home = (month: string, formula: Formula, yearBefore: boolean): Home => {
    const at = months.indexOf(month);
    const now = figures(orders, formula, month, after(month));
    const before = months[at - (yearBefore ? 12 : 1)];
    const then = before ? figures(orders, formula, before, after(before)) : null;
    const difference = then && then.result.interval && now.result.interval ? interval(now.mean - then.mean, Math.hypot(now.spread, then.spread)) : null;
    return {
      formula,
      current: now.result,
      unfinished: month === months.at(-1),
      before: then?.result ?? null,
      change:
        then && then.result.aov && now.result.aov
          ? {
              aov: amount(now.result.aov.minor - then.result.aov.minor),
              interval: difference,
              verdict: verdict(difference),
              revenueRatio: now.result.revenue.minor / then.result.revenue.minor - 1,
              ordersRatio: now.result.orders / then.result.orders - 1,
              unitsPerOrder: Math.round(((now.result.unitsPerOrder ?? 0) - (then.result.unitsPerOrder ?? 0)) * 100) / 100,
            }
          : null,
      months: total === 0 ? [] : months,
      chart: months.map((first) => ({ figures: figures(orders, formula, first, after(first)).result, unfinished: first === months.at(-1) })),
      otherCurrencies: [{ ...now.result, revenue: amount(31240, 'CHF'), orders: 4, aov: amount(7810, 'CHF'), median: null, interval: null }],
    };
  };

  const list = (input: ListOrders): OrderPage => {
    const words = input.search.trim().toLowerCase();
    const matches = (order: FakeOrder) =>
      (!input.from || order.day >= input.from) &&
      (!input.until || order.day < input.until) &&
      (!input.countedBy || counted(order, input.countedBy) !== null) &&
      fits(order, input.filters) &&
      (input.valueFrom === null || order.row.goods.minor >= input.valueFrom) &&
      (input.valueUntil === null || order.row.goods.minor < input.valueUntil) &&
      (words === '' || `${order.row.number} ${order.row.customer} ${order.lines.map((line) => line.name).join(' ')}`.toLowerCase().includes(words));
    if (scene === 'many' && words === '' && !input.from) {
      const rows = Array.from({ length: Math.min(input.limit, total - input.offset) }, (_, at) => orderAt(total - 1 - input.offset - at, total).row);
      return { total, goods: amount(5_432_109_876), generation: 1, rows };
    }
    const found = orders.filter(matches);
    if (input.sort === 'newest') found.reverse();
    if (input.sort === 'largest') found.sort((a, b) => b.row.goods.minor - a.row.goods.minor);
    if (input.sort === 'smallest') found.sort((a, b) => a.row.goods.minor - b.row.goods.minor);
    return {
      total: found.length,
      goods: amount(found.reduce((sum, order) => sum + order.row.goods.minor, 0)),
      generation: 1,
      rows: found.slice(input.offset, input.offset + input.limit).map((order) => order.row),
    };
  };

  const keep = (said: readonly MappingInput[]) => {
    for (const { saveAs, kind, columns } of said) {
      if (saveAs === null) continue;
      mappings = [...mappings.filter((one) => one.name !== saveAs), { id: 100 + mappings.length, name: saveAs, kind, columns: columns.length, savedAt: Date.UTC(2026, 5, 30, 16, 20) }];
    }
  };

  const preview = (paths: string[], said: readonly MappingInput[]): Preview => {
    if (scene === 'unknown' || scene === 'ebay' || scene === 'wide') {
      const { file: table, questions } = mapped(scene, file(), said);
      keep(said);
      return { id: 7, files: [table], questions, sameSales: null };
    }
    if (scene === 'kinds') return { id: 7, files: kinds(file()), questions: [], sameSales: null };
    if (scene === 'rejects') return { id: 7, files: [{ ...file(), rowVerdicts: { new: 500, updated: 30, unchanged: 1388, merged: 0, ignored: 0, rejected: 219 } }], questions: [], sameSales: null };
    const refused = scene === 'refused' || paths.some((path) => path.includes('payouts'));
    const question = scene === 'question' && !answered;
    const first = question ? { ...file(), orders: noCounts, sample: [], rejected: [], rowVerdicts: { new: 0, updated: 0, unchanged: 0, merged: 0, ignored: 0, rejected: 0 } } : file();
    if (scene === 'customers') return { id: 7, files: [customersFile()], questions: [], sameSales: null };
    if (scene === 'dollars' && first.understood) first.understood = { ...first.understood, currencies: ['USD'] };
    return { id: 7, files: refused ? [first, refusedFile()] : [first], questions: question ? ['dateOrder'] : [], sameSales: null };
  };

  return {
    change: say,
    drop: (paths) => dropped.forEach((listener) => listener(paths)),
    hover: (over) => hovered.forEach((listener) => listener(over)),
    appInfo: async () => {
      await wait(0);
      return info();
    },
    setAppearance: async (next) => {
      appearance = next;
    },
    settingsChoices: async () => ({
      currencies: ['CHF', 'EUR', 'GBP', 'JPY', 'USD'],
      countries: ['AT', 'CH', 'DE', 'FR', 'GB', 'NL', 'US'],
      timeZones: ['America/New_York', 'Europe/Berlin', 'Europe/London', 'Europe/Vienna'],
    }),
    windowPainted: async () => undefined,
    createShop: async (made) => {
      await wait();
      settings = made;
      say(['shops', 'settings', 'orders']);
      return info();
    },
    openShop: async (path) => {
      await wait();
      sampleOpen = path === sample;
      say(['shops', 'settings', 'orders']);
      return info();
    },
    openSampleShop: async (report) => {
      await progress([['reading', 9_800], ['matching', 9_800], ['saving', 9_800]], report);
      sampleOpen = true;
      say(['shops', 'settings', 'orders']);
      return info();
    },
    deleteSampleShop: async () => {
      await wait();
      sampleOpen = false;
      say(['shops', 'settings', 'orders']);
      return info();
    },
    updateShop: async (next) => {
      await wait();
      if (next.name.trim() === '') throw new BackendError({ code: 'validation', message: 'A shop needs a name', field: 'name' });
      settings = next;
      say(['settings', 'shops']);
      const shop = info().shop;
      if (!shop) throw new BackendError({ code: 'notFound', message: 'No shop is open', field: null });
      return shop;
    },
    home: async ({ month, formula, comparison }) => {
      await wait();
      fail();
      const wanted = months.find((first) => month?.slice(0, 7) === first.slice(0, 7)) ?? months.at(-1) ?? '2026-06-01';
      return home(wanted, formula, comparison === 'yearBefore');
    },
    formulaSheet: async ({ from, until, formula }) => {
      await wait();
      fail();
      const first = from ?? '2025-05-01';
      const last = until ?? '2026-07-01';
      const base = figures(orders, formula, first, last).result;
      return {
        from: first,
        until: last,
        formulas: (['goods', 'shopify', 'net', 'collected'] as const).map((other) => {
          const { result } = figures(orders, other, first, last);
          const kinds = other === formula ? [] : stepKinds[other === 'goods' ? formula : other];
          const difference = result.revenue.minor - base.revenue.minor;
          const steps = kinds.map((kind, at): Step => {
            const last = at === kinds.length - 1;
            const revenue = last ? difference - Math.trunc(difference / 3) * at : Math.trunc(difference / 3);
            return { kind, revenue: amount(revenue), orders: at === 0 ? result.orders - base.orders : 0, aov: result.aov };
          });
          return { formula: other, revenue: result.revenue, orders: result.orders, aov: result.aov, steps };
        }),
        cancelled: orders.filter((order) => order.row.cancelled && order.day >= first && order.day < last).length,
        test: 0,
        giftCardsOnly: 0,
        looseRefunds: { count: 0, amount: amount(0) },
      };
    },
    explainFigure: async ({ formula, figure, value, from, until }) => {
      await wait();
      const base = figures(orders, formula, from ?? '2025-05-01', until ?? '2026-07-01').result;
      if (figure !== 'revenue') return { ways: [{ steps: [], revenue: base.revenue, orders: base.orders, aov: base.aov, left: value - (figure === 'orders' ? base.orders : (base.aov?.minor ?? 0)), hours: null }] };
      const there = figures(orders, 'shopify', from ?? '2025-05-01', until ?? '2026-07-01').result;
      const steps: Step[] = [{ kind: 'taxInPrices', revenue: amount(there.revenue.minor - base.revenue.minor), orders: there.orders - base.orders, aov: there.aov }];
      return { ways: [{ steps, revenue: there.revenue, orders: there.orders, aov: there.aov, left: value - there.revenue.minor, hours: null }] };
    },
    listOrders: async (input) => {
      await wait(delay / 2);
      fail();
      return list(input);
    },
    orderDetail: async (id) => {
      await wait();
      return detail(scene === 'many' ? orderAt(id - 1, total) : (orders[id - 1] ?? orderAt(0, 1)));
    },
    chooseFiles: async () => ['/downloads/orders_export_1.csv'],
    previewImport: async ({ paths, dateOrder, mappings: said }, report) => {
      answered = dateOrder !== null;
      fail();
      await progress([['reading', 2137], ['matching', 2137]], report);
      const seen = preview(paths, said ?? []);
      const [first] = seen.files;
      if (dateOrder && first?.understood) first.understood = { ...first.understood, dates: dateOrder };
      return seen;
    },
    applyImport: async (_, report) => {
      if (scene === 'full') {
        throw new BackendError({ code: 'diskFull', message: 'The disk is full. Nothing was imported. Make some room, then try again', field: null });
      }
      await progress([['saving', 2137], ['counting', 315]], report);
      imports = [
        { id: 3, appliedAt: Date.UTC(2026, 5, 30, 16, 5), state: 'applied', files: ['orders_export_1.csv'], orders: { new: 301, updated: 14, unchanged: 590 }, customers: { new: 188, updated: 0, unchanged: 402 }, ...ordersOnly, rejected: 3 },
        ...imports,
      ];
      say(['orders', 'customers', 'imports']);
      return { importId: 3, files: [file()] };
    },
    discardPreview: async () => undefined,
    cancelTask: async () => {
      cancelled = true;
    },
    exportRejections: async () => '/downloads/rejected.csv',
    listImports: async () => {
      await wait();
      fail();
      return imports;
    },
    undoKeeps: () => Promise.resolve({ orders: 0, customers: 0, noes: 0, records: 0, joinings: 0 }),
    undoImport: async (id) => {
      await wait();
      imports = imports.map((row) => (row.id === id ? { ...row, state: 'reverted' } : row));
      say(['orders', 'customers', 'imports']);
      const row = imports.find((found) => found.id === id);
      if (!row) throw new BackendError({ code: 'notFound', message: 'This import is not known', field: null });
      return row;
    },
    mappingFields: async () => {
      await wait();
      fail();
      return fields;
    },
    suggestColumns: async (input) => {
      await wait();
      return suggested(scene === 'ebay' || scene === 'wide' ? scene : 'unknown', input);
    },
    listMappings: async () => {
      await wait();
      fail();
      return mappings;
    },
    deleteMapping: async (id) => {
      await wait();
      mappings = mappings.filter((one) => one.id !== id);
      return mappings;
    },
    exportMapping: async (id) => `/downloads/${mappings.find((one) => one.id === id)?.name ?? ''}.toml`,
    importMapping: async () => {
      const added = { id: 50, name: 'Sister shop', kind: 'orders', columns: 9, savedAt: Date.UTC(2026, 5, 30, 17, 0) };
      mappings = [...mappings.filter((one) => one.id !== added.id), added];
      return added;
    },
    backUpNow: async () => {
      await wait();
      const row: BackupRow = { name: 'wren-now.pannier', madeAt: Date.UTC(2026, 5, 30, 16, 10), reason: 'asked', bytes: 4_230_000 };
      backups = [row, ...backups];
      return row;
    },
    listBackups: async () => {
      await wait();
      fail();
      return backups;
    },
    ...fakeExplore(orders, () => wait(), fail),
    ...fakeInsights(scene, orders, () => wait(), fail, say),
    ...fakeCustomers(scene, () => wait(), fail, say),
    ...fakeProducts(scene, orders, () => wait(), fail, progress, say),
    ...fakeSegments(scene, () => wait(), fail, say),
    ...fakeSending(scene, () => wait(), fail, say),
    ...fakeCampaigns(scene, () => wait(), fail, say),
    ...fakeLoyalty(scene, () => wait(), fail, say),
    ...fakeDuplicates(scene, () => wait(), fail, say),
    restoreBackup: async () => {
      await wait();
      say(['orders', 'settings', 'shops', 'imports']);
      return info();
    },
    onDataChanged: (listener) => {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    onFilesDropped: (listener) => {
      dropped.add(listener);
      return () => dropped.delete(listener);
    },
    onFilesHover: (listener) => {
      hovered.add(listener);
      return () => hovered.delete(listener);
    },
  };
}
