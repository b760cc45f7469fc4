import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeFake, type Fake, type Scene } from '$lib/backend/fake';
import Shell from '../shell/Shell.svelte';

// A busy machine may take its time over a screen's first load.
configure({ asyncUtilTimeout: 30_000 });
vi.setConfig({ testTimeout: 90_000 });

let fake: Fake;

async function open(scene: Scene, address = 'loyalty'): Promise<void> {
  location.hash = `#/${address}`;
  fake = makeFake(scene, 0);
  render(Shell, { backend: fake });
  await screen.findByTestId('loyalty');
}

const click = async (testid: string) => fireEvent.click(await screen.findByTestId(testid));
const reads = async (testid: string, text: string) => waitFor(() => expect(screen.getByTestId(testid).textContent.replaceAll('\u00A0', ' ')).toContain(text));
/** The words of a sentence, with what stands in its fields. */
function sentence(row: HTMLElement): string {
  const clone = row.cloneNode(true) as HTMLElement;
  clone.querySelectorAll('input, select, button, [role=menu]').forEach((field) => field.remove());
  return clone.textContent.replaceAll(/\s+/gu, ' ').trim();
}
async function type(field: HTMLElement, text: string): Promise<void> {
  await fireEvent.input(field, { target: { value: text } });
  await fireEvent.blur(field);
}

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = vi.fn();
      unobserve = vi.fn();
      disconnect = vi.fn();
    },
  );
  HTMLElement.prototype.showPopover = vi.fn();
  HTMLElement.prototype.hidePopover = vi.fn();
  HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.open = false;
  };
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('asks for orders before there can be a programme', async () => {
  await open('empty');
  expect(screen.getByTestId('loyalty-none').textContent).toContain('Import orders');
  expect(screen.queryByTestId('loyalty-save')).toBeNull();
});

it('tries the programme to begin with, and switches it on', async () => {
  await open('usual');
  await reads('loyalty-status', 'Not switched on');
  expect(sentence(await screen.findByTestId('loyalty-rule'))).toBe('10 points for every order of €100 or more.');
  await reads('loyalty-even', '70 of the 418 orders');
  // Another threshold is looked at, and taken.
  await click('loyalty-use');
  await waitFor(() => expect(sentence(screen.getByTestId('loyalty-rule'))).not.toContain('€100 or'));
  await click('loyalty-discard');
  await waitFor(() => expect(sentence(screen.getByTestId('loyalty-rule'))).toContain('€100 or'));
  await click('loyalty-save');
  await reads('loyalty-status', 'Running');
  await reads('loyalty-members', '2');
  await reads('loyalty-cost', '€17');
  expect(screen.queryByTestId('loyalty-save'), 'nothing is changed').toBeNull();
});

it('writes rules as sentences, and says what cannot be used before it is saved', async () => {
  await open('usual');
  await click('loyalty-save');
  await reads('loyalty-status', 'Running');
  await type((await screen.findAllByTestId('loyalty-points'))[0] as HTMLElement, '12');
  await waitFor(() => expect(sentence(screen.getByTestId('loyalty-rule'))).toBe('12 points for every order of €100 or more.'));
  await click('loyalty-add-rule');
  await click('loyalty-add-perItem');
  await waitFor(() => expect(screen.getAllByTestId('loyalty-rule')).toHaveLength(2));
  expect(screen.getByTestId<HTMLButtonElement>('loyalty-save').disabled, 'no product is named yet').toBe(true);
  await type(screen.getAllByTestId('loyalty-word')[0] as HTMLElement, 'Linen throw');
  await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>('loyalty-save').disabled).toBe(false));
  for (const kind of ['perAmount', 'firstOrder', 'nthOrder', 'joining', 'referral', 'days', 'tiers', 'perDay', 'products', 'pending']) {
    await click('loyalty-add-rule');
    await click(`loyalty-add-${kind}`);
  }
  const said = screen.getAllByTestId('loyalty-rule').map(sentence);
  expect(said.slice(2)).toEqual([
    '1 point for each €10 spent, rounded down .',
    '10 points for the first order.',
    '20 points for every 5th order.',
    '20 points for joining.',
    '50 points for bringing a friend, with the friend’s first order.',
  ]);
  expect(screen.getAllByTestId('loyalty-tier')).toHaveLength(1);
  // A programme without a reward cannot be used, and the page says so.
  for (const row of screen.getAllByTestId('loyalty-reward')) await fireEvent.click(within(row).getByTestId('loyalty-drop'));
  await reads('loyalty-fault', 'Add at least one reward');
  expect(screen.getByTestId<HTMLButtonElement>('loyalty-save').disabled).toBe(true);
  await click('loyalty-discard');
  await waitFor(() => expect(screen.queryByTestId('loyalty-save')).toBeNull());
  expect(screen.getAllByTestId('loyalty-rule')).toHaveLength(1);
});

it('spends points on a reward and takes it back', async () => {
  await open('usual');
  await click('loyalty-save');
  await click('loyalty-can-use');
  await screen.findByTestId('loyalty-member-list');
  await reads('loyalty-member-list', 'Marlene Vogt');
  const list = screen.getByTestId('loyalty-member-list');
  expect(list.textContent).not.toContain('Jeroen Bakker');
  await fireEvent.keyDown(list, { key: 'ArrowDown' });
  await fireEvent.keyDown(list, { key: 'Enter' });
  await reads('loyalty-person-points', '115');
  await click('loyalty-redeem');
  await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('loyalty-choose-1').checked).toBe(true));
  await click('loyalty-redeem-do');
  await reads('loyalty-new-code', 'KM7RT2WX9P');
  await click('loyalty-redeem-close');
  await reads('loyalty-person-points', '15');
  await click('loyalty-take-back');
  await reads('loyalty-person-points', '115');
  await reads('loyalty-history', 'Taken back: 25% off one order');
});

it('gives points by hand, with a reason', async () => {
  await open('usual');
  await click('loyalty-save');
  await click('loyalty-adjust');
  await type(await screen.findByTestId('loyalty-find'), 'a');
  await fireEvent.click(within(await screen.findByTestId('loyalty-found')).getAllByRole('button')[0] as HTMLElement);
  await click('loyalty-adjust-write');
  await screen.findByText('Write a whole number, such as 15 or -15');
  await fireEvent.input(screen.getByTestId('loyalty-adjust-points'), { target: { value: '-5' } });
  expect(screen.getByTestId('loyalty-adjust-write').textContent).toContain('Take the points');
  await fireEvent.input(screen.getByTestId('loyalty-adjust-reason'), { target: { value: 'Counted twice' } });
  await click('loyalty-adjust-write');
  await waitFor(() => expect(screen.queryByTestId('loyalty-adjust-dialog')).toBeNull());
  await reads('loyalty-lines', 'By you: Counted twice');
});

it('writes codes to a file, and shows what is odd about those that were used', async () => {
  await open('usual');
  await click('loyalty-save');
  await reads('loyalty-status', 'Running');
  await fake.redeemPoints({ customer: 1, reward: 1 });
  await fireEvent.click(within(await screen.findByTestId('loyalty-view')).getByText('Codes'));
  await reads('loyalty-odd', 'KM7RT2WX9Q was never given out');
  await click('loyalty-write-codes');
  await reads('loyalty-codes-count', '1 code');
  await fireEvent.change(screen.getByTestId('loyalty-codes-target'), { target: { value: 'shopify' } });
  await screen.findByText(/Shopify reads no codes from a file/u);
  await click('loyalty-codes-write');
  await screen.findByText('1 code is in /downloads/codes.csv');
});

it('can be paused, and earns again', async () => {
  await open('usual');
  await click('loyalty-save');
  await click('loyalty-pause');
  await reads('loyalty-status', 'Paused');
  await click('loyalty-pause');
  await reads('loyalty-status', 'Running');
});
