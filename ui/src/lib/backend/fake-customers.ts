// The stand-in's customers: a map, groups, a list, their pages, and what is written of them.
import type { Backend, CustomerDetail, CustomerNote, CustomerRow, CustomerSort, CustomersAsked, CustomersOverview, GroupTotal, MapPart, ScoreGroup, Topic } from './backend';
import { BackendError } from './errors';
import type { Scene } from './fake';
import { amount } from './fake-data';

type Asked = Pick<
  Backend,
  'customersOverview' | 'listCustomers' | 'customerDetail' | 'setMapBands' | 'writeNote' | 'changeNote' | 'removeNote' | 'addTag' | 'removeTag' | 'exportCustomerData' | 'writeConsentProof' | 'previewErase' | 'eraseCustomer'
>;

type Bands = { spent: readonly number[]; days: readonly number[] };

interface Placed {
  row: CustomerRow;
  cell: { spent: number; days: number };
  part: MapPart;
}

const names = ['Marlene Vogt', 'Jeroen Bakker', 'Élodie Marchand', 'Katharina Moser', 'Sven Ahlers', 'Łucja Nowak', 'Inès Delacroix', 'ידידיה כהן', '', 'Hanneke Smit'];
const cities = ['Hamburg', 'Utrecht', 'Lyon', 'Graz', 'Bremen', 'Berlin', 'Liège', 'חיפה', '', 'Haarlem'];
const suited = { spent: [4_000, 8_000, 15_000, 30_000], days: [30, 60, 120, 240] };
const year = 365;
const partOrder: MapPart[] = ['best', 'goodGoneQuiet', 'regulars', 'slippingAway', 'smallRecent', 'smallQuiet', 'almostLost'];
const groupOrder: ScoreGroup[] = ['champions', 'loyal', 'potentialLoyalists', 'newCustomers', 'promising', 'needAttention', 'aboutToSleep', 'atRisk', 'cannotLoseThem', 'hibernating', 'lost'];

function partOf(spent: number, days: number): MapPart {
  if (spent === 0) return days < 2 ? 'best' : 'goodGoneQuiet';
  if (days === 4) return 'almostLost';
  if (spent < 3) return days < 2 ? 'regulars' : 'slippingAway';
  return days < 2 ? 'smallRecent' : 'smallQuiet';
}

function made(count: number): CustomerRow[] {
  return Array.from({ length: count }, (_, at) => {
    const orders = 1 + ((at * 7) % 9);
    const spent = orders * (2_900 + ((at * 1_373) % 7_000));
    const days = (at * 29) % year;
    return {
      id: at + 1,
      name: names[at % names.length] ?? '',
      city: cities[at % cities.length] ?? '',
      email: `person${String(at)}@example.com`,
      daysSince: days,
      orders,
      spent: amount(spent),
      average: amount(Math.round(spent / orders)),
      group: groupOrder[at % groupOrder.length] ?? null,
      highValue: at % 5 === 0,
      predicted: amount(Math.round(spent * 0.6)),
    };
  });
}

/** Where everyone is on the map. */
function placed(rows: readonly CustomerRow[], bands: Bands): Placed[] {
  return rows.map((row) => {
    const cell = { spent: bands.spent.filter((band) => row.spent.minor < band).length, days: bands.days.filter((band) => (row.daysSince ?? 0) > band).length };
    return { row, cell, part: partOf(cell.spent, cell.days) };
  });
}

const sum = (people: readonly Placed[]) => people.reduce((all, { row }) => all + row.spent.minor, 0);

function overview(people: readonly Placed[], bands: Bands, cannotTell: CustomersOverview['cannotTell']): CustomersOverview {
  const all = sum(people);
  const cell = (part: MapPart, some: readonly Placed[]) => ({ part, customers: some.length, spent: amount(sum(some)), share: all === 0 ? 0 : sum(some) / all });
  const five = [0, 1, 2, 3, 4];
  const groups = groupOrder.map((group): GroupTotal => {
    const some = people.filter(({ row }) => row.group === group);
    const orders = some.reduce((count, { row }) => count + row.orders, 0);
    return { group, customers: some.length, before: Math.max(0, some.length - 2), spent: amount(sum(some)), share: all === 0 ? null : sum(some) / all, average: orders === 0 ? null : amount(Math.round(sum(some) / orders)) };
  });
  return {
    asOf: '2026-07-01',
    customers: people.length,
    ordered: people.length,
    spentBands: bands.spent.map((band) => amount(band)),
    dayBands: [...bands.days],
    bandsMoved: bands !== suited,
    cells: five.map((spent) => five.map((days) => cell(partOf(spent, days), people.filter((one) => one.cell.spent === spent && one.cell.days === days)))),
    parts: partOrder.map((part) => cell(part, people.filter((one) => one.part === part))),
    groups,
    moves: [{ from: 'loyal', to: 'atRisk', customers: 14 }, { from: null, to: 'newCustomers', customers: 9 }],
    cuts: { days: [30, 60, 120, 240], orders: [1, 2, 3, 5.2], spent: [4_000, 9_000, 16_000, 31_000].map((cut) => amount(cut)) },
    trial: cannotTell ? null : { after: '2026-03-31', until: '2026-06-30', expectedBack: 120, came: 49, ofAll: 800, allCame: 141 },
    cannotTell,
  };
}

function fits({ row, cell, part }: Placed, who: CustomersAsked): boolean {
  const text = `${row.name} ${row.city} ${row.email}`.toLowerCase();
  return (
    who.search.toLowerCase().split(/\s+/u).every((word) => text.includes(word)) &&
    (who.part === null || part === who.part) &&
    (who.cell === null || (cell.spent === who.cell.spent && cell.days === who.cell.days)) &&
    (who.group === null || row.group === who.group)
  );
}

function key({ row }: Placed, sort: CustomerSort): number | string {
  switch (sort) {
    case 'spent':
      return row.spent.minor;
    case 'lastOrder':
      return -(row.daysSince ?? 0);
    case 'orders':
      return row.orders;
    case 'average':
      return row.average?.minor ?? 0;
    case 'predicted':
      return row.predicted?.minor ?? 0;
    case 'name':
      return row.name;
  }
}

function detail({ row, part }: Placed, written: Written, cannotTell: CustomersOverview['cannotTell']): CustomerDetail {
  const score = (value: number, before: number) => ({ score: value, before, cutsMoved: false });
  return {
    row,
    since: '2025-07-14',
    phone: '+49 40 123456',
    address: ['Hafenstraße 7', `20457 ${row.city}`, 'DE'],
    tags: ['vip'],
    ownTags: [...written.tags],
    note: '',
    notes: [...written.notes],
    erased: written.erased ?? false,
    ids: [['shopify', '7001']],
    joined: 1,
    shopAverage: amount(5_420),
    scores: row.group && {
      group: row.group, groupBefore: 'loyal', days: row.daysSince ?? 0, daysScore: score(2, 4), orders: row.orders, ordersScore: score(5, 5), spent: row.spent, spentScore: score(4, 4),
    },
    part,
    forecast: cannotTell
      ? null
      : { withUs: 0.62, orders90: 0.4, orders365: 1.6, nextFrom: '2026-07-20', nextLikely: '2026-09-02', nextUntil: '2027-02-11', spend: { likely: amount(21_000), low: amount(9_000), high: amount(38_000) } },
    again: cannotTell ? null : { chance: 0.48, low: 0.31, high: 0.66 },
    cannotTell,
    everyDays: row.orders > 1 ? 41 : null,
    points: row.orders === 0
      ? null
      : {
          points: 95,
          pending: 10,
          nextExpiry: 20,
          nextExpiryOn: '2026-09-30',
          tier: 'Gold',
          nextReward: '25 % off one order',
          toNext: 5,
          oneOrderAway: true,
          rewards: [{ code: 'K7M2WXQ4AB', gives: 'free shipping of one order', validUntil: '2026-12-31' }],
          lines: [
            { number: 12, day: '2026-06-11', text: 'For order #9142', points: 10, balance: 105 },
            { number: 9, day: '2026-06-01', text: 'Spent on a reward, code K7M2WXQ4AB', points: -100, balance: 95 },
          ],
          earlier: 3,
        },
    consent: [{ channel: 'email', state: 'unsubscribed', hasAddress: true }, { channel: 'sms', state: 'notSubscribed', hasAddress: true }, { channel: 'whatsApp', state: 'notSubscribed', hasAddress: true }],
    consentHistory: [
      { channel: 'email', state: 'unsubscribed', source: 'customersFile', at: Date.UTC(2026, 3, 1, 22), day: '2026-04-02', dated: false, order: '', proof: 'customers_export.csv, line 12' },
      { channel: 'email', state: 'subscribed', source: 'order', at: Date.UTC(2025, 6, 14), day: '2025-07-14', dated: true, order: '#5031', proof: '' },
    ],
    products: ['Linen throw, oat', 'Soy candle, fig', 'Stoneware vase, blue', 'Wool socks', 'Mug', 'Tray'].map((name, at) => ({ name, orders: 6 - at, units: 7 - at, spent: amount(20_000 - at * 2_500), last: '2026-04-17' })),
    events: [
      { kind: 'looked', day: '2026-06-11', deed: 'viewed', products: ['Linen cushion cover, sage', 'Soy candle, fig', 'Tray'], count: 5 },
      { kind: 'leftCart', day: '2026-06-10', total: amount(4_850) },
      ...Array.from({ length: row.orders }, (_, at) => ({ kind: 'ordered' as const, id: at + 1, number: `#${String(9142 - at * 640)}`, day: at === 0 ? '2026-04-17' : '2025-12-11', goods: amount(11_800 - at * 300), units: 3, counts: at !== 1 })),
    ],
    earlier: 0,
  };
}

/** What the merchant wrote of someone. */
interface Written {
  tags: readonly string[];
  notes: readonly CustomerNote[];
  erased?: boolean;
}

/** Customers who can be listed, narrowed, sorted, opened, tagged and written of. */
export function fakeCustomers(scene: Scene, wait: () => Promise<void>, fail: () => void, say: (topics: Topic[]) => void): Asked {
  const rows = scene === 'empty' ? [] : made(scene === 'few' ? 7 : scene === 'many' ? 50_000 : 240);
  let bands: Bands = suited;
  let people = placed(rows, bands);
  const cannotTell: CustomersOverview['cannotTell'] = scene === 'few' ? { kind: 'fewRepeatBuyers', found: 4, needed: 200 } : null;
  const written = new Map<number, Written>();
  const of = (customer: number): Written => written.get(customer) ?? { tags: [], notes: [] };
  let notes = 0;
  const answered = async <T>(answer: () => T): Promise<T> => {
    await wait();
    fail();
    return answer();
  };
  const writer = (id: number) => [...written].find(([, its]) => its.notes.some((note) => note.id === id));
  return {
    customersOverview: () => answered(() => overview(people, bands, cannotTell)),
    setMapBands: ({ bands: moved }) =>
      answered(() => {
        bands = moved ?? suited;
        people = placed(rows, bands);
        say(['settings']);
      }),
    listCustomers: ({ who, sort, ascending, offset, limit }) =>
      answered(() => {
        const found = people.filter((one) => fits(one, who));
        found.sort((one, other) => {
          const [a, b] = [key(one, sort), key(other, sort)];
          return (a < b ? -1 : a > b ? 1 : 0) * (ascending ? 1 : -1);
        });
        return { total: found.length, spent: amount(sum(found)), generation: 1, rows: found.slice(offset, offset + limit).map(({ row }) => row) };
      }),
    customerDetail: (id) =>
      answered(() => {
        const found = people.find(({ row }) => row.id === id);
        if (!found) throw new BackendError({ code: 'notFound', message: 'This customer is not in the shop file any more', field: null });
        return detail(found, of(id), cannotTell);
      }),
    writeNote: ({ customer, text }) =>
      answered(() => {
        notes += 1;
        const note = { id: notes, text, writtenAt: Date.UTC(2026, 5, 30), writtenOn: '2026-06-30', changedOn: null };
        written.set(customer, { ...of(customer), notes: [note, ...of(customer).notes] });
        say(['notes']);
        return note;
      }),
    changeNote: ({ id, text }) =>
      answered(() => {
        const [customer, its] = writer(id) ?? [];
        const note = its?.notes.find((one) => one.id === id);
        if (customer === undefined || !its || !note) throw new BackendError({ code: 'notFound', message: 'This note is gone already', field: null });
        const changed = { ...note, text, changedOn: '2026-06-30' };
        written.set(customer, { ...its, notes: its.notes.map((one) => (one.id === id ? changed : one)) });
        say(['notes']);
        return changed;
      }),
    removeNote: (id) =>
      answered(() => {
        const [customer, its] = writer(id) ?? [];
        if (customer === undefined || !its) return;
        written.set(customer, { ...its, notes: its.notes.filter((one) => one.id !== id) });
        say(['notes']);
      }),
    exportCustomerData: ({ format }) => answered(() => `/home/shop/customer.${format}`),
    writeConsentProof: () => answered(() => '/home/shop/consent.html'),
    previewErase: (id) =>
      answered(() => {
        const row = rows.find((one) => one.id === id);
        const backups = [29, 28, 27, 26].map((day) => ({ name: `${String(day)}.pannier`, madeAt: Date.UTC(2026, 5, day), reason: 'daily' as const, bytes: 4_200_000 }));
        return { confirm: row?.name ?? '', joined: 1, orders: row?.orders ?? 0, carts: 1, payments: 0, looks: 3, notes: of(id).notes.length, lists: 1, backups };
      }),
    eraseCustomer: ({ customer, confirm }) =>
      answered(() => {
        const row = rows.find((one) => one.id === customer);
        if (row?.name.toLowerCase() !== confirm.toLowerCase()) throw new BackendError({ code: 'validation', message: 'That is not their name. Nothing was changed', field: 'confirm' });
        Object.assign(row, { name: '', city: '', email: '' });
        written.set(customer, { tags: [], notes: [], erased: true });
        say(['customers']);
        return { orders: row.orders, backups: [], overwritten: true, advice: ['Delete the older copies by hand if you do not want to wait.'] };
      }),
    addTag: ({ customer, tag }) =>
      answered(() => {
        const tags = [...of(customer).tags.filter((one) => one.toLowerCase() !== tag.toLowerCase()), tag];
        written.set(customer, { ...of(customer), tags });
        say(['customers']);
        return tags;
      }),
    removeTag: ({ customer, tag }) =>
      answered(() => {
        const tags = of(customer).tags.filter((one) => one !== tag);
        written.set(customer, { ...of(customer), tags });
        say(['customers']);
        return tags;
      }),
  };
}
