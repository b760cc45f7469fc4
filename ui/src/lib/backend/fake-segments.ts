// The stand-in's segments. It follows no rules: each halves whom the one before it left.
import type { Backend, CustomerRow, HandOver, HandOverPreview, SegmentDetail, SegmentFigures, SegmentPreview, SegmentReason, SegmentRow, SegmentRule, SegmentSnapshot, Topic } from './backend';
import { BackendError } from './errors';
import type { Scene } from './fake';
import { amount } from './fake-data';

type Asked = Pick<
  Backend,
  'previewSegment' | 'listSegments' | 'getSegment' | 'saveSegment' | 'deleteSegment' | 'restoreSegment' | 'snapshotSegment' | 'frozenList' | 'segmentOverlap' | 'previewHandOver' | 'writeHandOver'
>;

const names = ['Marlene Vogt', 'Jeroen Bakker', 'Élodie Marchand', 'Katharina Moser', 'Łucja Nowak', 'Birgit Thalmann'];
const everyone = 240;

function figures(people: number): SegmentFigures {
  const orders = people * 4;
  return { people, buyers: people, orders, revenue: amount(orders * 8_430), aov: orders === 0 ? null : amount(8_430) };
}

function reasonsOf(sentences: readonly string[]): SegmentReason[] {
  return sentences.map((text, at) => ({
    text,
    holds: true,
    found: at === 0 ? { kind: 'amount', of: amount(61_240) } : at === 1 ? { kind: 'day', of: { day: '2026-04-17', ago: 74 } } : { kind: 'reach', of: 'reachable' },
  }));
}

function preview(text: string, sample: number, draw: number): SegmentPreview {
  if (/""|nonsense/u.test(text)) throw new BackendError({ code: 'validation', message: 'At character 12: name a product between the quotation marks', field: 'text' });
  const sentences = text === 'everyone' ? [text] : text.split(/ and (?![^(]*\))/u);
  const steps = sentences.map((sentence, at) => ({
    text: sentence,
    left: text === 'everyone' ? everyone : Math.max(1, Math.round(everyone / 2 ** (at + 1))),
    unreachable: sentence.startsWith('can get') ? [{ reason: 'saidNo' as const, people: 8 }, { reason: 'notAsked' as const, people: 3 }] : [],
  }));
  const left = steps.at(-1)?.left ?? everyone;
  const is: SegmentRule = { kind: 'is', of: { kind: 'everyone' } };
  const rule: SegmentRule = / or /u.test(text) && !text.includes(' and ') ? { kind: 'any', of: [is, is] } : { kind: 'all', of: [is] };
  return {
    text, rule, asOf: '2026-07-01', everyone, buyersOfYear: everyone, steps,
    figures: figures(left), year: figures(left), all: { ...figures(everyone), aov: amount(5_420) },
    sample: names.slice(0, sample).map((name, at) => ({ id: at + 1 + draw * 10, name, email: null, orders: 7 - at, spent: amount(61_240 - at * 4_000), lastOrder: '2026-04-17', daysAgo: 74 + at, reasons: reasonsOf(sentences) })),
    contradictions: text.includes('at most 1') && text.includes('at least 3') ? ['Nobody has at most 1 order and at least 3'] : [],
    unknown: [],
  };
}

function person(at: number): CustomerRow {
  return {
    id: at + 1, name: names[at % names.length] ?? '', city: 'Hamburg', email: '', daysSince: 20 + at, orders: 3, spent: amount(61_240 - at * 300), average: amount(8_430), group: null, highValue: false, predicted: null,
  };
}

/** What was kept of a segment: a year of months, and ten days on which it was looked at. */
function kept(row: SegmentRow, snapshots: SegmentSnapshot[]): SegmentDetail {
  const people = row.figures?.people ?? 0;
  const months = Array.from({ length: 13 }, (_, at) => {
    const month = new Date(Date.UTC(2025, 6 + at, 1)).toISOString().slice(0, 10);
    const orders = 20 + ((at * 7) % 11);
    const aov = 8_000 + ((at * 373) % 900);
    return { month, orders, revenue: amount(orders * aov), aov: amount(aov), allAov: amount(5_420) };
  });
  const days = Array.from({ length: 10 }, (_, at) => ({ day: `2026-06-${String(21 + at)}`, ...figures(people - 10 + at) }));
  return { row, rule: null, snapshots, days, months, versions: [{ name: row.name, text: 'spent at least 200.00', savedOn: '2026-05-02', replacedOn: '2026-06-11' }] };
}

function handed({ target, everybody, tag }: HandOver): HandOverPreview {
  return {
    fileName: `people.${target === 'xlsx' ? 'xlsx' : 'csv'}`,
    people: 80,
    included: everybody ? 78 : 69,
    leftOut: everybody ? [{ reason: 'noAddress', people: 2 }] : [{ reason: 'saidNo', people: 6 }, { reason: 'neverAsked', people: 3 }, { reason: 'noAddress', people: 2 }],
    mayBeEverybody: target === 'csv' || target === 'xlsx',
    tag: target === 'shopify' || target === 'mailchimp' || target === 'klaviyo' ? (tag ?? 'High-value customers') : '',
    columns: ['Email', 'First Name', 'Last Name'],
    sample: names.slice(0, 3).map((name) => [`${name.split(' ')[0]?.toLowerCase() ?? ''}@example.com`, ...name.split(' ')]),
    notes: ['Import it there as customers, and let it overwrite.'],
  };
}

/** Segments that can be built, saved, frozen, deleted and brought back. */
export function fakeSegments(scene: Scene, wait: () => Promise<void>, fail: () => void, say: (topics: Topic[]) => void): Asked {
  const row = (id: number, name: string, text: string, priority: number | null = null): SegmentRow => ({
    id, name, text, priority, persona: priority === null ? null : Math.round(everyone / (id + 2)), readyMade: id < 3, figures: figures(Math.round(everyone / (id + 1))), problem: null, changedOn: '2026-06-30',
  });
  let rows = scene === 'empty' ? [] : [row(1, 'High-value customers', 'high-value'), row(2, 'One-time buyers', 'orders exactly 1')];
  let deleted: SegmentRow[] = [];
  const lists = new Map<number, SegmentSnapshot[]>();
  const answered = async <T>(answer: () => T): Promise<T> => {
    await wait();
    fail();
    return answer();
  };
  const found = (id: number, some: readonly SegmentRow[]): SegmentRow => {
    const one = some.find((known) => known.id === id);
    if (!one) throw new BackendError({ code: 'notFound', message: 'This segment is not in the shop file any more', field: null });
    return one;
  };
  // Personas by rank, then the others; who has a rank that is asked for goes one back.
  const inOrder = () => rows.toSorted((one, other) => (one.priority ?? Infinity) - (other.priority ?? Infinity) || one.id - other.id);
  return {
    previewSegment: ({ text, sample, draw }) => answered(() => preview(text ?? 'everyone', sample, draw)),
    listSegments: () => answered(() => ({ asOf: '2026-07-01', everyone, tiers: ['Silver', 'Gold'], segments: inOrder(), deleted: deleted.map(({ id, name, text }) => ({ id, name, text, deletedOn: '2026-06-30' })) })),
    getSegment: (id) => answered(() => kept(found(id, rows), lists.get(id) ?? [])),
    saveSegment: ({ id, name, text, priority }) =>
      answered(() => {
        const saved = row(id ?? rows.length + deleted.length + 1, name, text ?? 'everyone', priority);
        const others = rows.filter((known) => known.id !== saved.id);
        const taken = others.some((known) => known.priority === priority);
        rows = [...others.map((known) => (taken && priority !== null && known.priority !== null && known.priority >= priority ? { ...known, priority: known.priority + 1 } : known)), saved];
        say(['segments']);
        return saved;
      }),
    deleteSegment: (id) =>
      answered(() => {
        deleted = [...deleted, ...rows.filter((known) => known.id === id)];
        rows = rows.filter((known) => known.id !== id);
        say(['segments']);
      }),
    restoreSegment: (id) =>
      answered(() => {
        const back = found(id, deleted);
        deleted = deleted.filter((known) => known.id !== id);
        rows = [...rows, back];
        say(['segments']);
        return back;
      }),
    snapshotSegment: (id) =>
      answered(() => {
        const known = lists.get(id) ?? [];
        const { name, text } = found(id, rows);
        const list = { id: known.length + 1, name, text, takenOn: '2026-06-30', people: 80, still: 78 };
        lists.set(id, [list, ...known]);
        say(['segments']);
        return list;
      }),
    frozenList: ({ part, offset, limit }) =>
      answered(() => {
        const total = { then: 78, stayed: 72, left: 6, joined: 0 }[part];
        const people = Array.from({ length: total }, (_, at) => person(at));
        return { stayed: 72, left: 6, joined: 0, total, generation: 1, rows: people.slice(offset, offset + limit) };
      }),
    previewHandOver: (input) => answered(() => handed(input)),
    writeHandOver: (input) => answered(() => ({ path: `/home/shop/${handed(input).fileName}`, people: handed(input).included, leftOut: handed(input).leftOut })),
    segmentOverlap: () =>
      answered(() => {
        const people = inOrder();
        return {
          segments: people.map(({ id, name, figures: its }) => ({ id, name, people: its?.people ?? 0 })),
          both: people.map((one) => people.map((other) => (one === other ? (one.figures?.people ?? 0) : 20 + one.id + other.id))),
        };
      }),
  };
}
