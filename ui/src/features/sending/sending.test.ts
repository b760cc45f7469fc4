import { describe, expect, it, vi } from 'vitest';
import { halfHours, isDay, withSet } from '$lib/app/times';
import { Draft, inserted, written } from './draft.svelte';
import { lasts } from '$lib/app/lasts';
import { added, nothing, polledWords } from './polled';
import { outboxLook, sendingLook, states } from '$lib/app/sending-looks';

const content = { name: 'Spring', subject: '', text: '', segment: null, account: 1, holdoutPercent: 10, startsAt: null, quietFrom: null, quietUntil: null, lateHours: 12 };

function draft(saveSending: (input: { id: number | null }) => Promise<number>, id: number | null = null) {
  const put = vi.fn();
  return { put, draft: new Draft({ backend: { saveSending }, router: { put }, shop: { today: '2026-06-30' } }, id, { ...content }) };
}

describe('a draft', () => {
  it('begins with a name of its day, and is not kept before anything is said', () => {
    const { name, segment } = Draft.fresh({ backend: { saveSending: vi.fn() }, router: { put: vi.fn() }, shop: { today: '2026-06-30' } }, 1, 4).content;
    expect(name).toMatch(/^Message of .*30/u);
    expect(segment).toBe(4);
  });

  it('gets its number once, and its address with it', async () => {
    const save = vi.fn().mockResolvedValue(7);
    const { draft: one, put } = draft(save);
    one.content.subject = 'Hello';
    expect(await one.keep()).toBe(true);
    expect(one.id).toBe(7);
    expect(String(put.mock.calls[0]?.[1])).toBe('id=7');
    expect(await one.keep(), 'nothing changed').toBe(true);
    expect(save).toHaveBeenCalledTimes(1);
  });

  it('keeps what was typed while it was being kept, one after the other', async () => {
    let answer: (id: number) => void = () => undefined;
    const save = vi.fn().mockImplementationOnce(() => new Promise<number>((resolve) => (answer = resolve))).mockResolvedValue(7);
    const { draft: one } = draft(save);
    one.content.subject = 'Hello';
    const first = one.keep();
    one.content.subject = 'Hello Ann';
    const second = one.keep();
    answer(7);
    await Promise.all([first, second]);
    expect(save.mock.calls.map(([input]) => [input.id, input.content.subject])).toEqual([
      [null, 'Hello'],
      [7, 'Hello Ann'],
    ]);
    expect(one.changed).toBe(false);
  });

  it('is kept when its page is left, and leads nowhere any more', async () => {
    const save = vi.fn().mockResolvedValue(7);
    const { draft: one, put } = draft(save);
    one.content.subject = 'Hello';
    one.leave();
    await vi.waitFor(() => expect(one.id).toBe(7));
    expect(put).not.toHaveBeenCalled();
  });

  it('says what was refused, and stays unsaved', async () => {
    const { draft: one } = draft(vi.fn().mockRejectedValue(new Error('no')), 3);
    one.content.name = '';
    expect(await one.keep()).toBe(false);
    expect(one.error?.code).toBe('internal');
    expect(one.changed).toBe(true);
  });
});

describe('words in a message', () => {
  it('stand where the cursor is, in place of what is marked', () => {
    expect(inserted('Hello you', 6, 9, '{{ first_name }}')).toEqual({ text: 'Hello {{ first_name }}', at: 22 });
  });
  it('have something else to stand there, where not everyone has them', () => {
    expect(written('first_name')).toBe('{{ first_name or "friend" }}');
    expect(written('shop')).toBe('{{ shop }}');
  });
});

describe('times', () => {
  it('are half hours, with another one among them where it is set', () => {
    expect(halfHours(null)).toHaveLength(48);
    expect(halfHours('08:15').slice(16, 19)).toEqual(['08:00', '08:15', '08:30']);
  });
  it('keep what is set among those of a menu', () => {
    expect([withSet([1, 3], 2), withSet([1, 3], 3)]).toEqual([
      [1, 2, 3],
      [1, 3],
    ]);
  });
  it('knows a day', () => {
    expect(['2026-07-12', '2026-02-30', '2026-7-1', 'tomorrow'].map(isDay)).toEqual([true, false, false, false]);
  });
  it('are told no more exactly than they are known', () => {
    expect(lasts(0)).toContain('1 minute.');
    expect(lasts(42)).toContain('42 minutes');
    expect(lasts(200)).toContain('3.5 hours');
    expect(lasts(4_000)).toContain('3 days');
  });
});

describe('states', () => {
  it('look different where somebody has to do something', () => {
    const look = (state: 'running' | 'paused', pausedBy: 'merchant' | 'account' | 'late' | null, waitsFor = '') => sendingLook({ state, pausedBy, waitsFor });
    expect(look('running', null).text).toBe('Going out');
    expect(look('running', null, 'It is night where they are').text).toBe('Waiting');
    expect([look('paused', 'merchant'), look('paused', 'late'), look('paused', 'account')].map(({ kind, text }) => [kind, text])).toEqual([
      ['warn', 'Paused'],
      ['warn', 'Asks first'],
      ['bad', 'Held'],
    ]);
  });
  it('are all told', () => {
    expect(states.map((state) => outboxLook(state).text)).toEqual(['Sent', 'On its way', 'Waiting', 'Perhaps sent', 'Failed', 'Held back', 'Left out']);
  });
});

describe('what came back', () => {
  it('is added up over accounts and told in one sentence', () => {
    const both = added({ ...nothing, mails: 10, bounces: 2 }, { ...nothing, mails: 1, unsubscribed: 1, settled: 1 });
    expect(polledWords(both)).toBe('11 mails looked at, 2 returned, 1 wants no more, and 1 that perhaps arrived is settled.');
    expect(polledWords(nothing)).toBe('Nothing new.');
  });
});
