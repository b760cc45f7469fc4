import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeFake, type Scene } from '$lib/backend/fake';
import Shell from '../shell/Shell.svelte';

// A busy machine may take its time over a screen's first load.
configure({ asyncUtilTimeout: 30_000 });
vi.setConfig({ testTimeout: 90_000 });

async function open(scene: Scene, address = 'products', delay = 0): Promise<void> {
  location.hash = `#/${address}`;
  render(Shell, { backend: makeFake(scene, delay) });
  await screen.findByTestId('products');
}

const click = async (testid: string) => fireEvent.click(await screen.findByTestId(testid));
const total = () => screen.getByTestId('products-total').textContent;
const rows = async () => screen.findAllByTestId('products-list-row');

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
  HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.open = false;
  };
  localStorage.clear();
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('lists products, finds them as one types, and sorts them by any column', async () => {
  await open('usual');
  await waitFor(() => expect(total()).toBe('10 products'));
  const field = await screen.findByTestId('products-search');
  await fireEvent.input(field, { target: { value: 'throw' } });
  await waitFor(() => expect(total()).toBe('1 product'));
  await fireEvent.input(field, { target: { value: 'sofa' } });
  expect((await screen.findByTestId('products-nothing-found')).textContent).toContain('No product matches “sofa”');
  await fireEvent.input(field, { target: { value: '' } });
  await click('products-sort-name');
  await waitFor(async () => expect((await rows())[0]?.textContent).toContain('Advent wreath'));
  await click('products-sort-name');
  await waitFor(() => expect(location.hash).toContain('order=down'));
});

it('opens a product with its figures beside those of all orders, and what it is sold together with', async () => {
  await open('usual', 'products?search=linen');
  await waitFor(() => expect(total()).toBe('1 product'));
  await fireEvent.click((await rows())[0] as HTMLElement);
  const panel = await screen.findByTestId('products-product');
  expect((await within(panel).findByTestId('products-product-name')).textContent).toContain('Linen throw');
  expect(panel.textContent).toMatch(/All orders: €\d/u);
  expect(within(panel).getByTestId('products-product-orders').getAttribute('href')).toMatch(/from=2025-07-01&until=2026-07-01&only=product%3A%23\d/u);
  expect(within(panel).getAllByTestId('products-product-sales-bar')).toHaveLength(12);
  await click('products-product-close');
  await waitFor(() => expect(screen.queryByTestId('products-product')).toBeNull());
});

it('says of a product too rarely bought that its average cannot be told', async () => {
  await open('few');
  await waitFor(() => expect(total()).toMatch(/products/u));
  await fireEvent.click((await rows())[0] as HTMLElement);
  const panel = await screen.findByTestId('products-product');
  await within(panel).findByTestId('products-product-aov');
  expect(panel.textContent).toContain('Too few orders to tell');
});

it('has only the pages in view of a hundred thousand products', async () => {
  await open('many');
  await waitFor(() => expect(total()).toBe('100,000 products'));
  expect((await rows()).length).toBeLessThan(60);
});

it('says what is missing: orders, a product file, or both', async () => {
  await open('empty');
  expect((await screen.findByTestId('products-none')).textContent).toContain('Import orders');
  cleanup();
  await open('shelf');
  await waitFor(() => expect(total()).toBe('2 products'));
  expect(screen.getByTestId('products-hint').textContent).toContain('No orders yet');
  expect(screen.queryByTestId('products-days')).toBeNull();
  cleanup();
  await open('few');
  await waitFor(() => expect(screen.getByTestId('products-hint').textContent).toContain('A product file adds prices'));
  expect(screen.queryByTestId('products-sort-stock')).toBeNull();
  cleanup();
  await open('error');
  expect((await screen.findByTestId('error-note')).textContent).toContain('Another program');
});

it('fetches pictures when told to, says what could not be had, and shows what came', async () => {
  await open('usual');
  const line = await screen.findByTestId('products-pictures');
  expect(line.textContent).toContain('8 product pictures are on www.shop.example.');
  expect(line.textContent).toContain('Nothing of your orders is sent.');
  expect(document.querySelector('img')).toBeNull();
  await click('products-pictures-fetch');
  await waitFor(() => expect(screen.getByTestId('products-pictures').textContent).toContain('7 pictures came. 1 could not be had.'));
  await waitFor(() => expect(document.querySelectorAll('[data-testid=products-list-row] img').length).toBeGreaterThan(0));
  await click('products-pictures-which');
  expect((await screen.findByTestId('products-pictures-failed')).textContent).toContain('the site answered 404');
  await click('products-pictures-failed-close');
  await click('products-pictures-close');
  expect((await screen.findByTestId('products-pictures')).textContent).toContain('1 product picture is on');
});

it('stops fetching with what came, and does not ask again when told so', async () => {
  await open('usual', 'products', 40);
  await click('products-pictures-fetch');
  await click('products-pictures-stop');
  await waitFor(() => expect(screen.getByTestId('products-pictures').textContent).toContain('Stopped. 1 picture came. 7 were not asked for.'));
  await click('products-pictures-close');
  await click('products-pictures-later');
  await waitFor(() => expect(screen.queryByTestId('products-pictures')).toBeNull());
});

it('stands a letter where a picture cannot be shown', async () => {
  await open('usual');
  await click('products-pictures-fetch');
  await waitFor(() => expect(document.querySelector('[data-testid=products-list-row] img')).not.toBeNull());
  const image = document.querySelector('[data-testid=products-list-row] img') as HTMLElement;
  const cell = image.parentElement as HTMLElement;
  await fireEvent.error(image);
  await waitFor(() => expect(cell.querySelector('img')).toBeNull());
  expect(cell.querySelector('span[aria-hidden]')?.textContent).toMatch(/^\p{Lu}$/u);
});

it('suggests what goes with a product, leads to that one and to the orders behind the reason', async () => {
  await open('usual', 'products?search=linen');
  await waitFor(() => expect(total()).toBe('1 product'));
  await fireEvent.click((await rows())[0] as HTMLElement);
  const goesWith = await screen.findByTestId('products-suggested-goesWith');
  expect(within(goesWith).getAllByRole('listitem')).toHaveLength(3);
  expect(goesWith.textContent).toContain('96 of 431 orders with Linen throw');
  await fireEvent.click(screen.getByText('Show 2 more'));
  expect(within(goesWith).getAllByRole('listitem')).toHaveLength(5);
  await fireEvent.click(within(goesWith).getByText('See the 96 orders'));
  const sheet = await screen.findByTestId('products-orders-sheet');
  expect(sheet.textContent).toContain('96 orders with both');
  expect(await within(sheet).findAllByTestId('products-order-behind')).toHaveLength(25);
  await fireEvent.click(within(sheet).getByLabelText('Close'));
  const [other] = within(goesWith).getAllByTitle(/see the product$/u);
  const name = other?.textContent ?? '';
  await fireEvent.click(other as HTMLElement);
  await waitFor(() => expect(screen.getByTestId('products-product-name').textContent).toBe(name));
});

it('says why nothing is suggested', async () => {
  await open('few');
  await waitFor(() => expect(total()).toMatch(/products/u));
  await fireEvent.click((await rows())[0] as HTMLElement);
  const panel = await screen.findByTestId('products-product');
  await within(panel).findByText('Goes with');
  expect(panel.textContent).toContain('Too few orders to tell');
  expect(screen.queryByTestId('products-suggested-goesWith')).toBeNull();
});
