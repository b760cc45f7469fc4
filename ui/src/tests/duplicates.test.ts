import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeFake, type Fake, type Scene } from '$lib/backend/fake';
import Shell from '../shell/Shell.svelte';

// A busy machine may take its time over a screen's first load.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 30_000 });

let fake: Fake;

async function open(scene: Scene): Promise<void> {
  location.hash = '#/duplicates';
  fake = makeFake(scene, 0);
  render(Shell, { backend: fake });
  await screen.findByTestId('duplicates');
}

const pairs = () => screen.findAllByTestId('duplicates-pair');
const click = async (testid: string) => fireEvent.click((await screen.findAllByTestId(testid))[0] as HTMLElement);
const show = async (list: string) => {
  const lists = await screen.findByTestId('duplicates-lists');
  await fireEvent.click(lists.querySelector(`[data-value="${list}"]`) as HTMLElement);
};

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
  HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.open = false;
  };
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('likely duplicates', () => {
  it('say why two customers may be one, and what becomes of a no', async () => {
    await open('usual');
    const [first, second, , last] = await pairs();
    expect(within(first as HTMLElement).getByTestId('duplicates-why').textContent).toBe(
      'Both e-mails reach one mailbox, same name and address',
    );
    expect(within(first as HTMLElement).getByTestId('duplicates-no').textContent).toContain('the no holds for both');
    expect(within(second as HTMLElement).queryByTestId('duplicates-no')).toBeNull();
    expect((last as HTMLElement).textContent).toContain('a household');
  });

  it('are joined, go on to the next pair, and are parted by the undo of the message', async () => {
    await open('usual');
    await pairs();
    await click('duplicates-join');
    const toast = await screen.findByTestId('toast');
    expect(toast.textContent).toContain('Anna Lark is one person now');
    await waitFor(async () => expect(await pairs()).toHaveLength(3));
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Join jeroen@hotmail.com and jeroen@hotmial.com'));
    await click('toast-action');
    await waitFor(async () => expect(await pairs()).toHaveLength(4));
  });

  it('that were joined are listed and parted', async () => {
    await open('usual');
    await pairs();
    await click('duplicates-join');
    await show('joined');
    await waitFor(() => expect(screen.getByTestId('duplicates-why').textContent).toContain('Joined on'));
    await click('duplicates-part');
    expect((await screen.findByTestId('duplicates-none')).textContent).toContain('Nobody is joined');
  });

  it('that are two people stay two until they may be suggested again', async () => {
    await open('usual');
    await pairs();
    await click('duplicates-apart');
    await waitFor(async () => expect(await pairs()).toHaveLength(3));
    await show('apart');
    await click('duplicates-suggest');
    await screen.findByTestId('duplicates-none');
    await show('likely');
    await waitFor(async () => expect(await pairs()).toHaveLength(4));
  });

  it('come page by page', async () => {
    await open('many');
    expect(await pairs()).toHaveLength(25);
    await click('duplicates-later');
    await waitFor(async () => expect(await pairs()).toHaveLength(19));
    expect(screen.getByTestId('duplicates-later').hasAttribute('disabled')).toBe(true);
  });

  it('are none in an empty shop', async () => {
    await open('empty');
    expect((await screen.findByTestId('duplicates-none')).textContent).toContain('No likely duplicates');
  });

  it('say what went wrong, and let it be tried again', async () => {
    await open('error');
    expect(await screen.findByTestId('error-retry')).toBeDefined();
  });
});

describe('two customers who are not suggested', () => {
  it('are joined by name of both, and who is not there is said under the field', async () => {
    await open('usual');
    await click('duplicates-other');
    const type = async (testid: string, value: string) => fireEvent.input(await screen.findByTestId(testid), { target: { value } });
    await click('join-confirm');
    await fireEvent.submit(screen.getByTestId('join-dialog').querySelector('form') as HTMLFormElement);
    expect(screen.getAllByText('Name a customer.')).toHaveLength(2);
    await type('join-one', 'jeroen@hotmail.com');
    await type('join-two', 'nobody@example.com');
    await fireEvent.submit(screen.getByTestId('join-dialog').querySelector('form') as HTMLFormElement);
    await screen.findByText(/No customer has the e-mail, number or id “nobody@example.com”/u);
    expect(screen.getByTestId('join-two').getAttribute('aria-invalid')).toBe('true');
    await type('join-two', 'jeroen@hotmial.com');
    await fireEvent.submit(screen.getByTestId('join-dialog').querySelector('form') as HTMLFormElement);
    await screen.findByText('Jeroen Bakker is one person now');
    expect(screen.queryByTestId('join-dialog')).toBeNull();
  });
});

describe('after an import', () => {
  it('likely duplicates are said with the way to them', async () => {
    location.hash = '#/import';
    fake = makeFake('usual', 0);
    render(Shell, { backend: fake });
    await screen.findByTestId('import');
    fake.drop(['/downloads/orders_export_1.csv']);
    await fireEvent.click(await screen.findByTestId('import-apply'));
    expect((await screen.findByTestId('duplicates-hint')).textContent).toContain('4 pairs of customers may be one person');
    expect(screen.getByTestId('duplicates-look').getAttribute('href')).toBe('#/duplicates');
  });
});
