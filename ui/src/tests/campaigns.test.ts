import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Backend } from '$lib/backend/backend';
import { makeFake, type Scene } from '$lib/backend/fake';
import Shell from '../shell/Shell.svelte';

// A busy machine may take its time over a screen's first load.
configure({ asyncUtilTimeout: 30_000 });
vi.setConfig({ testTimeout: 90_000 });

async function open(scene: Scene, address: string, testid: string, backend: Backend = makeFake(scene, 0)): Promise<void> {
  location.hash = `#/${address}`;
  render(Shell, { backend });
  await screen.findByTestId(testid);
}

const click = async (testid: string) => fireEvent.click(await screen.findByTestId(testid));
const text = (testid: string) => screen.getByTestId(testid).textContent;

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
  Element.prototype.scrollIntoView = vi.fn();
  HTMLElement.prototype.showPopover = vi.fn();
  HTMLElement.prototype.hidePopover = vi.fn();
  HTMLDialogElement.prototype.showModal = vi.fn();
  HTMLDialogElement.prototype.close = vi.fn();
  localStorage.clear();
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** A draft of the first kind, at a step. */
async function begun(step: 'audience' | 'offer' | 'message' | 'check' | 'send', backend?: Backend): Promise<void> {
  await open('usual', 'campaigns?begin=1', 'campaign-kinds', backend);
  await click('campaign-kind-flashOffer');
  await screen.findByTestId('campaign-audience');
  if (step === 'audience') return;
  location.hash = `${location.hash.replace(/&step=\w+/u, '')}&step=${step}`;
  await screen.findByTestId(step === 'message' ? 'composer-outline' : `campaign-${step}`);
}

it('stands beside messages and what is known of addresses, in one page', async () => {
  await open('usual', 'campaigns', 'campaigns');
  await screen.findByText('Spring linen');
  await fireEvent.click(within(screen.getByTestId('sending-view')).getByText('Messages'));
  await screen.findByTestId('sending-none');
  await fireEvent.click(within(screen.getByTestId('sending-view')).getByText('Campaigns'));
  await screen.findByTestId('campaign-list');
});

it('says in the list what came of each that is over', async () => {
  await open('usual', 'campaigns', 'campaigns');
  await waitFor(() => expect(text('campaign-verdict')).toContain('It worked'));
});

it('writes amounts within words as everywhere else', async () => {
  await begun('audience');
  await waitFor(() => expect(text('reach-few')).toContain('€15.00 a customer or more (24%)'));
});

it('says how many each kind would reach, and why one reaches nobody', async () => {
  await open('few', 'campaigns', 'campaigns-none');
  await click('campaign-first');
  await waitFor(() => expect(text('campaign-kind-flashOffer')).toContain('40'));
  expect(text('campaign-kind-cartLeft')).toContain('No carts were imported yet');
});

it('counts whom it reaches, and says what has to be chosen', async () => {
  await begun('audience');
  await waitFor(() => expect(text('reach-gets')).toBe('115'));
  expect(text('reach-left-out')).toContain('They said no');
  await click('reach-hold');
  await waitFor(() => expect(text('reach-held')).toBe('26'));
});

it('takes codes of the shop, and says how many are missing', async () => {
  await begun('offer');
  expect(text('offer-stock')).toBe('Your list is empty.');
  await click('offer-add-codes');
  await fireEvent.input(await screen.findByTestId('codes-text'), { target: { value: 'A1\nA2' } });
  await click('codes-add');
  await waitFor(() => expect(text('offer-stock')).toContain('2 of 2 codes are free.'));
  expect(text('campaign-offer')).toContain('113 codes are missing');
});

it('writes the mail as the chosen reader gets it, and goes back and forth', async () => {
  await begun('message');
  await waitFor(() => expect(text('canvas-subject')).toContain('Hello Marlene, from your wishlist'));
  await click('canvas-next');
  await waitFor(() => expect(text('canvas-subject')).toContain('Hello Jeroen, from your wishlist'));
  await fireEvent.input(screen.getByTestId('inspect-subject'), { target: { value: 'Good day {{first_name}}' } });
  await waitFor(() => expect(text('canvas-subject')).toContain('Good day Jeroen'));
  // What the checks find is mended from here.
  await waitFor(() => expect(text('composer-checks')).toContain('Not everyone has a first name'));
  const gate = screen.getAllByTestId('gate').find((one) => one.textContent.includes('Not everyone')) ?? document.body;
  await fireEvent.click(within(gate).getByTestId('gate-fix'));
  expect(screen.getByTestId<HTMLInputElement>('inspect-subject').value).toBe('Good day {{first_name or "friend"}}');
  await click('composer-undo');
  expect(screen.getByTestId<HTMLInputElement>('inspect-subject').value).toBe('Good day {{first_name}}');
});

it('moves blocks by the keys alone, and says where they are', async () => {
  await begun('message');
  const outline = screen.getByTestId('composer-outline');
  const order = () => [...outline.querySelectorAll('[role=option]')].map((line) => line.getAttribute('data-kind'));
  const line = (kind: string) => outline.querySelector(`[data-kind=${kind}]`) as HTMLElement;
  expect(order()).toEqual(['logo', 'text', 'products', 'deadline', 'button', 'footer']);
  await fireEvent.keyDown(line('text'), { key: 'ArrowDown', altKey: true });
  expect(order()).toEqual(['logo', 'products', 'text', 'deadline', 'button', 'footer']);
  expect(text('composer-said')).toBe('Text is now at place 3 of 6');
  await fireEvent.keyDown(line('deadline'), { key: 'Delete' });
  expect(order()).not.toContain('deadline');
  await fireEvent.keyDown(window, { key: 'z', ctrlKey: true });
  expect(order()).toContain('deadline');
  await click('composer-add-code');
  expect(line('code').getAttribute('aria-selected')).toBe('true');
});

it('keeps a block for other mails', async () => {
  await begun('message');
  await fireEvent.click(screen.getByTestId('composer-outline').querySelector('[data-kind=button]') as HTMLElement);
  await click('inspect-more');
  await click('inspect-save');
  await click('keep-do');
  await waitFor(() => expect(text('composer-kept')).toContain('See them'));
  await click('composer-kept-put');
  expect(screen.getByTestId('composer-outline').querySelectorAll('[data-kind=button]')).toHaveLength(2);
});

it('cannot be sent while a check fails, and leads to what mends it', async () => {
  await begun('check');
  await waitFor(() => expect(text('check-stops')).toContain('One thing to fix before you can send: Codes are missing.'));
  expect(screen.getByTestId<HTMLButtonElement>('campaign-next').disabled).toBe(true);
  await fireEvent.click(within(screen.getAllByTestId('gate').find((one) => one.dataset['code'] === 'codes') ?? document.body).getByTestId('gate-fix'));
  await screen.findByTestId('campaign-offer');
});

/** Codes for everyone, and the last look taken. */
async function sent(): Promise<void> {
  await click('offer-add-codes');
  await fireEvent.input(await screen.findByTestId('codes-text'), { target: { value: Array.from({ length: 130 }, (_, at) => `C${String(at)}`).join('\n') } });
  await click('codes-add');
  await waitFor(() => expect(text('offer-stock')).toContain('130'));
  location.hash = `${location.hash.replace(/&step=\w+/u, '')}&step=send`;
  await screen.findByTestId('campaign-send');
  await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>('campaign-send-open').disabled).toBe(false));
  await click('campaign-send-open');
  await click('campaign-send-do');
}

it('goes out once, and shows what came of it', async () => {
  await begun('offer');
  await sent();
  await screen.findByTestId('campaign-result');
  await waitFor(() => expect(text('result-verdict')).toContain('It worked'));
  expect(text('result-difference')).toBe('+€3.19');
  expect(text('result-attribution')).toContain('98 orders');
  expect(text('result-went')).toContain('453');
});

it('goes out also where its page no longer shows a draft before it was started', async () => {
  const fake = makeFake('usual', 0);
  await begun('offer', {
    ...fake,
    planCampaign: async (...asked) => {
      const told = await fake.planCampaign(...asked);
      await screen.findByTestId('campaign-planned');
      return told;
    },
  });
  await sent();
  await waitFor(() => expect(text('result-verdict')).toContain('It worked'));
});
