import { expect, test, vi } from 'vitest';
import type { PicturesFetched, TaskProgress } from '../backend/backend';
import { Pictures, type Window } from './pictures.svelte';

function harness() {
  let tell: (progress: TaskProgress) => void = () => undefined;
  let end: (fetched: PicturesFetched) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const window = {
    backend: {
      fetchPictures: vi.fn((report: (progress: TaskProgress) => void) => {
        tell = report;
        return new Promise<PicturesFetched>((resolve, reject) => {
          end = resolve;
          fail = reject;
        });
      }),
      cancelTask: vi.fn(() => Promise.resolve()),
    },
    shop: { path: '/shops/a.pannier' },
    task: null as unknown,
    complain: vi.fn(),
  } satisfies Window;
  return {
    window,
    pictures: new Pictures(window),
    tell: (done: number) => tell({ phase: 'reading', done, total: 10 }),
    end: (fetched: PicturesFetched) => end(fetched),
    fail: (error: unknown) => fail(error),
  };
}

const sites = ['shop.example'];

test('says how far it is, never back, and what came', async () => {
  const { pictures, tell, end } = harness();
  const work = pictures.fetch(sites, 10);
  expect(pictures.coming).toEqual({ sites, done: 0, total: 10 });
  tell(4);
  tell(3);
  expect(pictures.coming?.done).toBe(4);
  end({ fetched: 9, failed: [{ product: 'Lamp', address: 'https://shop.example/lamp.png', why: 'the site had trouble itself. Fetch it again later (answer 503)' }], left: 0 });
  await work;
  expect(pictures.coming).toBeNull();
  expect(pictures.brought).toMatchObject({ fetched: 9, left: 0, stopped: false, sites });
  expect(pictures.turn).toBe(1);
});

test('fetches once at a time', async () => {
  const { pictures, window, end } = harness();
  const work = pictures.fetch(sites, 10);
  void pictures.fetch(sites, 10);
  expect(window.backend.fetchPictures).toHaveBeenCalledTimes(1);
  end({ fetched: 10, failed: [], left: 0 });
  await work;
});

test('is stopped, unless that would stop an import too', async () => {
  const { pictures, window, end } = harness();
  const work = pictures.fetch(sites, 10);
  window.task = { kind: 'import' };
  await pictures.stop();
  expect(window.backend.cancelTask).not.toHaveBeenCalled();
  window.task = null;
  await pictures.stop();
  expect(window.backend.cancelTask).toHaveBeenCalledTimes(1);
  end({ fetched: 2, failed: [], left: 8 });
  await work;
  expect(pictures.brought?.stopped).toBe(true);
});

test('what came is told to its own shop alone, until it is read', async () => {
  const { pictures, window, end } = harness();
  const work = pictures.fetch(sites, 10);
  end({ fetched: 10, failed: [], left: 0 });
  await work;
  window.shop = { path: '/shops/b.pannier' };
  expect(pictures.brought).toBeNull();
  pictures.notNow();
  expect(pictures.later).toBe(true);
  window.shop = { path: '/shops/a.pannier' };
  expect([pictures.later, pictures.brought?.fetched]).toEqual([false, 10]);
  pictures.read();
  expect(pictures.brought).toBeNull();
});

test('complains of what went wrong, and can be asked again', async () => {
  const { pictures, window, fail } = harness();
  const work = pictures.fetch(sites, 10);
  fail(new Error('full'));
  await work;
  expect(window.complain).toHaveBeenCalledTimes(1);
  expect(pictures.coming).toBeNull();
});
