import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeFake, type Scene } from '$lib/backend/fake';
import Shell from '../shell/Shell.svelte';

// A busy machine may take its time over a screen's first load.
configure({ asyncUtilTimeout: 30_000 });
vi.setConfig({ testTimeout: 90_000 });

async function open(scene: Scene, address = 'segments'): Promise<void> {
  location.hash = `#/${address}`;
  render(Shell, { backend: makeFake(scene, 0) });
  await screen.findByTestId('segments');
}

const click = async (testid: string) => fireEvent.click(await screen.findByTestId(testid));
const matching = async (people: string) => waitFor(() => expect(screen.getByTestId('segments-count').textContent).toBe(people));

async function add(name: string): Promise<void> {
  await click('segments-add');
  const menu = await screen.findByTestId('segments-templates');
  await fireEvent.click((await within(menu).findByText(name)).closest('button') as HTMLElement);
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
  HTMLDialogElement.prototype.showModal = vi.fn();
  HTMLDialogElement.prototype.close = vi.fn();
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
  await fireEvent.change(screen.getByTestId('segments-all-any'), { target: { value: 'any' } });
  // Each alone, since one of them is enough.
  await waitFor(() => expect(screen.getAllByTestId('segments-left').map((left) => left.textContent)).toEqual(['120', '120']));
  await fireEvent.change(screen.getByTestId('segments-all-any'), { target: { value: 'all' } });
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
  const text = await screen.findByTestId('segments-text');
  expect((text as HTMLTextAreaElement).value).toBe('spent at least 250.50 in the last 12 months');
  await fireEvent.input(text, { target: { value: 'high-value' } });
  await click('segments-read');
  expect((await screen.findByTestId('segments-rule')).textContent).toContain('high-value');
});

it('keeps alternatives together, and says the opposite of a rule', async () => {
  await open('usual');
  await matching('240');
  await click('segments-group');
  const [rule] = await screen.findAllByTestId('segments-rule');
  expect(within(rule as HTMLElement).getAllByTestId('segments-drop')).toHaveLength(2);
  await fireEvent.click(within(rule as HTMLElement).getAllByTestId('segments-drop')[1] as HTMLElement);
  await waitFor(() => expect(screen.getAllByTestId('segments-drop')).toHaveLength(1));
  await click('segments-more');
  await click('segments-turn');
  await waitFor(() => expect(screen.getByTestId('segments-rule').textContent).toContain('not orders'));
  await click('segments-more');
  const menu = await screen.findByTestId('segments-more-menu');
  await fireEvent.click((await within(menu).findByText('High-value customers')).closest('button') as HTMLElement);
  await waitFor(() => expect(screen.getAllByTestId('segments-drop')).toHaveLength(2));
});

it('says what is missing, and saves only what can be read under a name', async () => {
  await open('usual');
  await add('Bought a product');
  expect((await screen.findByTestId('segments-fault')).textContent).toContain('dashed');
  expect((screen.getByTestId('segments-save') as HTMLButtonElement).disabled).toBe(true);
  const [, product] = screen.getAllByTestId('segments-token');
  expect(document.activeElement).toBe(product);
  await fireEvent.input(product as HTMLElement, { target: { value: 'Mug' } });
  await fireEvent.blur(product as HTMLElement);
  await waitFor(() => expect(screen.queryByTestId('segments-fault')).toBeNull());
  await click('segments-save');
  expect(screen.getByTestId('segments').textContent).toContain('Give it a name');
  await fireEvent.input(screen.getByTestId('segments-name'), { target: { value: 'Mug people' } });
  await click('segments-save');
  await waitFor(() => expect(within(screen.getByTestId('segments-saved')).getByText('Mug people')).toBeTruthy());
});

it('names what the shop has while one types', async () => {
  await open('usual');
  await matching('240');
  await add('In another segment');
  const [name] = await screen.findAllByTestId('segments-token');
  (name as HTMLElement).focus();
  await fireEvent.input(name as HTMLElement, { target: { value: 'one' } });
  const list = await screen.findByTestId('segments-suggestions');
  await waitFor(() => expect(list.textContent.trim()).toBe('One-time buyers'));
  await fireEvent.keyDown(name as HTMLElement, { key: 'ArrowDown' });
  await fireEvent.keyDown(name as HTMLElement, { key: 'Enter' });
  await waitFor(() => expect(screen.getByTestId('segments-rule').querySelector('input')?.value).toBe('One-time buyers'));
  await waitFor(() => expect(screen.queryByTestId('segments-fault')).toBeNull());
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

it('says of each person why they are here', async () => {
  await open('usual');
  await add('Amount spent');
  await matching('120');
  const [first] = screen.getAllByTestId('segments-person');
  await fireEvent.click(within(first as HTMLElement).getByRole('button'));
  const why = await screen.findByTestId('segments-why');
  expect(why.textContent).toContain('spent at least 100.00 in the last 12 months');
  expect(why.textContent).toContain('€612.40');
});

it('shows a saved segment over time and beside the others', async () => {
  await open('usual', 'segments?id=1');
  await waitFor(() => expect((screen.getByTestId('segments-name') as HTMLInputElement).value).toBe('High-value customers'));
  await fireEvent.click(await screen.findByRole('tab', { name: 'Over time' }));
  await waitFor(() => expect(screen.getByTestId('segments').textContent).toContain('July 2026'));
  await fireEvent.click(screen.getByRole('tab', { name: 'Overlap' }));
  const [row] = await screen.findAllByTestId('segments-overlap-row');
  expect(row?.textContent).toContain('One-time buyers');
  expect(row?.textContent).toContain('23');
  await fireEvent.click(within(row as HTMLElement).getByRole('button'));
  await waitFor(() => expect((screen.getByTestId('segments-name') as HTMLInputElement).value).toBe('One-time buyers'));
});

it('freezes a list and compares it with the segment as it is', async () => {
  await open('usual', 'segments?id=1');
  await fireEvent.click(await screen.findByRole('tab', { name: 'Frozen lists' }));
  await click('segments-freeze');
  expect(await screen.findAllByTestId('segments-list')).toHaveLength(1);
  const parts = await screen.findByTestId('segments-frozen-parts');
  await waitFor(() => expect(parts.textContent).toContain('Still in 72'));
  await fireEvent.click(within(parts).getByText('Joined 0'));
  await waitFor(() => expect(screen.getByTestId('segments-frozen').textContent).toContain('Nobody joined'));
});

it('puts personas in an order that decides to whom people belong', async () => {
  await open('usual', 'segments?id=1');
  await click('segments-persona');
  await click('segments-save');
  await click('segments-order');
  const choice = await screen.findByTestId('segments-persona-add');
  await fireEvent.change(choice, { target: { value: '2' } });
  await waitFor(() => expect(screen.getAllByTestId('segments-persona-row')).toHaveLength(2));
  const names = () => screen.getAllByTestId('segments-persona-row').map((row) => row.querySelector('.medium')?.textContent);
  expect(names()).toEqual(['High-value customers', 'One-time buyers']);
  await fireEvent.click(screen.getByLabelText('Move One-time buyers up'));
  await waitFor(() => expect(names()).toEqual(['One-time buyers', 'High-value customers']));
  await fireEvent.click(screen.getByLabelText('One-time buyers is no persona'));
  await waitFor(() => expect(names()).toEqual(['High-value customers']));
});

it('brings back what was not saved when another segment was opened', async () => {
  await open('usual');
  await matching('240');
  await add('Amount spent');
  await matching('120');
  await fireEvent.input(screen.getByTestId('segments-name'), { target: { value: 'Spenders' } });
  await fireEvent.click((await screen.findAllByTestId('segments-saved-row'))[0] as HTMLElement);
  await waitFor(() => expect((screen.getByTestId('segments-name') as HTMLInputElement).value).toBe('High-value customers'));
  await fireEvent.click(await screen.findByText('Bring back'));
  await waitFor(() => expect((screen.getByTestId('segments-name') as HTMLInputElement).value).toBe('Spenders'));
  expect(screen.getAllByTestId('segments-rule')).toHaveLength(1);
});

it('begins with rules that another page made', async () => {
  await open('usual', `segments?${new URLSearchParams({ name: 'Best', rules: 'spent at least 300.00' }).toString()}`);
  await waitFor(() => expect((screen.getByTestId('segments-name') as HTMLInputElement).value).toBe('Best'));
  await matching('120');
});

it('says who is left out before people are handed over', async () => {
  await open('usual', 'segments?id=1');
  await click('segments-hand-over');
  await click('segments-hand-over-csv');
  await waitFor(() => expect(screen.getByTestId('segments-handed').textContent).toContain('69'));
  expect(screen.getByTestId('segments-left-out').textContent).toContain('Said no to e-mail');
  await click('segments-everybody');
  await waitFor(() => expect(screen.getByTestId('segments-handed').textContent).toContain('78'));
  await click('segments-hand-over-write');
  expect(await screen.findByText('78 people are in /home/shop/people.csv')).toBeTruthy();
});

it('says what to do in a shop without customers', async () => {
  await open('empty');
  expect((await screen.findByTestId('segments-none')).textContent).toContain('Import');
});
