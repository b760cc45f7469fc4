import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Checker } from './checker.svelte';

let time = 0;
beforeEach(() => {
  vi.useFakeTimers();
  time = 0;
});
afterEach(() => vi.useRealTimers());

function open(takes: number) {
  const checkCampaign = vi.fn(async () => {
    await new Promise((resolve) => setTimeout(resolve, takes));
    time += takes;
    return { stops: checkCampaign.mock.calls.length } as never;
  });
  return { checkCampaign, checker: new Checker({ backend: { checkCampaign } }, 7, () => time) };
}

it('asks a moment after the last change where that is quick', async () => {
  const { checker, checkCampaign } = open(100);
  checker.changed();
  await vi.advanceTimersByTimeAsync(400);
  checker.changed();
  await vi.advanceTimersByTimeAsync(599);
  expect(checkCampaign).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(checkCampaign).toHaveBeenCalledTimes(1);
  expect([checker.stale, checker.loading]).toEqual([false, false]);
});

it('waits to be asked where it takes long, and never looks twice at once', async () => {
  const { checker, checkCampaign } = open(5_000);
  void checker.ask();
  void checker.ask();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(checkCampaign).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(checker.data).toEqual({ stops: 2 });
  checker.changed();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(checkCampaign, 'not by itself').toHaveBeenCalledTimes(2);
  expect(checker.stale).toBe(true);
});

it('asks nothing any more once nobody looks', async () => {
  const { checker, checkCampaign } = open(10);
  checker.changed();
  checker.end();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(checkCampaign).not.toHaveBeenCalled();
});

it('says why it could not, and what it said before stays', async () => {
  const { checker, checkCampaign } = open(10);
  void checker.ask();
  await vi.advanceTimersByTimeAsync(10);
  checkCampaign.mockRejectedValueOnce(new Error('no'));
  void checker.ask();
  await vi.advanceTimersByTimeAsync(10);
  expect(checker.error?.code).toBe('internal');
  expect(checker.data).toEqual({ stops: 1 });
});
