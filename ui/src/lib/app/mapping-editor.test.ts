import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FilePreview, Mapping, MappingInput, Preview, PreviewInput, SuggestInput } from '../backend/backend';
import { BackendError } from '../backend/errors';
import { fields } from '../backend/fake-mapping';
import { file, mapping, preview } from './import-testing';
import { MappingEditor } from './mapping-editor.svelte';

const columns: [string, string | null, number | null][] = [
  ['Receipt', 'orderNumber', 60],
  ['Day', null, null],
  ['Sum', 'total', 80],
];

/** What the program suggests of each kind of file. */
function suggested({ kind, rows }: SuggestInput): Mapping {
  const of: Record<string, [string, string | null, number | null][]> = {
    orders: columns,
    customers: [['Receipt', 'customerId', 61], ['Day', 'consentAt', 72], ['Sum', null, null]],
  };
  return mapping(of[kind] ?? columns, { kind, rows: rows ?? 'whole', refundRows: kind === 'orders' && rows === 'everyRow' });
}

function editor(over: Partial<FilePreview> = {}, answer: (input: PreviewInput) => Promise<Preview> = (input) => Promise.resolve(preview([file({ name: 'stall.csv', rows: input.mappings?.[0]?.columns.length ?? 0 })]))) {
  const looked: PreviewInput[] = [];
  const program = {
    mappingFields: vi.fn(() => Promise.resolve(fields)),
    suggestColumns: vi.fn((input: SuggestInput): Promise<Mapping> => Promise.resolve(suggested(input))),
    cancelTask: vi.fn(() => Promise.resolve()),
    previewImport: vi.fn((input: PreviewInput) => {
      looked.push(input);
      return answer(input);
    }),
  };
  const of = file({ name: 'stall.csv', path: '/stall.csv', platform: null, mapping: mapping(columns), ...over });
  const made = new MappingEditor(program, of, of.mapping ?? mapping(columns));
  return { editor: made, program, looked };
}

const said = (input: PreviewInput | undefined): MappingInput | undefined => input?.mappings?.[0];

describe('what is said of columns', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is not looked at before the file can be read by it', async () => {
    const { editor: one, looked } = editor();
    await one.begin();
    expect(looked).toEqual([]);
    expect(one.missing).toEqual(['Say which column is the date of the order']);
    expect(one.ready).toBe(false);
    one.mean(1, 'placedAt');
    expect([one.missing.length, one.looking]).toEqual([0, true]);
    await vi.advanceTimersByTimeAsync(299);
    expect(looked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(looked).toHaveLength(1);
    expect([one.looking, one.ready, one.out?.rows]).toEqual([false, true, 3]);
  });

  it('is looked at once for changes that follow each other', async () => {
    const { editor: one, looked } = editor();
    await one.begin();
    one.mean(1, 'placedAt');
    await vi.advanceTimersByTimeAsync(200);
    one.set({ currency: 'CHF' });
    await vi.advanceTimersByTimeAsync(300);
    expect(looked).toHaveLength(1);
    expect(looked[0]?.paths).toEqual(['/stall.csv']);
    expect(said(looked[0])).toMatchObject({ file: 'stall.csv', currency: 'CHF', saveAs: null, columns: [{ position: 0, field: 'orderNumber' }, { position: 1, field: 'placedAt' }, { position: 2, field: 'total' }] });
  });

  it('ends a look that it overtakes', async () => {
    let end: (error: unknown) => void = () => undefined;
    const first = new Promise<Preview>((_, reject) => {
      end = reject;
    });
    const answers = [first, Promise.resolve(preview([file({ name: 'stall.csv', rows: 9 })]))];
    const { editor: one, program } = editor({}, () => answers.shift() ?? first);
    await one.begin();
    one.mean(1, 'placedAt');
    await vi.advanceTimersByTimeAsync(300);
    program.cancelTask.mockImplementation(() => {
      end(new BackendError({ code: 'cancelled', message: 'Cancelled', field: null }));
      return Promise.resolve();
    });
    one.setRows('everyRow');
    await vi.advanceTimersByTimeAsync(300);
    expect(program.cancelTask).toHaveBeenCalledOnce();
    expect([one.out?.rows, one.error, one.looking]).toEqual([9, null, false]);
  });

  it('waits for what the file leaves open', async () => {
    const { editor: one, looked } = editor({}, (input) => Promise.resolve(preview([file({ name: 'stall.csv' })], { questions: input.dateOrder ? [] : ['dateOrder'] })));
    await one.begin();
    one.mean(1, 'placedAt');
    await vi.advanceTimersByTimeAsync(300);
    expect([one.open, one.ready]).toEqual([['Say how the dates are written'], false]);
    one.setDates('dayFirst');
    await vi.advanceTimersByTimeAsync(300);
    expect([one.open, one.ready]).toEqual([[], true]);
    // The question stays in sight, so that the answer can be changed.
    expect(one.asks).toEqual(['dateOrder']);
    expect([looked.at(-1)?.dateOrder, said(looked.at(-1))?.dateOrder]).toEqual(['dayFirst', 'dayFirst']);
  });

  it('asks for new suggestions where the file holds something else', async () => {
    const { editor: one, program, looked } = editor();
    await one.begin();
    expect(one.order).toEqual([0, 2, 1]);
    one.set({ kind: 'customers' });
    expect([one.suggesting, one.missing, one.ready]).toEqual([true, [], false]);
    await vi.advanceTimersByTimeAsync(300);
    expect(program.suggestColumns).toHaveBeenCalledWith({ path: '/stall.csv', file: 'stall.csv', kind: 'customers', rows: null, columns: [] });
    expect([one.effective, one.order]).toEqual([['customerId', 'consentAt', null], [0, 1, 2]]);
    expect(said(looked.at(-1))).toMatchObject({ kind: 'customers', columns: [{ position: 0, field: 'customerId' }, { position: 1, field: 'consentAt' }] });
    one.set({ kind: 'orders' });
    await vi.advanceTimersByTimeAsync(300);
    expect(one.effective).toEqual(['orderNumber', null, 'total']);
    expect(one.missing).toHaveLength(1);
  });

  it('asks for them where a row is something else, and takes over what follows from it', async () => {
    const { editor: one, program } = editor();
    await one.begin();
    one.setRows('everyRow');
    await vi.advanceTimersByTimeAsync(300);
    expect(program.suggestColumns.mock.lastCall?.[0].rows).toBe('everyRow');
    expect([one.about.rows, one.about.refundRows]).toEqual(['everyRow', true]);
    // What the merchant says himself is not overruled.
    one.set({ refundRows: false });
    one.set({ kind: 'customers' });
    one.set({ kind: 'orders' });
    await vi.advanceTimersByTimeAsync(300);
    expect([one.about.rows, one.about.refundRows]).toEqual(['everyRow', false]);
  });

  it('keeps what was said by hand, and brings back what another kind does not have', async () => {
    const { editor: one, program } = editor();
    await one.begin();
    one.mean(0, 'total');
    one.mean(2, null);
    one.set({ kind: 'customers' });
    await vi.advanceTimersByTimeAsync(300);
    expect(program.suggestColumns.mock.lastCall?.[0].columns).toEqual([{ position: 0, field: 'total' }, { position: 2, field: null }]);
    // No customer has a total: the column is what is suggested of it.
    expect([one.effective, [...one.touched]]).toEqual([['customerId', 'consentAt', null], [2]]);
    one.set({ kind: 'orders' });
    await vi.advanceTimersByTimeAsync(300);
    expect([one.effective, [...one.touched]]).toEqual([['total', null, null], [0, 2]]);
  });

  it('takes the last of several suggestions, and goes on with what was said meanwhile', async () => {
    const { editor: one, program, looked } = editor();
    await one.begin();
    const waiting: ((value: Mapping) => void)[] = [];
    program.suggestColumns.mockImplementation(() => new Promise((resolve) => waiting.push(resolve)));
    one.set({ kind: 'customers' });
    await vi.advanceTimersByTimeAsync(0);
    one.set({ kind: 'orders' });
    await vi.advanceTimersByTimeAsync(0);
    one.mean(1, 'placedAt');
    waiting[1]?.(suggested({ path: '', file: '', kind: 'orders', rows: null, columns: [] }));
    waiting[0]?.(suggested({ path: '', file: '', kind: 'customers', rows: null, columns: [] }));
    await vi.advanceTimersByTimeAsync(300);
    expect([one.mapping.kind, one.suggesting, looked.length]).toEqual(['orders', false, 1]);
    expect(one.effective).toEqual(['orderNumber', 'placedAt', 'total']);
  });

  it('says why no suggestions came, and leaves those there were', async () => {
    const { editor: one, program } = editor();
    await one.begin();
    program.suggestColumns.mockRejectedValueOnce(new BackendError({ code: 'unreadable', message: 'Gone', field: null }));
    one.setRows('firstRow');
    await vi.advanceTimersByTimeAsync(300);
    expect([one.error?.code, one.looking, one.effective]).toEqual(['unreadable', false, ['orderNumber', null, 'total']]);
  });

  it('says when a meaning is given twice', async () => {
    const { editor: one } = editor();
    await one.begin();
    one.mean(1, 'total');
    expect([0, 1, 2].map((at) => one.isTwice(at))).toEqual([false, true, true]);
  });

  it('is kept under the name of the file, of its platform, or the one it had', () => {
    expect(editor().editor.said.saveAs).toBe('stall');
    expect(editor({ name: 'shop.zip: orders 2026.csv' }).editor.name).toBe('orders 2026');
    expect(editor({ platform: 'ebay' }).editor.name).toBe('eBay orders');
    expect(editor({ mapping: mapping(columns, { isConfirmed: true, savedAs: 'Stall' }) }).editor.said.saveAs).toBe('Stall');
  });

  it('is used once where nothing is to be kept, and needs a name otherwise', async () => {
    const { editor: one } = editor({ mapping: mapping([['A', 'orderNumber', null], ['B', 'placedAt', null], ['C', 'total', null]], { isConfirmed: true }) });
    await one.begin();
    await vi.advanceTimersByTimeAsync(300);
    expect([one.keep, one.said.saveAs, one.ready]).toEqual([false, null, true]);
    one.keep = true;
    one.name = '  ';
    expect(one.ready).toBe(false);
  });

  it('says why the program could not look, and looks again with the next change', async () => {
    let fails = true;
    const gone = new BackendError({ code: 'unreadable', message: 'Gone', field: null });
    const { editor: one } = editor({}, () => (fails ? Promise.reject(gone) : Promise.resolve(preview([file({ name: 'stall.csv' })]))));
    await one.begin();
    one.mean(1, 'placedAt');
    await vi.advanceTimersByTimeAsync(300);
    expect([one.error?.code, one.ready]).toEqual(['unreadable', false]);
    fails = false;
    one.setRows('firstRow');
    await vi.advanceTimersByTimeAsync(300);
    expect([one.error, one.ready]).toEqual([null, true]);
  });

  it('tells whether the preview of all files has to be read anew', async () => {
    const { editor: one } = editor();
    await one.begin();
    expect(await one.rest()).toBe(false);
    one.mean(1, 'placedAt');
    await vi.advanceTimersByTimeAsync(300);
    expect(await one.rest()).toBe(true);
    expect(await one.rest()).toBe(false);
  });
});
