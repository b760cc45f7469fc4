import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeFake, type Fake, type Scene } from '$lib/backend/fake';
import Shell from '../shell/Shell.svelte';

// A busy machine may take its time over a screen's first load.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 30_000 });

let fake: Fake;

async function open(scene: Scene, page: string): Promise<void> {
  location.hash = `#/${page}`;
  fake = makeFake(scene, 0);
  render(Shell, { backend: fake });
  await screen.findByTestId(page.split('?')[0] ?? page);
}

const click = async (testid: string) => fireEvent.click(await screen.findByTestId(testid));

async function type(testid: string, text: string): Promise<void> {
  const field = await screen.findByTestId(testid);
  await fireEvent.focus(field);
  await fireEvent.input(field, { target: { value: text } });
  await fireEvent.blur(field);
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

describe('home', () => {
  it('ranks what could be done, one of it first, and shows all when asked', async () => {
    await open('usual', 'home');
    const rows = await screen.findAllByTestId('home-opportunity');
    expect(rows).toHaveLength(5);
    expect(rows[0]?.textContent).toContain('142 good customers have gone quiet');
    expect(screen.getAllByTestId('home-opportunity-open').filter((button) => button.classList.contains('primary'))).toHaveLength(1);
    await click('home-next-all');
    expect((await screen.findAllByTestId('home-opportunity')).at(-1)?.textContent).toContain('No amount');
  });

  it('leads to the people behind a suggestion, and says how it was estimated', async () => {
    await open('usual', 'home');
    await fireEvent.click((await screen.findAllByTestId('home-opportunity-open'))[0] as HTMLElement);
    const people = await screen.findByTestId('people-sheet');
    expect(await within(people).findAllByTestId('people-row')).toHaveLength(6);
    expect(people.textContent).toContain('Said no to e-mail');
    cleanup();
    await open('usual', 'home');
    await click('home-estimate-open');
    const sheet = await screen.findByTestId('estimate-sheet');
    expect(sheet.textContent).toContain('our assumption');
    expect(sheet.textContent).toContain('from your orders');
  });

  it('explains the change in parts that lead from one month to the other', async () => {
    await open('usual', 'home');
    const parts = await screen.findAllByTestId('home-why-part');
    expect(parts[0]?.getAttribute('data-kind')).toBe('unitsPerOrder');
    expect(screen.getByTestId('home-why-orders').getAttribute('href')).toContain('#/orders?month=2026-06-01');
  });

  it('keeps a goal, and takes it back', async () => {
    await open('few', 'home');
    await click('home-goal-open');
    await fireEvent.input(await screen.findByTestId('goal-field'), { target: { value: 'sixty' } });
    await click('goal-keep');
    expect((await screen.findByTestId('goal-dialog')).textContent).toContain('Write an amount above zero');
    await fireEvent.input(screen.getByTestId('goal-field'), { target: { value: '65.50' } });
    await click('goal-keep');
    expect((await screen.findByTestId('home-goal-title')).textContent).toContain('€65.50');
    await fireEvent.click(await screen.findByText('Undo'));
    await waitFor(() => expect(screen.queryByTestId('home-goal-title')).toBeNull());
  });

  it('tells of a week out of the ordinary until it is put away, and is silent otherwise', async () => {
    await open('falling', 'home');
    expect((await screen.findByTestId('home-notice')).textContent).toContain('unusually high: €71.20');
    await click('home-notice-dismiss');
    await waitFor(() => expect(screen.queryByTestId('home-notice')).toBeNull());
    cleanup();
    await open('usual', 'home');
    await screen.findAllByTestId('home-opportunity');
    expect(screen.queryByTestId('home-notice')).toBeNull();
  });

  it('says that it takes more orders where there are few', async () => {
    await open('few', 'home');
    expect((await screen.findByTestId('home-next-none')).textContent).toContain('Too few orders');
    expect((await screen.findByTestId('home-why-few')).textContent).toContain('about 30');
  });
});

describe('products that are sold together', () => {
  it('opens a set with its orders', async () => {
    await open('usual', 'products?view=together');
    const [first] = await screen.findAllByTestId('products-set');
    expect(first?.textContent).toContain('In 96 of 431 orders with Linen throw, oat');
    await fireEvent.click(within(first as HTMLElement).getByRole('button'));
    const sheet = await screen.findByTestId('set-sheet');
    expect(await within(sheet).findAllByTestId('set-order')).toHaveLength(25);
    await waitFor(() => expect(sheet.textContent).toContain('Sold as a set for €69.90'));
  });

  it.each([
    ['few', 'products-nothing', 'Too few orders to tell'],
    ['empty', 'products-nothing', 'Import an orders file'],
    ['error', 'error-note', 'Another program'],
  ] as const)('says why nothing is shown: %s', async (scene, testid, words) => {
    await open(scene, 'products?view=together');
    expect((await screen.findByTestId(testid)).textContent).toContain(words);
  });
});

describe('returning', () => {
  it('shows who comes back by any measure, and whether the second order is larger', async () => {
    await open('usual', 'returning');
    expect((await screen.findByTestId('returning-second')).textContent).toContain('the second is larger');
    expect(screen.getAllByTestId('returning-row')).toHaveLength(12);
    const tab = within(screen.getByTestId('returning-measure')).getByText('Average order');
    await fireEvent.click(tab);
    await waitFor(() => expect(screen.getAllByTestId('returning-cell')[0]?.textContent).toContain('€58'));
    await fireEvent.change(screen.getByTestId('returning-by'), { target: { value: 'firstCode' } });
    await waitFor(() => expect(screen.getAllByTestId('returning-row')[0]?.textContent).toContain('Without a code'));
  });

  it.each([
    ['few', 'returning-second', 'Too few to tell: 2 customers have ordered twice'],
    ['empty', 'returning-none', 'No customers yet'],
    ['error', 'error-note', 'Another program'],
  ] as const)('says what it cannot: %s', async (scene, testid, words) => {
    await open(scene, 'returning');
    expect((await screen.findByTestId(testid)).textContent).toContain(words);
  });
});

describe('what if', () => {
  it('follows an assumption that is moved, and goes back to what was found', async () => {
    await open('usual', 'whatif');
    const revenue = async () => (await screen.findAllByTestId('whatif-row'))[1]?.textContent;
    const before = await revenue();
    await type('whatif-topsUp', '40');
    await waitFor(async () => expect(await revenue()).not.toBe(before));
    expect(screen.getByTestId('whatif-topsUp-from').textContent).toBe('yours');
    expect(location.hash).toContain('topsUp=0.4');
    await click('whatif-back');
    await waitFor(async () => expect(await revenue()).toBe(before));
  });

  it('does not take what is no share', async () => {
    await open('usual', 'whatif');
    await type('whatif-topsUp', 'most');
    expect((await screen.findByRole('alert')).textContent).toContain('a share from 0 to 100');
    expect(location.hash).not.toContain('topsUp');
  });

  it('looks at another threshold from the table, and at points and gifts', async () => {
    await open('usual', 'whatif');
    const row = (await screen.findAllByTestId('whatif-candidate')).at(-1) as HTMLElement;
    await fireEvent.click(within(row).getByRole('button'));
    await waitFor(() => expect(location.hash).toContain('from=8000'));
    await fireEvent.click(within(screen.getByTestId('whatif-reward')).getByText('A gift'));
    await screen.findByTestId('whatif-giftCost');
  });

  it('says that doing nothing is best, and that few orders tell nothing', async () => {
    await open('usual', 'whatif');
    const verdict = await screen.findByTestId('whatif-verdict');
    expect(verdict.dataset['best']).toBe('');
    expect(verdict.textContent).toContain('Best to leave it as it is');
    cleanup();
    await open('falling', 'whatif');
    expect((await screen.findByTestId('whatif-verdict')).textContent).toContain('Too few orders to tell');
    expect(screen.getByTestId('whatif-candidates').textContent).toContain('No candidates');
  });
});
