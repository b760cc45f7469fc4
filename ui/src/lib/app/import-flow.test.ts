import { describe, expect, it, vi } from 'vitest';
import type { Backend, ImportRow, Preview, PreviewInput } from '../backend/backend';
import { BackendError } from '../backend/errors';
import { ImportFlow, type Window } from './import-flow.svelte';
import { fields } from '../backend/fake-mapping';
import { file, mapping, noCounts, preview } from './import-testing';

function waiting<T>() {
  let answer: (value: T) => void = () => undefined;
  let refuse: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((resolve, reject) => {
    answer = resolve;
    refuse = reject;
  });
  return { promise, answer, refuse };
}

const standing: ImportRow = {
  id: 1,
  appliedAt: 0,
  state: 'applied',
  files: ['a.csv'],
  orders: noCounts,
  customers: noCounts,
  products: noCounts,
  checkouts: noCounts,
  payments: noCounts,
  refunds: noCounts,
  behaviour: noCounts,
  balances: noCounts,
  rejected: 0,
};
const undone: ImportRow = { ...standing, id: 2, state: 'reverted' };
const cancelled = new BackendError({ code: 'cancelled', message: 'Cancelled', field: null });

function flowWith(over: Partial<Backend> = {}, page = 'import') {
  const asked: PreviewInput[] = [];
  const base = {
    previewImport: vi.fn((input: PreviewInput): Promise<Preview> => {
      asked.push(input);
      return Promise.resolve(preview(input.paths.map((path) => file({ path })), { id: asked.length }));
    }),
    applyImport: vi.fn((id: number) => Promise.resolve({ importId: id, files: [] })),
    chooseFiles: vi.fn(() => Promise.resolve(['/chosen.csv'])),
    listImports: vi.fn(() => Promise.resolve([undone, standing])),
    undoImport: vi.fn(() => Promise.resolve(undone)),
    discardPreview: vi.fn(() => Promise.resolve()),
    cancelTask: vi.fn(() => Promise.resolve()),
    mappingFields: vi.fn(() => Promise.resolve(fields)),
  };
  const backend = Object.assign(base, over);
  const show = vi.fn();
  const go = vi.fn();
  const complain = vi.fn();
  const window = {
    backend,
    task: null,
    toasts: { show },
    router: { place: { page }, go },
    complain,
    shop: { path: '/shops/wren.pannier' },
  } as unknown as Window;
  return { flow: new ImportFlow(window), window, backend, asked, show, go, complain };
}

describe('an import', () => {
  it('goes from files to a preview to the done view', async () => {
    const { flow, show } = flowWith();
    await flow.add(['/a.csv']);
    expect([flow.stage, flow.preview?.files.length]).toEqual(['preview', 1]);
    await flow.apply();
    expect([flow.stage, flow.imported?.importId]).toEqual(['done', 1]);
    expect(show).not.toHaveBeenCalled();
  });

  it('looks at later files together with the first ones, each once', async () => {
    const { flow, asked } = flowWith();
    await flow.add(['/a.csv']);
    await flow.add(['/b.csv', '/a.csv']);
    expect(asked[1]?.paths).toEqual(['/a.csv', '/b.csv']);
  });

  it('begins anew after one that is done', async () => {
    const { flow, asked } = flowWith();
    await flow.add(['/a.csv']);
    await flow.answer({ dateOrder: 'dayFirst' });
    await flow.apply();
    await flow.add(['/b.csv']);
    expect(asked[2]).toEqual({ paths: ['/b.csv'], dateOrder: null, decimalSign: null, mappings: [] });
  });

  it('asks again with each answer, and keeps the earlier ones', async () => {
    const { flow, asked } = flowWith();
    await flow.add(['/a.csv']);
    await flow.answer({ dateOrder: 'dayFirst' });
    await flow.answer({ decimalSign: 'comma' });
    expect(asked.at(-1)).toEqual({ paths: ['/a.csv'], dateOrder: 'dayFirst', decimalSign: 'comma', mappings: [] });
    await flow.answer({ payments: 'orders' });
    expect(asked.at(-1)).toEqual({ paths: ['/a.csv'], dateOrder: 'dayFirst', decimalSign: 'comma', mappings: [], payments: 'orders' });
  });

  it('keeps the preview when importing fails, and says why', async () => {
    const full = new BackendError({ code: 'diskFull', message: 'The disk is full', field: null });
    const { flow, show } = flowWith({ applyImport: () => Promise.reject(full) }, 'home');
    await flow.add(['/a.csv']);
    await flow.apply();
    expect([flow.stage, flow.preview?.id, flow.error?.code]).toEqual(['preview', 1, 'diskFull']);
    expect(show).not.toHaveBeenCalled();
  });

  it('goes back to the files when importing is cancelled', async () => {
    const importing = waiting<{ importId: number; files: [] }>();
    const { flow, backend } = flowWith({ applyImport: () => importing.promise });
    await flow.add(['/a.csv']);
    const applied = flow.apply();
    await flow.cancel();
    expect(backend.cancelTask).toHaveBeenCalledOnce();
    expect(flow.cancelling).toBe(true);
    importing.refuse(cancelled);
    await applied;
    expect([flow.stage, flow.cancelling, flow.error?.code]).toEqual(['preview', false, 'cancelled']);
  });

  it('takes no files while it imports', async () => {
    const importing = waiting<{ importId: number; files: [] }>();
    const { flow, window, show } = flowWith({ applyImport: () => importing.promise });
    await flow.add(['/a.csv']);
    const applied = flow.apply();
    expect(await flow.add(['/b.csv'])).toBe(false);
    expect(show).toHaveBeenCalledOnce();
    expect(window.task).toEqual({ kind: 'import', share: null });
    importing.answer({ importId: 1, files: [] });
    await applied;
    expect(window.task).toBeNull();
  });

  it('shows the former files again when the look at more of them fails', async () => {
    const gone = new BackendError({ code: 'unreadable', message: 'Gone', field: null });
    let calls = 0;
    const { flow } = flowWith({
      previewImport: (input) => {
        calls += 1;
        return calls === 1 ? Promise.resolve(preview([file({ path: input.paths[0] ?? '' })])) : Promise.reject(gone);
      },
    });
    await flow.add(['/a.csv']);
    await flow.add(['/b.csv']);
    expect([flow.stage, flow.paths, flow.error?.code]).toEqual(['preview', ['/a.csv'], 'unreadable']);
  });

  it('says nothing when the first look is cancelled', async () => {
    const { flow } = flowWith({ previewImport: () => Promise.reject(cancelled) });
    await flow.add(['/a.csv']);
    expect([flow.stage, flow.error]).toEqual(['start', null]);
  });

  it('drops the answer of a look that was overtaken', async () => {
    const first = waiting<Preview>();
    const looks = [first.promise, Promise.resolve(preview([file(), file()], { id: 2 }))];
    const { flow, backend } = flowWith({ previewImport: () => looks.shift() ?? Promise.reject(cancelled) });
    const one = flow.add(['/a.csv']);
    await Promise.resolve();
    await Promise.resolve();
    const two = flow.add(['/b.csv']);
    first.refuse(cancelled);
    await Promise.all([one, two]);
    expect(backend.cancelTask).toHaveBeenCalledOnce();
    expect([flow.stage, flow.preview?.id, flow.paths]).toEqual(['preview', 2, ['/a.csv', '/b.csv']]);
  });

  it('forgets the preview when it is discarded', async () => {
    const { flow, backend } = flowWith();
    await flow.add(['/a.csv']);
    await flow.discard();
    expect([flow.stage, flow.preview, flow.paths]).toEqual(['start', null, []]);
    expect(backend.discardPreview).toHaveBeenCalledWith(1);
  });

  it('leaves a file out, and the last one ends it', async () => {
    const { flow, asked } = flowWith();
    await flow.add(['/a.csv', '/b.csv']);
    await flow.leaveOut('/a.csv');
    expect(asked.at(-1)?.paths).toEqual(['/b.csv']);
    await flow.leaveOut('/b.csv');
    expect(flow.stage).toBe('start');
  });

  it('says in the corner that it is done when another screen is open', async () => {
    const { flow, show } = flowWith({}, 'home');
    await flow.add(['/a.csv']);
    await flow.apply();
    expect(show).toHaveBeenCalledWith('done', 'Nothing had to change', expect.objectContaining({ label: 'Undo' }));
  });

  it('opens its screen with the files that were chosen, and not without', async () => {
    const { flow, go, backend } = flowWith();
    await flow.choose();
    expect(go).toHaveBeenCalledWith('import');
    expect(flow.paths).toEqual(['/chosen.csv']);
    backend.chooseFiles.mockResolvedValue([]);
    await flow.choose();
    expect(go).toHaveBeenCalledOnce();
  });

  it('begins anew in another shop', async () => {
    const { flow } = flowWith();
    await flow.add(['/a.csv']);
    flow.enter('/shops/wren.pannier');
    expect(flow.stage).toBe('preview');
    flow.enter('/shops/other.pannier');
    expect(flow.stage).toBe('start');
  });
});

describe('the columns of a file', () => {
  const whole = mapping([['No', 'orderNumber', 90], ['Day', 'placedAt', 90], ['Sum', 'total', 90]]);
  const unknown = { what: 'Pannier does not know this file', need: 'Say what its columns mean' };

  function withColumns() {
    const looks: PreviewInput[] = [];
    const made = flowWith({
      previewImport: (input) => {
        looks.push(input);
        const said = input.mappings?.some((one) => one.file === 'stall.csv') ?? false;
        const stall = file({ path: '/stall.csv', name: 'stall.csv', mapping: { ...whole, isConfirmed: said }, refused: said ? null : unknown });
        return Promise.resolve(preview(input.paths.map((path) => (path === '/stall.csv' ? stall : file({ path, name: path.slice(1) }))), { id: looks.length }));
      },
    });
    return { ...made, looks };
  }

  it('are said, and all files are read again with that', async () => {
    const { flow, looks } = withColumns();
    await flow.add(['/a.csv', '/stall.csv']);
    flow.edit(flow.preview?.files[1] ?? file());
    await vi.waitFor(() => expect(flow.editing?.ready && flow.editing.out).toBeTruthy());
    expect(looks.at(-1)?.paths).toEqual(['/stall.csv']);
    await flow.useColumns();
    expect(looks.at(-1)?.paths).toEqual(['/a.csv', '/stall.csv']);
    expect(looks.at(-1)?.mappings?.map((one) => [one.file, one.saveAs])).toEqual([['stall.csv', 'Shopify orders']]);
    expect([flow.stage, flow.editing, flow.chosen]).toEqual(['preview', null, 1]);
    // What was said stays said with every further look.
    await flow.add(['/b.csv']);
    expect(looks.at(-1)?.mappings).toHaveLength(1);
  });

  it('are there again as they were left, and the files are read as before', async () => {
    const { flow, looks } = withColumns();
    await flow.add(['/stall.csv']);
    flow.edit(flow.preview?.files[0] ?? file());
    await vi.waitFor(() => expect(flow.editing?.out).toBeTruthy());
    flow.editing?.set({ currency: 'SEK' });
    await flow.leaveColumns();
    expect([flow.editing, looks.at(-1)?.mappings]).toEqual([null, []]);
    flow.edit(flow.preview?.files[0] ?? file());
    expect(flow.editing?.about.currency).toBe('SEK');
  });

  it('are left without another look where nothing was looked at', async () => {
    const { flow, looks } = withColumns();
    await flow.add(['/stall.csv']);
    flow.edit(flow.preview?.files[0] ?? file());
    await flow.leaveColumns();
    expect(looks).toHaveLength(1);
  });

  it('are closed by another drop, and forgotten with the files', async () => {
    const { flow } = withColumns();
    await flow.add(['/stall.csv']);
    flow.edit(flow.preview?.files[0] ?? file());
    flow.editing?.set({ currency: 'SEK' });
    await flow.add(['/b.csv']);
    expect(flow.editing).toBeNull();
    await flow.discard();
    await flow.add(['/stall.csv']);
    flow.edit(flow.preview?.files[0] ?? file());
    expect(flow.editing?.about.currency).toBeNull();
  });
});

describe('too many rejected rows', () => {
  it('are asked about before anything is written', async () => {
    const bad = file({ rows: 100, rowVerdicts: { new: 90, updated: 0, unchanged: 0, merged: 0, ignored: 0, rejected: 10 } });
    const { flow, backend } = flowWith({ previewImport: () => Promise.resolve(preview([bad])) });
    await flow.add(['/a.csv']);
    await flow.apply();
    expect([flow.stage, flow.doubts]).toEqual(['preview', [bad]]);
    expect(backend.applyImport).not.toHaveBeenCalled();
    await flow.apply(true);
    expect([flow.stage, flow.doubts]).toEqual(['done', []]);
  });
});

describe('undoing', () => {
  it('asks about the last import that still stands', async () => {
    const { flow, backend } = flowWith();
    await flow.askUndoLast();
    expect(flow.undoing?.id).toBe(1);
    await flow.undo();
    expect(backend.undoImport).toHaveBeenCalledWith(1);
    expect(flow.undoing).toBeNull();
  });

  it('says so when there is none', async () => {
    const { flow } = flowWith({ listImports: () => Promise.resolve([undone]) });
    expect(await flow.askUndoLast()).toBe(false);
    expect(flow.undoing).toBeNull();
  });

  it('ends the done view of the import that it undoes', async () => {
    const { flow } = flowWith();
    await flow.add(['/a.csv']);
    await flow.apply();
    await flow.askUndo(1);
    await flow.undo();
    expect(flow.stage).toBe('start');
  });

  it('closes the question and says why when it fails', async () => {
    const busy = new BackendError({ code: 'busy', message: 'Busy', field: null });
    const { flow, complain } = flowWith({ undoImport: () => Promise.reject(busy) });
    await flow.askUndoLast();
    await flow.undo();
    expect(complain).toHaveBeenCalledWith(busy);
    expect(flow.undoing).toBeNull();
  });
});
