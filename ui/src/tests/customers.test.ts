import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeFake, type Scene } from '$lib/backend/fake';
import Shell from '../shell/Shell.svelte';

// A busy machine may take its time over a screen's first load.
configure({ asyncUtilTimeout: 30_000 });
vi.setConfig({ testTimeout: 90_000 });

async function open(scene: Scene, address = 'customers'): Promise<void> {
  location.hash = `#/${address}`;
  render(Shell, { backend: makeFake(scene, 0) });
  await screen.findByTestId('customers');
}

const click = async (testid: string) => fireEvent.click(await screen.findByTestId(testid));
const total = () => screen.getByTestId('customers-total').textContent;

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

it('lists who is in a part of the map, and everyone when that is pressed again', async () => {
  await open('usual');
  await waitFor(() => expect(total()).toBe('240 customers'));
  expect(await screen.findAllByTestId('customers-cell')).toHaveLength(25);
  const part = await screen.findByTestId('customers-part-goodGoneQuiet');
  const count = /\d+$/u.exec(part.textContent.trim())?.[0] ?? '';
  await fireEvent.click(part);
  await waitFor(() => expect(total()).toBe(`${count} customers`));
  expect(location.hash).toContain('part=goodGoneQuiet');
  expect(screen.getAllByTestId('customers-cell').filter((cell) => cell.getAttribute('aria-pressed') === 'true')).toHaveLength(3);
  await click('customers-part-goodGoneQuiet');
  await waitFor(() => expect(total()).toBe('240 customers'));
});

it('shows points, the next reward and unused ones on someone’s page', async () => {
  await open('usual');
  await waitFor(() => expect(total()).toBe('240 customers'));
  const [first] = await screen.findAllByTestId('customers-list-row');
  await fireEvent.click(first as HTMLElement);
  const points = await screen.findByTestId('customers-person-points');
  expect(points.textContent).toContain('One order from a reward');
  expect(points.textContent).toContain('5 points to 25 % off one order');
  expect(points.textContent).toContain('20 after');
  expect(within(points).getByTestId('customers-person-rewards').textContent).toContain('Code K7M2WXQ4AB');
  expect(points.textContent).toContain('−100');
  expect(points.textContent).toContain('3 older lines');
});

it('finds people as one types and says where it looked when there are none', async () => {
  await open('usual');
  const field = await screen.findByTestId('customers-search');
  await fireEvent.input(field, { target: { value: 'vogt' } });
  await waitFor(() => expect(total()).toBe('24 customers'));
  await fireEvent.input(field, { target: { value: 'nobody at all' } });
  expect((await screen.findByTestId('customers-nothing')).textContent).toContain('order numbers');
});

it('sorts by any column, the other way round when pressed again', async () => {
  await open('usual');
  await screen.findAllByTestId('customers-list-row');
  await click('customers-sort-orders');
  await waitFor(() => expect(location.hash).toContain('sort=orders'));
  await click('customers-sort-orders');
  await waitFor(() => expect(location.hash).toContain('order=up'));
});

it('opens one customer with what they are worth and what they said to messages', async () => {
  await open('usual');
  await waitFor(() => expect(total()).toBe('240 customers'));
  const [first] = await screen.findAllByTestId('customers-list-row');
  await fireEvent.click(first as HTMLElement);
  const person = await screen.findByTestId('customers-person');
  expect((await within(person).findByTestId('customers-person-average')).textContent).toContain('€');
  expect(within(person).getByTestId('customers-person-consent').textContent).toContain('Said no');
  expect(person.textContent).toContain('between €90 and €380');
  expect(person.textContent).toContain('4 a month ago');
  expect(person.textContent).toContain('not counted in the average');
  await click('customers-person-close');
  await waitFor(() => expect(screen.queryByTestId('customers-person')).toBeNull());
});

it('offers someone products with a reason each, and opens the orders behind it', async () => {
  await open('usual');
  await waitFor(() => expect(total()).toBe('240 customers'));
  await fireEvent.click((await screen.findAllByTestId('customers-list-row'))[0] as HTMLElement);
  const offered = await screen.findByTestId('customers-offered');
  expect(within(offered).getAllByRole('listitem')).toHaveLength(3);
  expect(offered.textContent).toContain('37 of 210 buyers of');
  expect(offered.textContent).toMatch(/€\d/u);
  expect(within(offered).getAllByTestId('suggestions-see')).toHaveLength(2);
  await fireEvent.click(within(offered).getByText('See the 37 orders'));
  const behind = await screen.findByTestId('suggestions-behind');
  expect(behind.textContent).toContain('The first 37 orders with it, one of each who bought both');
  await fireEvent.click(within(behind).getByLabelText('Close'));
  await fireEvent.click(within(offered).getAllByTitle(/see the product$/u)[0] as HTMLElement);
  await waitFor(() => expect(location.hash).toMatch(/products\?open=\d+/u));
});

it('shows the groups with their cuts, and says what cannot be told', async () => {
  await open('usual', 'customers?view=scores');
  const groups = await screen.findByTestId('customers-groups');
  expect(within(groups).getAllByRole('row')).toHaveLength(12);
  expect(screen.getByTestId('customers-cuts').textContent).toContain('up to 30');
  expect(screen.getByTestId('customers-trial').textContent).toContain('41%');
  await click('customers-group-atRisk');
  await waitFor(() => expect(location.hash).toContain('group=atRisk'));
  cleanup();
  await open('few', 'customers?view=scores');
  await waitFor(() => expect(screen.getByTestId('customers').textContent).toContain('It takes 200 customers'));
});

it('says what to do in a shop without customers', async () => {
  await open('empty');
  expect((await screen.findByTestId('customers-none')).textContent).toContain('Import');
});

it('moves the steps of the map once they go up, and puts them back', async () => {
  await open('usual');
  await click('customers-bands-open');
  const spent = await screen.findAllByTestId('customers-band-spent');
  expect(spent.map((field) => (field as HTMLInputElement).value)).toEqual(['40', '80', '150', '300']);
  await fireEvent.input(spent[0] as HTMLElement, { target: { value: '90' } });
  await click('customers-bands-move');
  expect(screen.getByTestId('customers-bands').textContent).toContain('more than the one above');
  await fireEvent.input(spent[0] as HTMLElement, { target: { value: '25,50' } });
  await click('customers-bands-move');
  await waitFor(() => expect(screen.getByTestId('customers-map').textContent).toContain('Under €25.50'));
  await click('customers-bands-open');
  await click('customers-bands-back');
  await waitFor(() => expect(screen.getByTestId('customers-map').textContent).toContain('Under €40'));
});

it('keeps the columns that were chosen', async () => {
  await open('usual');
  await click('customers-columns');
  await click('customers-column-email');
  await click('customers-column-orders');
  await waitFor(() => expect(screen.getByTestId('customers-list').textContent).toContain('@example.com'));
  expect(screen.queryByTestId('customers-sort-orders')).toBeNull();
  cleanup();
  await open('usual');
  await waitFor(() => expect(screen.getByTestId('customers-list').textContent).toContain('@example.com'));
});

it('makes a segment of a part of the map', async () => {
  await open('usual', 'customers?part=best');
  await click('customers-segment');
  const name = await screen.findByTestId('segments-name');
  await waitFor(() => expect((name as HTMLInputElement).value).toBe('Best'));
  expect(await screen.findAllByTestId('segments-rule')).toHaveLength(2);
});

it('keeps notes and tags of a customer, and brings them back', async () => {
  await open('usual', 'customers?open=1');
  const person = await screen.findByTestId('customers-person');
  const tag = await within(person).findByTestId('customers-tag');
  await fireEvent.input(tag, { target: { value: 'likes blue' } });
  await fireEvent.keyDown(tag, { key: 'Enter' });
  await fireEvent.click(await within(person).findByLabelText('Remove the tag likes blue'));
  await waitFor(() => expect(within(person).queryByText('likes blue')).toBeNull());
  await fireEvent.click(await screen.findByText('Undo'));
  expect(await within(person).findByText('likes blue')).toBeTruthy();
  await click('customers-note-new');
  await fireEvent.input(await screen.findByTestId('customers-note'), { target: { value: 'Asks for gift wrap' } });
  await click('customers-note-save');
  expect(await within(person).findByText('Asks for gift wrap')).toBeTruthy();
  await fireEvent.click(within(person).getByLabelText('Change this note'));
  await fireEvent.input(await screen.findByTestId('customers-note'), { target: { value: 'Gift wrap, always' } });
  await click('customers-note-save');
  expect(await within(person).findByText(/changed on/u)).toBeTruthy();
});
