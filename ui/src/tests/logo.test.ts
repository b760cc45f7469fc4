// A merchant has one logo: it is chosen once, and stands above every mail that has none of its own.
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeFake } from '$lib/backend/fake';
import Shell from '../shell/Shell.svelte';

// A busy machine may take its time over a screen's first load.
configure({ asyncUtilTimeout: 30_000 });
vi.setConfig({ testTimeout: 90_000 });

const click = async (testid: string) => fireEvent.click(await screen.findByTestId(testid));

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

it('is chosen once for every mail, and can be that of one mail alone', async () => {
  const backend = makeFake('usual', 0);
  location.hash = '#/campaigns?begin=1';
  render(Shell, { backend });
  await click('campaign-kind-flashOffer');
  await screen.findByTestId('campaign-audience');
  location.hash = `${location.hash.replace(/&step=\w+/u, '')}&step=message`;
  const outline = await screen.findByTestId('composer-outline');
  const block = await waitFor(() => {
    const found = outline.querySelector('[data-kind=logo]');
    if (!found) throw new Error('no logo yet');
    return found;
  });
  await fireEvent.click(block);

  await screen.findByText(/Choose your logo once/u);
  await click('inspect-file');
  const everywhere = await screen.findByTestId<HTMLInputElement>('inspect-everywhere');
  expect(everywhere.checked).toBe(true);
  expect(await backend.shopLogo()).toBe('local1');

  await fireEvent.click(everywhere);
  await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('inspect-everywhere').checked).toBe(false));
  expect(await backend.shopLogo(), 'the other mails keep it').toBe('local1');
  await fireEvent.click(screen.getByText('Take it out'));
  await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('inspect-everywhere').checked).toBe(true));
});
