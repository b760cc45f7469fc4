// The stand-in's segments. It follows no rules: each halves whom the one before it left.
import type { Backend, SegmentFigures, SegmentPreview, SegmentRow, SegmentRule, Topic } from './backend';
import { BackendError } from './errors';
import type { Scene } from './fake';
import { amount } from './fake-data';

type Asked = Pick<Backend, 'previewSegment' | 'listSegments' | 'saveSegment' | 'deleteSegment' | 'restoreSegment' | 'snapshotSegment'>;

const names = ['Marlene Vogt', 'Jeroen Bakker', 'Élodie Marchand', 'Katharina Moser', 'Łucja Nowak', 'Birgit Thalmann'];
const everyone = 240;

function figures(people: number): SegmentFigures {
  const orders = people * 4;
  return { people, buyers: people, orders, revenue: amount(orders * 8_430), aov: orders === 0 ? null : amount(8_430) };
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
    figures: figures(left), year: figures(left), all: figures(everyone),
    sample: names.slice(0, sample).map((name, at) => ({ id: at + 1 + draw * 10, name, email: null, orders: 7 - at, spent: amount(61_240 - at * 4_000), lastOrder: '2026-04-17', daysAgo: 74 + at, reasons: [] })),
    contradictions: text.includes('at most 1') && text.includes('at least 3') ? ['Nobody has at most 1 order and at least 3'] : [],
    unknown: [],
  };
}

/** Segments that can be built, saved, deleted and brought back. */
export function fakeSegments(scene: Scene, wait: () => Promise<void>, fail: () => void, say: (topics: Topic[]) => void): Asked {
  const row = (id: number, name: string, text: string): SegmentRow => ({
    id, name, text, priority: null, persona: null, readyMade: id < 3, figures: figures(Math.round(everyone / (id + 1))), problem: null, changedOn: '2026-06-30',
  });
  let rows = scene === 'empty' ? [] : [row(1, 'High-value customers', 'high-value'), row(2, 'One-time buyers', 'orders exactly 1')];
  let deleted: SegmentRow[] = [];
  const answered = async <T>(answer: () => T): Promise<T> => {
    await wait();
    fail();
    return answer();
  };
  return {
    previewSegment: ({ text, sample, draw }) => answered(() => preview(text ?? 'everyone', sample, draw)),
    listSegments: () => answered(() => ({ asOf: '2026-07-01', everyone, segments: rows, deleted: deleted.map(({ id, name, text }) => ({ id, name, text, deletedOn: '2026-06-30' })) })),
    saveSegment: ({ id, name, text }) =>
      answered(() => {
        const saved = row(id ?? rows.length + deleted.length + 1, name, text ?? 'everyone');
        rows = [...rows.filter((known) => known.id !== saved.id), saved];
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
        const found = deleted.find((known) => known.id === id);
        if (!found) throw new BackendError({ code: 'notFound', message: 'This segment is not in the shop file any more', field: null });
        deleted = deleted.filter((known) => known.id !== id);
        rows = [...rows, found];
        say(['segments']);
        return found;
      }),
    snapshotSegment: (id) => answered(() => ({ id: 1, name: rows.find((known) => known.id === id)?.name ?? '', text: '', takenOn: '2026-06-30', people: 80, still: 80 })),
  };
}
