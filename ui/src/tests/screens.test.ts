import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeFake, type Fake, type Scene } from '$lib/backend/fake';
import Shell from '../shell/Shell.svelte';

// A busy machine may take its time over a screen's first load.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 30_000 });

// The whole window on the stand-in for the program, as a merchant goes through it.

let fake: Fake;

async function open(scene: Scene, page: string): Promise<void> {
  location.hash = `#/${page}`;
  fake = makeFake(scene, 0);
  render(Shell, { backend: fake });
  await screen.findByTestId(page.split('?')[0] ?? page);
}

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
  HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLElement.prototype.showPopover = vi.fn();
  Element.prototype.scrollIntoView = vi.fn();
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.open = false;
  };
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('the sample shop', () => {
  it('says how far its making is, and can be stopped', async () => {
    location.hash = '#/home';
    fake = makeFake('empty', 40);
    render(Shell, { backend: fake });
    await click('first-sample');
    const bar = await screen.findByTestId('sample-progress');
    expect(bar.getAttribute('aria-label')).toBe('Making the sample shop');
    expect(screen.getByTestId('sidebar-task').textContent).toContain('Making the sample shop');
    await waitFor(() => expect(Number(screen.getByTestId('sample-progress').getAttribute('value'))).toBeGreaterThan(5));
    fake.drop(['/downloads/orders_export_1.csv']);
    await screen.findByText(/The sample shop is being made/u);
    location.hash = '#/home';
    await click('sample-stop');
    await screen.findByTestId('first-sample');
    expect(screen.queryByTestId('sidebar-task')).toBeNull();
    expect(screen.getByTestId('shop-name').textContent).toBe('Wren & Willow');
  });

  it('is open once it is made, from wherever it was asked for', async () => {
    await open('usual', 'settings');
    await click('settings-open-sample');
    await screen.findByTestId('job-stop');
    await waitFor(() => expect(screen.getByTestId('shop-name').textContent).toBe('Sample shop'));
    expect(screen.queryByTestId('sidebar-task')).toBeNull();
  });
});

describe('import', () => {
  it('goes from a drop to the average, and back by an undo', async () => {
    await open('usual', 'settings');
    fake.drop(['/downloads/orders_export_1.csv']);
    expect((await screen.findByTestId('import-count-new')).textContent).toContain('301');
    expect(screen.getByTestId('import-apply').textContent).toContain('Import 315 orders');
    await click('import-apply');
    expect((await screen.findByTestId('import-done-title')).textContent).toBe('301 new orders, 14 updated');
    await click('import-done-undo');
    const dialog = await screen.findByTestId('undo-dialog');
    expect(dialog.textContent).toContain('301 orders are removed');
    expect(within(dialog).getAllByRole('button', { hidden: true })[0]?.textContent).toContain('Keep the import');
    await click('undo-confirm');
    await screen.findByTestId('import-start');
    await waitFor(() => expect(screen.getAllByTestId('import-history-row')[0]?.textContent).toContain('Undone'));
  });

  it('is off until a question is answered', async () => {
    await open('question', 'import');
    await click('import-choose');
    expect((await screen.findByTestId('import-apply')).hasAttribute('disabled')).toBe(true);
    expect(screen.getByTestId('import-why').textContent).toContain('Answer the question');
    await click('import-answer-day-first');
    await waitFor(() => expect(screen.getByTestId('import-apply').hasAttribute('disabled')).toBe(false));
    expect(screen.queryByTestId('import-question-date-order')).toBeNull();
    expect(screen.getByTestId<HTMLSelectElement>('import-date-order').value).toBe('dayFirst');
  });

  it('names a file that is not used, and offers the others', async () => {
    await open('refused', 'import');
    await click('import-choose');
    const note = await screen.findByTestId('import-refused');
    expect(note.textContent).toContain('payouts_june.csv is not used.');
    expect(note.textContent).toContain('The other file is ready.');
    expect(screen.getByTestId('import-apply').hasAttribute('disabled')).toBe(false);
  });

  it('keeps the preview when the disk is full, with what to do', async () => {
    await open('full', 'import');
    await click('import-choose');
    await click('import-apply');
    expect((await screen.findByTestId('import-error')).textContent).toContain('The disk is full');
    expect(screen.getByTestId('import-try-again')).toBeDefined();
    expect(screen.getByTestId('import-count-new').textContent).toContain('301');
  });

  it('offers an empty shop to count in the currency of the files', async () => {
    await open('dollars', 'import');
    await click('import-choose');
    await click('import-use-currency');
    await waitFor(() => expect(screen.queryByTestId('import-currency')).toBeNull());
    expect(screen.getByTestId('import-sentence').textContent).toContain('USD');
  });

  it('reads an unknown file by what is said of its columns', async () => {
    await open('unknown', 'import');
    await click('import-choose');
    await click('import-say-columns');
    const use = await screen.findByTestId('mapping-use');
    expect(use.hasAttribute('disabled')).toBe(true);
    await waitFor(() => expect(screen.getByTestId('mapping-says').textContent).toContain('the date of the order'));
    const column = screen.getAllByTestId('mapping-column').find((row) => row.textContent?.includes('Sold on')) as HTMLElement;
    const means = within(column).getByTestId('mapping-means');
    await fireEvent.keyDown(means, { key: 'd' });
    const search = await screen.findByTestId<HTMLInputElement>('picker-search');
    expect(search.value).toBe('d');
    await fireEvent.input(search, { target: { value: 'date and time' } });
    await fireEvent.keyDown(search, { key: 'Enter' });
    await waitFor(() => expect(means.textContent).toContain('Date and time of the order'));
    expect(document.activeElement).toBe(means);
    const dates = await screen.findByTestId('mapping-date-order');
    await fireEvent.change(dates, { target: { value: 'dayFirst' } });
    await waitFor(() => expect(screen.getByTestId('mapping-says').textContent).toContain('171 orders come out'));
    expect(screen.getByTestId<HTMLInputElement>('mapping-name').value).toBe('market_stall_2026');
    await click('mapping-use');
    expect((await screen.findByTestId('import-columns')).textContent).toContain('kept as “market_stall_2026”');
    await click('import-apply');
    const dialog = await screen.findByTestId('doubt-dialog');
    expect(dialog.textContent).toContain('43 rows were not understood');
    await click('doubt-back');
    expect(screen.queryByTestId('doubt-dialog')).toBeNull();
    await click('import-apply');
    await click('doubt-import');
    expect(await screen.findByTestId('import-done')).toBeDefined();
  });

  it('asks once about the columns of a platform that nobody has seen', async () => {
    await open('ebay', 'import');
    await click('import-choose');
    expect((await screen.findByTestId('import-question-columns')).textContent).toContain('Pannier has not yet seen a file of eBay.');
    expect(screen.getByTestId('import-why').textContent).toBe('Check the columns first');
    await click('import-check-columns');
    expect((await screen.findAllByTestId('mapping-column')).length).toBe(7);
    await waitFor(() => expect(screen.getByTestId('mapping-use').hasAttribute('disabled')).toBe(false));
    await click('mapping-use');
    await waitFor(() => expect(screen.getByTestId('import-apply').textContent).toContain('Import 96 orders'));
  });

  it('names every kind of file as people do', async () => {
    await open('kinds', 'import');
    await click('import-choose');
    const tiles = (await screen.findAllByTestId('import-file')).map((tile) => tile.querySelector('strong')?.textContent);
    expect(tiles).toEqual(['Shopify orders', 'Etsy orders', 'WooCommerce products', 'Shopify abandoned carts', 'Stripe payments', 'Mailchimp address list', 'Page views and carts']);
    await fireEvent.click(screen.getAllByTestId('import-file')[2] as HTMLElement);
    await waitFor(() => expect(screen.getByTestId('import-holds').textContent).toContain('212 products in this file: 209 new, 2 updated, 1 unchanged.'));
  });

  it('offers customers where the files hold only customers', async () => {
    await open('customers', 'import');
    await click('import-choose');
    expect((await screen.findByTestId('import-apply')).textContent).toContain('Import 1,511 customers');
    expect(screen.getByTestId('import-rejected').textContent).toContain('Every row was understood');
  });
});

describe('orders', () => {
  it('opens an order beside the list, with a sum that adds up', async () => {
    await open('few', 'orders?period=all');
    await waitFor(() => expect(screen.getAllByTestId('orders-list-row')[0]?.textContent).toContain('#'));
    await fireEvent.click(screen.getAllByTestId('orders-list-row')[0] as HTMLElement);
    expect((await screen.findByTestId('orders-sum')).textContent).toContain('Charged');
    await click('orders-inspector-close');
    await waitFor(() => expect(screen.queryByTestId('orders-inspector')).toBeNull());
  });

  it('says so when no order matches, and where it looked', async () => {
    await open('few', 'orders?period=all&search=zzz');
    expect((await screen.findByTestId('orders-nothing')).textContent).toContain('No order matches “zzz”');
  });

  it('offers to import in an empty shop', async () => {
    await open('empty', 'orders');
    expect((await screen.findByTestId('orders-none')).textContent).toContain('No orders yet');
  });

  it('says what went wrong, and lets it be tried again', async () => {
    await open('error', 'orders');
    expect(await screen.findByTestId('error-retry')).toBeDefined();
  });
});

describe('settings', () => {
  it('keep what was typed when it is refused, and say why under the field', async () => {
    await open('usual', 'settings');
    const name = await screen.findByTestId<HTMLInputElement>('settings-name');
    expect(screen.getByTestId('settings-save').hasAttribute('disabled')).toBe(true);
    await fireEvent.input(name, { target: { value: ' ' } });
    await click('settings-save');
    await screen.findByText('A shop needs a name.');
    expect(name.getAttribute('aria-invalid')).toBe('true');
    await fireEvent.input(name, { target: { value: 'Wren' } });
    await click('settings-save');
    await waitFor(() => expect(screen.getByTestId('shop-switch').textContent).toContain('Wren'));
    expect(screen.getByTestId('settings-save').hasAttribute('disabled')).toBe(true);
  });

  it('ask before a backup takes the place of the shop file', async () => {
    await open('usual', 'settings');
    const restore = (await screen.findAllByTestId('settings-restore'))[0];
    await fireEvent.click(restore as HTMLElement);
    const dialog = await screen.findByTestId('restore-dialog');
    expect(dialog.textContent).toContain('Everything is as it was on');
    await click('restore-confirm');
    await screen.findByText('The copy is in place');
  });
});

describe('kept columns', () => {
  it('are forgotten after a question', async () => {
    await open('usual', 'settings');
    await fireEvent.click((await screen.findAllByTestId('settings-columns-delete'))[0] as HTMLElement);
    const dialog = await screen.findByTestId('forget-dialog');
    expect(dialog.textContent).toContain('Delete “Market stall”?');
    await click('forget-confirm');
    await waitFor(() => expect(screen.getAllByTestId('settings-columns-row').length).toBe(1));
  });

  it('come from a file, and go into one', async () => {
    await open('empty', 'settings');
    await screen.findByText('Nothing kept yet');
    await click('settings-columns-add');
    expect((await screen.findByTestId('settings-columns-row')).textContent).toContain('Sister shop');
    await click('settings-columns-save');
    await screen.findByText('Saved as /downloads/Sister shop.toml');
  });
});

describe('keys', () => {
  it('press the main action of the screen', async () => {
    await open('usual', 'import');
    await fireEvent.keyDown(document.body, { key: 'Enter', ctrlKey: true });
    await screen.findByTestId('import-foot');
    await fireEvent.keyDown(document.body, { key: 'Enter', ctrlKey: true });
    expect(await screen.findByTestId('import-done')).toBeDefined();
  });
});
