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
  HTMLElement.prototype.hidePopover = vi.fn();
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
  expect((await screen.findByTestId('products-pictures-failed')).textContent).toContain('there is no picture at this address');
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
  const sheet = await screen.findByTestId('suggestions-behind');
  expect(sheet.textContent).toContain('96 orders with both');
  expect(await within(sheet).findAllByTestId('suggestions-order')).toHaveLength(25);
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

it('says of suggestions how well they do, how they are made, and what has none', async () => {
  await open('usual', 'products?view=suggestions');
  expect((await screen.findByTestId('suggestions-verdict')).textContent).toContain('Better than showing what is most popular');
  expect(screen.getByTestId('suggestions-verdict').textContent).toContain('Very likely between +10.3 and +15.3 in 100');
  expect(screen.getByTestId('suggestions-extra').textContent).toBe('about +0.06');
  const tasks = screen.getAllByTestId('suggestions-task');
  expect(tasks).toHaveLength(5);
  expect(tasks[2]?.textContent).toContain('By the same orders, the same people, and kind of thing');
  expect(tasks[4]?.textContent).toContain('Too few to tell');
  expect(screen.getByTestId('suggestions-chosen').textContent).toContain('was chosen by what would have foretold');
  const without = screen.getByTestId('suggestions-without');
  expect(without.textContent).toContain('Too few orders to tell: 0 with this product');
  await fireEvent.click(within(without).getByTitle('Advent wreath: see the product'));
  expect((await screen.findByTestId('products-product-name')).textContent).toBe('Advent wreath');
});

it('says that too few orders tell nothing, also of suggestions', async () => {
  await open('few', 'products?view=suggestions');
  expect((await screen.findByTestId('suggestions-verdict-words')).textContent).toBe('Too few orders to tell');
  expect(screen.queryByTestId('suggestions-proof')).toBeNull();
  expect(screen.getByTestId('suggestions-chosen').textContent).toContain('as does well in most shops');
  cleanup();
  await open('empty', 'products?view=suggestions');
  expect((await screen.findByTestId('suggestions-none')).textContent).toContain('Import orders');
});

const sentence = (at: number) => (screen.getAllByTestId('rules-rule')[at]?.querySelector('select') as HTMLSelectElement).value;
const which = (at: number) => (within(screen.getAllByTestId('rules-rule')[at] as HTMLElement).getByTestId('rules-which') as HTMLSelectElement).value;

it('edits rules as sentences, moves them by the keys, and brings a removed one back', async () => {
  await open('usual', 'products?view=suggestions');
  await waitFor(() => expect(screen.getAllByTestId('rules-rule')).toHaveLength(3));
  await click('rules-add');
  await click('rules-add-neverCategory');
  await waitFor(() => expect(screen.getAllByTestId('rules-rule')).toHaveLength(4));
  expect(screen.getByTestId('rules-unfinished')).toBeTruthy();
  screen.getByTestId('rules-category').focus();
  await fireEvent.input(screen.getByTestId('rules-category'), { target: { value: 'cand' } });
  await waitFor(() => expect(screen.getByTestId('rules-picks').textContent).toContain('Candles'));
  await fireEvent.keyDown(screen.getByTestId('rules-category'), { key: 'Enter' });
  await waitFor(() => expect((screen.getByTestId('rules-category') as HTMLInputElement).value).toBe('Candles'));
  expect(screen.queryByTestId('rules-unfinished')).toBeNull();
  const last = screen.getAllByTestId('rules-rule')[3] as HTMLElement;
  await fireEvent.keyDown(within(last).getByTestId('rules-then'), { key: 'ArrowUp', altKey: true });
  await waitFor(() => expect(which(2)).toBe('category'));
  await fireEvent.click(within(screen.getAllByTestId('rules-rule')[2] as HTMLElement).getByTestId('rules-up'));
  await waitFor(() => expect(which(1)).toBe('category'));
  await fireEvent.click(within(screen.getAllByTestId('rules-rule')[1] as HTMLElement).getByTestId('rules-remove'));
  await waitFor(() => expect(screen.getAllByTestId('rules-rule')).toHaveLength(3));
  await fireEvent.click(screen.getByText('Undo'));
  await waitFor(() => expect(which(1)).toBe('category'));
  expect(sentence(1)).toBe('never');
});

it('names the products of a rule, and takes them out again', async () => {
  await open('usual', 'products?view=suggestions');
  await waitFor(() => expect(screen.getAllByTestId('rules-rule')).toHaveLength(3));
  await click('rules-add');
  await click('rules-add-alwaysWith');
  await waitFor(() => expect(screen.getAllByTestId('rules-product')).toHaveLength(2));
  for (const at of [0, 1]) {
    const field = screen.getAllByTestId('rules-product')[at] as HTMLElement;
    field.focus();
    await fireEvent.input(field, { target: { value: 'linen' } });
    await waitFor(() => expect(screen.getByTestId('rules-picks').textContent?.trim()).toBe('Linen throw, oat'));
    await fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(screen.getAllByTitle('Take Linen throw, oat out of the rule')).toHaveLength(at + 1));
  }
  await waitFor(() => expect(screen.queryByTestId('rules-unfinished')).toBeNull());
  await fireEvent.click(screen.getAllByTitle('Take Linen throw, oat out of the rule')[1] as HTMLElement);
  await waitFor(() => expect(screen.getByTestId('rules-unfinished')).toBeTruthy());
});

it('hands suggestions over to Shopify with one product to try first', async () => {
  await open('usual', 'products?view=suggestions');
  await click('suggestions-hand-over');
  const dialog = await screen.findByTestId('suggestions-file');
  expect((await within(dialog).findByTestId('suggestions-file-trial')).textContent).toContain('Try it with one product: ');
  await waitFor(() => expect(within(dialog).getByTestId('suggestions-file-holds').textContent).toBe('1 product with suggestions will be in the file'));
  await click('suggestions-file-write');
  await screen.findByText(/1 product with suggestions are in|1 product with suggestions/u);
  await click('suggestions-file-tried');
  await waitFor(() => expect(within(dialog).getByTestId('suggestions-file-holds').textContent).toBe('8 products with suggestions will be in the file'));
  expect(within(dialog).getByTestId('suggestions-file-steps').textContent).toContain('matching handles');
  await fireEvent.change(within(dialog).getByTestId('suggestions-file-to'), { target: { value: 'magento' } });
  expect((await within(dialog).findByTestId('suggestions-file-problem')).textContent).toContain('No product here comes from');
  await fireEvent.change(within(dialog).getByTestId('suggestions-file-to'), { target: { value: 'shopify' } });
  await waitFor(() => expect(within(dialog).queryByTestId('suggestions-file-problem')).toBeNull());
  await waitFor(() => expect((within(dialog).getByTestId('suggestions-file-write') as HTMLButtonElement).disabled).toBe(false));
  await click('suggestions-file-write');
  await waitFor(() => expect(screen.queryByTestId('suggestions-file')).toBeNull());
});

it('says how far it is with the orders, can be stopped, and goes on', async () => {
  await open('slow', 'products?view=suggestions', 5);
  const job = await screen.findByTestId('sidebar-learning');
  expect(job.textContent).toContain('Learning from your orders');
  await fireEvent.click(within(job).getByTestId('job-stop'));
  expect((await screen.findByTestId('suggestions-stopped')).textContent).toContain('Stopped before');
  expect(screen.queryByTestId('sidebar-learning')).toBeNull();
  await click('suggestions-go-on');
  expect(await screen.findByTestId('suggestions-verdict')).toBeTruthy();
  await waitFor(() => expect(screen.queryByTestId('sidebar-learning')).toBeNull());
});
