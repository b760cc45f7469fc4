import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeFake, type Scene } from '$lib/backend/fake';
import Shell from '../shell/Shell.svelte';

// A busy machine may take its time over a screen's first load.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 30_000 });

async function open(scene: Scene): Promise<void> {
  location.hash = '#/segments';
  render(Shell, { backend: makeFake(scene, 0) });
  await screen.findByTestId('segments');
}

const click = async (testid: string) => fireEvent.click(await screen.findByTestId(testid));
const matching = async (people: string) => waitFor(() => expect(screen.getByTestId('segments-count').textContent).toBe(people));

async function add(name: string): Promise<void> {
  await click('segments-add');
  await fireEvent.click(await screen.findByRole('menuitem', { name, hidden: true }));
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
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('builds a segment from sentences, with how many each leaves', async () => {
  await open('usual');
  await matching('240');
  await add('Amount spent');
  await matching('120');
  await add('Can get messages');
  await matching('60');
  expect(screen.getAllByTestId('segments-left').map((left) => left.textContent)).toEqual(['120', '60']);
  expect(screen.getByTestId('segments').textContent).toContain('11 drop out: 8 said no and 3 did not agree.');
  await fireEvent.click(screen.getAllByTestId('segments-drop')[1] as HTMLElement);
  await matching('120');
});

it('changes a word of a sentence where it stands', async () => {
  await open('usual');
  await add('Amount spent');
  await matching('120');
  const [amount] = screen.getAllByTestId('segments-token');
  await fireEvent.input(amount as HTMLElement, { target: { value: '250,50' } });
  await fireEvent.keyDown(amount as HTMLElement, { key: 'Enter' });
  await click('segments-write');
  await waitFor(() => expect((screen.getByTestId('segments-text') as HTMLTextAreaElement).value).toBe('spent at least 250.50 in the last 12 months'));
});

it('says what is missing, and saves only what can be read under a name', async () => {
  await open('usual');
  await add('Bought a product');
  expect((await screen.findByTestId('segments-fault')).textContent).toContain('name a product');
  expect((screen.getByTestId('segments-save') as HTMLButtonElement).disabled).toBe(true);
  const [, product] = screen.getAllByTestId('segments-token');
  await fireEvent.input(product as HTMLElement, { target: { value: 'Mug' } });
  await fireEvent.blur(product as HTMLElement);
  await waitFor(() => expect(screen.queryByTestId('segments-fault')).toBeNull());
  await click('segments-save');
  expect(screen.getByTestId('segments').textContent).toContain('Give it a name');
  await fireEvent.input(screen.getByTestId('segments-name'), { target: { value: 'Mug people' } });
  await click('segments-save');
  await waitFor(() => expect(within(screen.getByTestId('segments-saved')).getByText('Mug people')).toBeTruthy());
});

it('opens a saved segment, deletes it and brings it back', async () => {
  await open('usual');
  const rows = await screen.findAllByTestId('segments-saved-row');
  expect(rows).toHaveLength(2);
  await fireEvent.click(rows[1] as HTMLElement);
  await waitFor(() => expect((screen.getByTestId('segments-name') as HTMLInputElement).value).toBe('One-time buyers'));
  expect((await screen.findByTestId('segments-rule')).textContent).toContain('orders');
  await click('segments-remove');
  await waitFor(() => expect(screen.getAllByTestId('segments-saved-row')).toHaveLength(1));
  await fireEvent.click(await screen.findByText('Undo'));
  await waitFor(() => expect(screen.getAllByTestId('segments-saved-row')).toHaveLength(2));
});
