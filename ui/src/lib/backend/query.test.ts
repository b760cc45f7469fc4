import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import type { Topic } from './backend';
import { BackendError } from './errors';
import { harness } from './query-testing.svelte';

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
let end = () => {};
afterEach(() => end());

test('asks at once and keeps the answer', async () => {
  const load = vi.fn(() => Promise.resolve('May'));
  const { query, stop } = harness(['orders'], load);
  end = stop;
  expect(query.loading).toBe(true);
  await settle();
  expect([query.data, query.loading, query.settled]).toEqual(['May', false, true]);
});

test('asks again for its own topics only', async () => {
  const load = vi.fn(() => Promise.resolve(1));
  const { change, stop } = harness(['orders'], load);
  end = stop;
  await settle();
  change(['settings'] satisfies Topic[]);
  flushSync();
  expect(load).toHaveBeenCalledTimes(1);
  change(['imports', 'orders']);
  flushSync();
  expect(load).toHaveBeenCalledTimes(2);
});

test('asks again when what the question reads changes', async () => {
  const asked: string[] = [];
  const { stop, setMonth } = harness(['orders'], (month) => {
    asked.push(month);
    return Promise.resolve(month);
  });
  end = stop;
  await settle();
  setMonth('2026-05');
  flushSync();
  expect(asked).toEqual(['2026-06', '2026-05']);
});

test('an answer that was overtaken is dropped', async () => {
  const answers: ((value: string) => void)[] = [];
  const { query, stop, setMonth } = harness(['orders'], () => new Promise<string>((resolve) => answers.push(resolve)));
  end = stop;
  setMonth('2026-05');
  flushSync();
  answers[1]?.('newer');
  await settle();
  answers[0]?.('older');
  await settle();
  expect(query.data).toBe('newer');
});

test('the former answer stays while a new one is on its way, and while it fails', async () => {
  let fails = false;
  const { query, change, stop } = harness(['orders'], () =>
    fails ? Promise.reject(new BackendError({ code: 'busy', message: 'Another program holds the file', field: null })) : Promise.resolve('kept'),
  );
  end = stop;
  await settle();
  fails = true;
  change(['orders']);
  flushSync();
  expect([query.data, query.loading]).toEqual(['kept', true]);
  await settle();
  expect(query.data).toBe('kept');
  expect(query.error?.code).toBe('busy');
});

test('ends with what it was made for', async () => {
  const load = vi.fn(() => Promise.resolve(1));
  const { change, stop, listeners } = harness(['orders'], load);
  await settle();
  stop();
  expect(listeners()).toBe(0);
  change(['orders']);
  flushSync();
  expect(load).toHaveBeenCalledTimes(1);
});
