import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeFake, type Fake, type Scene } from '$lib/backend/fake';
import Shell from '../shell/Shell.svelte';

configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 30_000 });

// The Orders screen as a merchant goes through it: from a figure to the orders behind it.

let fake: Fake;

async function open(scene: Scene, page = 'orders'): Promise<void> {
  location.hash = `#/${page}`;
  fake = makeFake(scene, 0);
  render(Shell, { backend: fake });
  await screen.findByTestId('orders');
}

const click = async (testid: string) => fireEvent.click(await screen.findByTestId(testid));
const text = async (testid: string) => (await screen.findByTestId(testid)).textContent.replaceAll(/\s+/gu, ' ').trim();
const params = () => new URLSearchParams(location.hash.split('?')[1] ?? '');
const row = async (name: string) => {
  await screen.findByTestId('orders-table');
  return waitFor(() => {
    const found = screen.getAllByTestId('orders-table-row').find((one) => one.textContent?.includes(name));
    if (!found) throw new Error(`no row ${name}`);
    return found;
  });
};

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
  Element.prototype.scrollIntoView = vi.fn();
  HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.open = false;
  };
});

afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.unstubAllGlobals();
});

describe('the explorer', () => {
  it('says the equation, and lists the orders behind it', async () => {
    await open('usual');
    expect(await text('orders-aov')).toMatch(/^€\d/u);
    const orders = await text('orders-count');
    await waitFor(async () => expect(await text('orders-total')).toBe(`${orders} orders`));
  });

  it('asks for the list once, however late the figures come', async () => {
    location.hash = '#/orders';
    fake = makeFake('usual', 0);
    const explore = fake.explore.bind(fake);
    const list = vi.spyOn(fake, 'listOrders');
    fake.explore = async (input) => {
      await new Promise((done) => setTimeout(done, 300));
      return explore(input);
    };
    render(Shell, { backend: fake });
    await waitFor(async () => expect(await text('orders-total')).toMatch(/^\d.* orders$/u));
    expect(await text('orders-aov')).toMatch(/^€\d/u);
    expect(new Set(list.mock.calls.map(([input]) => JSON.stringify({ ...input, offset: 0 }))).size).toBe(1);
  });

  it('splits, filters by a row, and goes back with the address', async () => {
    await open('usual');
    const all = await text('orders-count');
    await fireEvent.click(within(await screen.findByTestId('orders-tabs')).getByRole('tab', { name: 'Product' }));
    await waitFor(() => expect(params().get('by')).toBe('product'));
    await fireEvent.click(await row('Linen throw'));
    await waitFor(() => expect(params().get('only')).toMatch(/^product:/u));
    await waitFor(async () => expect(await text('orders-only')).toContain('Only Linen throw, oat'));
    await waitFor(async () => expect(await text('orders-count')).not.toBe(all));
    const filtered = await text('orders-count');
    await waitFor(async () => expect(await text('orders-total')).toBe(`${filtered} orders`));
    expect((await row('Linen throw')).classList.contains('chosen')).toBe(true);
    history.back();
    await waitFor(async () => expect(await text('orders-count')).toBe(all));
    expect(screen.queryByTestId('orders-only')).toBeNull();
  });

  it('shows only what the files have, the rest behind “More”', async () => {
    await open('usual');
    const tabs = within(await screen.findByTestId('orders-tabs')).getAllByRole('tab').map((tab) => tab.textContent);
    expect(tabs).toEqual(['Channel', 'Product', 'Country', 'New and returning']);
    expect(screen.queryByTestId('orders-by-device')).toBeNull();
    await click('orders-by-weekday');
    await waitFor(() => expect(params().get('by')).toBe('weekday'));
    const names = await waitFor(() => {
      const rows = screen.getAllByTestId('orders-table-row').map((one) => one.querySelector('th')?.textContent?.trim());
      expect(rows).toContain('Monday');
      return rows;
    });
    expect(names).toHaveLength(7);
  });

  it('adds up what is not shown, and says when rows overlap', async () => {
    await open('usual', 'orders?by=country');
    await waitFor(() => expect(screen.getByTestId('orders-table').textContent).toMatch(/Other, \d+ countries/u));
    await fireEvent.click(within(screen.getByTestId('orders-tabs')).getByRole('tab', { name: 'Product' }));
    await screen.findByText(/An order can hold several products/u);
  });

  it('sorts by a column, and the other way', async () => {
    await open('usual');
    await click('orders-sort-aov');
    await waitFor(() => expect(params().get('sort')).toBe('aov'));
    await click('orders-sort-aov');
    await waitFor(() => expect(params().get('sort')).toBe('-aov'));
    expect(screen.getByTestId('orders-sort-aov').closest('th')?.getAttribute('aria-sort')).toBe('ascending');
  });

  it('lists the orders of a bar, by pointer and by keys', async () => {
    await open('usual');
    const bars = await screen.findByTestId('orders-sizes');
    await fireEvent.keyDown(bars, { key: 'Home' });
    for (let step = 0; step < 3; step += 1) await fireEvent.keyDown(bars, { key: 'ArrowRight' });
    await fireEvent.keyDown(bars, { key: 'Enter' });
    await waitFor(() => expect(params().get('goods')).toBe('1500-2000'));
    expect(await text('orders-chip-goods')).toBe('€15.00 to €19.99');
    await fireEvent.click(within(screen.getByTestId('orders-chip-goods')).getByRole('button'));
    await waitFor(() => expect(params().has('goods')).toBe(false));
  });

  it('lists who stopped short of a threshold that is typed in, and remembers it', async () => {
    await open('usual');
    const field = await screen.findByTestId<HTMLInputElement>('orders-threshold');
    await fireEvent.change(field, { target: { value: 'many' } });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    await fireEvent.change(field, { target: { value: '80' } });
    await waitFor(() => expect(localStorage.getItem('pannier.threshold:/shops/wren-and-willow.pannier')).toBe('8000'));
    await screen.findByText('Free shipping from €80');
    await click('orders-threshold-list');
    await waitFor(() => expect(params().get('goods')).toBe('7000-8000'));
  });

  it('adds a filter from a searched list', async () => {
    await open('usual');
    await screen.findByTestId('orders-table');
    await click('orders-add-filter');
    const search = await screen.findByTestId('orders-filter-search');
    await fireEvent.input(search, { target: { value: 'count' } });
    await fireEvent.keyDown(search, { key: 'Enter' });
    await waitFor(() => expect(screen.getAllByTestId('orders-filter-option').some((one) => one.textContent?.includes('Germany'))).toBe(true));
    await fireEvent.input(search, { target: { value: 'nether' } });
    await fireEvent.keyDown(search, { key: 'Enter' });
    await waitFor(() => expect(params().get('only')).toBe('country:NL'));
    expect(await text('orders-chip')).toBe('Netherlands');
  });

  it('steps through time with [ and ]', async () => {
    await open('usual', 'orders?month=2026-05-01');
    await screen.findByTestId('orders-table');
    await fireEvent.keyDown(document.body, { key: '[' });
    await waitFor(() => expect(params().get('month')).toBe('2026-04-01'));
    await fireEvent.keyDown(document.body, { key: ']' });
    await waitFor(() => expect(params().get('month')).toBe('2026-05-01'));
  });

  it('names a month and days, and what they are compared with', async () => {
    await open('usual');
    await click('orders-days');
    const first = await screen.findByTestId<HTMLInputElement>('orders-day-first');
    await fireEvent.input(first, { target: { value: '2026-06-31' } });
    expect(screen.getByTestId('orders-days-show').hasAttribute('disabled')).toBe(true);
    await fireEvent.input(first, { target: { value: '2026-06-10' } });
    await click('orders-days-show');
    await waitFor(() => expect(params().get('from')).toBe('2026-06-10'));
    await click('orders-days');
    await click('orders-compare-nothing');
    await waitFor(() => expect(params().get('compare')).toBe('none'));
    await waitFor(() => expect(screen.getByTestId('orders-change').textContent?.trim()).toBe(''));
  });

  it('says why there is nothing to see, and leads out of it', async () => {
    await open('usual', 'orders?from=2031-01-01&until=2031-02-01');
    expect(await text('orders-no-figures')).toContain('This time has not come yet');
    await click('orders-show-all');
    await waitFor(() => expect(params().get('period')).toBe('all'));
    await screen.findByTestId('orders-table');
  });

  it('keeps the figures of another currency apart', async () => {
    await open('usual');
    expect(await text('orders-currency')).toContain('never added to these');
    await fireEvent.click(within(screen.getByTestId('orders-currency')).getByRole('button'));
    await waitFor(() => expect(params().get('currency')).toBe('CHF'));
  });

  it('names an order that moves the average alone, and opens it', async () => {
    await open('usual');
    expect(await text('orders-outlier')).toContain('One order of €9,800.00 moves the average up by 7.0%: €55.10 without it.');
    await fireEvent.click(within(screen.getByTestId('orders-outlier')).getByRole('button'));
    await screen.findByTestId('orders-inspector');
  });

  it('saves tables and pictures where the merchant says', async () => {
    await open('usual');
    await screen.findByTestId('orders-table');
    await click('orders-export-table-xlsx');
    await screen.findByText('Saved as /downloads/breakdown.xlsx');
    await click('orders-export-series-png');
    await screen.findByText('Saved as /downloads/series.png');
    await click('orders-export-screen-pdf');
    await screen.findByText('Saved as /downloads/screen.pdf');
  });

  it('says why two chosen rows differ, in parts that add up', async () => {
    await open('usual', 'orders?period=all&by=customer');
    await screen.findByText('Choose a row, or two, to see why their averages differ.');
    await fireEvent.click(await row('New customers'));
    await screen.findByText('New customers and all others');
    await fireEvent.click(await row('Returning customers'));
    await screen.findByText('New customers and Returning customers');
    await click('orders-differ');
    const sheet = within(await screen.findByTestId('why-sheet'));
    await sheet.findByText('From New customers to Returning customers');
    expect((await sheet.findByTestId('why-verdict')).textContent).toMatch(/very likely between/u);
    expect(sheet.queryByTestId('why-by-group')).toBeNull();
  });

  it('says why the average is another one than before, and what each group did', async () => {
    await open('usual', 'orders?by=customer');
    await click('orders-why-open');
    const sheet = within(await screen.findByTestId('why-sheet'));
    const parts = await sheet.findAllByTestId('why-part');
    expect(parts.length).toBeGreaterThan(2);
    expect((await sheet.findByTestId('why-by-group')).textContent).toContain('New customers');
    const link = parts.map((part) => part.querySelector('a')).find((one) => one !== null);
    expect(link?.getAttribute('href')).toMatch(/only=product%3A%231/u);
  });

  it('marks where a price changed', async () => {
    await open('usual');
    await waitFor(() => expect(screen.getByTestId('orders').textContent).toMatch(/Linen throw, oat: €49\.00 to €52\.00 from (?:4 Jun|Jun 4)/u));
  });

  it('says how far short of a threshold an order ended', async () => {
    await open('usual', 'orders?goods=5500-6500');
    await screen.findByText('Short of €65');
    await waitFor(() => expect(screen.getAllByTestId('orders-short').length).toBeGreaterThan(3));
    for (const cell of screen.getAllByTestId('orders-short')) expect(cell.textContent).toMatch(/^€(?:\d\.\d\d|10\.00)$/u);
  });

  it('says so when orders are too few to tell', async () => {
    await open('few', 'orders?period=all&only=country:SE');
    await waitFor(() => expect(screen.getByTestId('orders-table').textContent).toContain('Too few orders to tell'));
  });
});

describe('another tool’s figure', () => {
  it('is explained step by step, each opening its orders', async () => {
    await open('usual', 'orders?period=all');
    await click('orders-formula-open');
    const field = await screen.findByTestId('formula-other-value');
    await fireEvent.input(field, { target: { value: 'lots' } });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    await fireEvent.input(field, { target: { value: '1' } });
    expect((await screen.findByTestId('formula-other-left')).textContent).toContain('left unexplained');
    const step = within(await screen.findByTestId('formula-other-steps')).getByTestId('formula-step-taxInPrices');
    expect(step.getAttribute('href')).toContain('about=taxInPrices');
  });
});
