import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeFake, type Scene } from '$lib/backend/fake';
import Shell from '../shell/Shell.svelte';

// A busy machine may take its time over a screen's first load.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 30_000 });

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
