import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FilePreview, MappingInput, Preview, PreviewInput } from '../backend/backend';
import { BackendError } from '../backend/errors';
import { fields } from '../backend/fake-mapping';
import { file, mapping, preview } from './import-testing';
import { MappingEditor } from './mapping-editor.svelte';

const columns: [string, string | null, number | null][] = [
  ['Receipt', 'orderNumber', 60],
  ['Day', null, null],
  ['Sum', 'total', 80],
];

function editor(over: Partial<FilePreview> = {}, answer: (input: PreviewInput) => Promise<Preview> = (input) => Promise.resolve(preview([file({ name: 'stall.csv', rows: input.mappings?.[0]?.columns.length ?? 0 })]))) {
  const looked: PreviewInput[] = [];
  const program = {
    mappingFields: vi.fn(() => Promise.resolve(fields)),
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

  it('leaves out what a file of another kind does not have, and brings it back', async () => {
    const { editor: one } = editor();
    await one.begin();
    one.set({ kind: 'customers' });
    expect(one.effective).toEqual([null, null, null]);
    expect(one.missing).toHaveLength(1);
    one.set({ kind: 'orders' });
    expect(one.effective).toEqual(['orderNumber', null, 'total']);
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
