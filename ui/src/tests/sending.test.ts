import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeFake, type Fake, type Scene } from '$lib/backend/fake';
import Shell from '../shell/Shell.svelte';

// A busy machine may take its time over a screen's first load.
configure({ asyncUtilTimeout: 30_000 });
vi.setConfig({ testTimeout: 90_000 });

let fake: Fake;

async function open(scene: Scene, address = 'campaigns?view=messages', ready = true): Promise<void> {
  location.hash = `#/${address}`;
  fake = makeFake(scene, 0);
  if (ready) await account();
  render(Shell, { backend: fake });
  await screen.findByTestId(address.split('?')[0] ?? address);
}

/** An account that can be used, and whom mail is from. */
async function account(): Promise<void> {
  await fake.setMailIdentity({ name: 'Wren & Willow', postalAddress: 'Lindenweg 4, Hamburg', shopPage: '' });
  const { preset } = await fake.findMailAccount('hello@example.com');
  await fake.saveMailAccount({ id: null, settings: preset.settings, secret: 'word' });
}

const click = async (testid: string) => fireEvent.click(await screen.findByTestId(testid));
const write = async (testid: string, value: string) => fireEvent.input(await screen.findByTestId(testid), { target: { value } });
const reads = async (testid: string, text: string) => waitFor(() => expect(screen.getByTestId(testid).textContent.replaceAll('\u00A0', ' ')).toContain(text));
const button = (testid: string) => screen.getByTestId<HTMLButtonElement>(testid);

/** Writes a message and sends it. */
async function send(): Promise<void> {
  await click('sending-first');
  await write('sending-subject', 'Hello {{ first_name }}');
  await write('sending-text', 'Three things.');
  await waitFor(() => expect(button('sending-send').disabled).toBe(false));
  await click('sending-send');
  await click('sending-send-do');
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
  vi.unstubAllGlobals();
});

it('asks for orders, then for an account, before anything can be written', async () => {
  await open('empty', 'campaigns?view=messages', false);
  await reads('sending-empty', 'There is nobody to write to yet');
  cleanup();
  await open('usual', 'campaigns?view=messages', false);
  await reads('sending-none', 'First say which mail address messages go out from');
  await click('sending-set-up');
  await screen.findByTestId('settings-mail');
});

it('says what is wrong, and that it can be tried again', async () => {
  location.hash = '#/campaigns?view=messages';
  fake = makeFake('error', 0);
  render(Shell, { backend: fake });
  await screen.findAllByTestId('error-note');
});

it('shows while a message is written who gets it, why others do not, and how it reads', async () => {
  await open('usual');
  await click('sending-first');
  await reads('sending-gets', '8');
  await reads('sending-held', 'about 1');
  await reads('sending-left-out', 'They said no2');
  await reads('sending-problem', 'Write a subject');
  expect(button('sending-send').disabled).toBe(true);
  await write('sending-subject', 'Hello {{ first_name }}');
  await write('sending-text', 'A {{ colour }} throw');
  await screen.findByText('“colour” in the text stands for nothing');
  await write('sending-text', 'A throw for {{ first_name }}');
  await reads('sending-preview', 'A throw for Marlene');
  await reads('sending-preview', 'Lindenweg 4');
  await reads('sending-send', 'Send to 8 people');
  await reads('sending-lasts', 'about 3 minutes');
  await reads('sending-kept', 'Saved');
  expect(location.hash, 'it is kept by itself').toContain('id=1');
});

it('begins with the segment that another page asks for', async () => {
  await open('usual', 'campaigns?new=1&segment=1');
  const { segments } = await fake.listSegments();
  const name = segments.find(({ id }) => id === 1)?.name ?? '';
  expect(name).not.toBe('');
  await reads('sending-segment', name);
});

it('puts words that differ where the cursor is', async () => {
  await open('usual');
  await click('sending-first');
  const subject = await screen.findByTestId<HTMLInputElement>('sending-subject');
  await write('sending-subject', 'Hello ');
  await fireEvent.focus(subject);
  subject.setSelectionRange(6, 6);
  await click('sending-insert');
  await click('sending-insert-first_name');
  await waitFor(() => expect(subject.value).toBe('Hello {{ first_name or "friend" }}'));
});

it('sends after asking, tells of each person, and lets the failed be tried again', async () => {
  await open('usual');
  await click('sending-first');
  await write('sending-subject', 'Hello');
  await write('sending-text', 'Three things.');
  await waitFor(() => expect(button('sending-send').disabled).toBe(false));
  await click('sending-send');
  await screen.findByText('Send to about 8 people?');
  await screen.findByText('About 8 people get it, once, from hello@example.com');
  await click('sending-send-do');
  await reads('sending-status', 'Going out');
  await screen.findByTestId('sidebar-sending');
  await reads('sending-status', 'Finished');
  await screen.findByText(/went out to 6 people/u);
  await reads('sending-state-failed', '1');
  await click('sending-state-failed');
  await reads('sending-total', '1 person');
  const list = screen.getByTestId('sending-people');
  await fireEvent.keyDown(list, { key: 'ArrowDown' });
  await fireEvent.keyDown(list, { key: 'Enter' });
  await reads('sending-said', '554 5.7.1 Not taken from here');
  await click('sending-person-close');
  await click('sending-all');
  await click('sending-retry');
  await waitFor(() => expect(screen.queryByTestId('sending-state-failed')).toBeNull());
});

it('leaves it to the merchant what becomes of a message that perhaps arrived', async () => {
  await open('usual');
  await send();
  await reads('sending-status', 'Finished');
  await click('sending-state-uncertain');
  await reads('sending-total', '1 person');
  const list = screen.getByTestId('sending-people');
  await fireEvent.keyDown(list, { key: 'ArrowDown' });
  await fireEvent.keyDown(list, { key: 'Enter' });
  await screen.findByText('Nobody can tell whether it arrived.');
  await click('sending-arrived');
  await waitFor(() => expect(screen.queryByTestId('sending-state-uncertain')).toBeNull());
});

it('pauses, goes on, and stops after asking', async () => {
  await open('usual');
  await send();
  await click('sending-pause');
  await reads('sending-status', 'Paused');
  await reads('sending-paused', 'You paused it');
  await click('sending-resume');
  await reads('sending-status', 'Going out');
  await click('sending-stop');
  await screen.findByText('It cannot be started again.');
  await click('sending-stop-do');
  await reads('sending-status', 'Stopped');
  await click('sending-copy');
  await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('sending-name').value).toMatch(/\(copy\)$/u));
});

it('says in words what a message waits for', async () => {
  await open('few');
  await send();
  await reads('sending-waits', 'It is night where they are. It goes on at');
  await reads('sending-status', 'Waiting');
  await reads('sidebar-sending', 'A message waits');
});

it('asks for the password once where no keychain keeps it', async () => {
  await open('usual', 'campaigns?view=messages', false);
  await fake.setMailIdentity({ name: 'Wren & Willow', postalAddress: 'Lindenweg 4, Hamburg', shopPage: '' });
  const { preset } = await fake.findMailAccount('hello@example.com');
  await fake.saveMailAccount({ id: null, settings: preset.settings, secret: null });
  await click('sending-first');
  await write('sending-subject', 'Hello');
  await write('sending-text', 'Three things.');
  await waitFor(() => expect(button('sending-send').disabled).toBe(false));
  await click('sending-send');
  await waitFor(() => expect(button('sending-send-do').disabled).toBe(true));
  await write('sending-password', 'word');
  await click('sending-send-do');
  await reads('sending-status', 'Going out');
});

it('keeps the list of those who are never written to, with a way back', async () => {
  await open('usual', 'campaigns?view=no');
  await reads('never-total', '2 addresses');
  await click('never-add');
  await write('never-address', 'nobody');
  await click('never-add-do');
  await screen.findByText('An address has an @ in it.');
  await write('never-address', 'person@example.com');
  await click('never-add-do');
  await reads('never-total', '3 addresses');
  await fireEvent.click(screen.getByLabelText('Take person@example.com off the list'));
  await reads('never-total', '2 addresses');
  await click('toast-action');
  await reads('never-total', '3 addresses');
  expect(screen.queryByLabelText('Take no@example.com off the list'), 'only the reader can').toBeNull();
  await click('never-import');
  await screen.findByText('12 addresses are new on the list');
  await screen.findByText('1 line holds no address');
});

it('reads the inbox when asked, and tells what came of it', async () => {
  await open('usual', 'campaigns?view=back');
  await reads('back-none', 'Nothing came back yet');
  await click('back-poll');
  await screen.findByText('2 mails looked at, 1 returned, and 1 wants no more.');
  await reads('back-list', 'Nothing is sent to this address any more.');
  await reads('back-list', '550 5.1.1 No such user');
});

it('finds an account from its address, keeps no password in the window, and tries it', async () => {
  await open('usual', 'settings', false);
  await write('mail-identity-name', 'Wren & Willow');
  await click('mail-identity-save');
  await screen.findByText('Say where the shop can be written to by post.');
  await write('mail-identity-postal', 'Lindenweg 4\nHamburg');
  await write('mail-identity-page', 'nowhere at all');
  await click('mail-identity-save');
  await screen.findByText('Write the address of your shop as a browser shows it.');
  await write('mail-identity-page', 'wren.example');
  await click('mail-identity-save');
  await screen.findByText('Saved');
  await click('mail-add');
  await write('mail-wizard-address', 'hello');
  await click('mail-wizard-find');
  await screen.findByText('An address has an @ in it.');
  await write('mail-wizard-address', 'hello@example.com');
  await click('mail-wizard-find');
  await reads('mail-wizard-found', 'Gmail.');
  await reads('mail-wizard-found', 'app password');
  expect(button('mail-wizard-keep').disabled).toBe(true);
  const secret = screen.getByTestId<HTMLInputElement>('mail-wizard-secret');
  expect(secret.type).toBe('password');
  await write('mail-wizard-secret', 'word word');
  await click('mail-wizard-keep');
  await reads('mail-wizard-tested', 'The account works.');
  await reads('mail-wizard-note', 'The password is kept for as long as Pannier runs');
  expect(document.body.innerHTML).not.toContain('word word');
  await click('mail-wizard-done');
  await reads('mail-account', 'hello@example.com');
  await reads('mail-used', '120 of 450 messages');
});

it('asks for the region of a provider that has several, and opens what a server of one’s own needs', async () => {
  await open('usual', 'settings', false);
  await click('mail-add');
  await write('mail-wizard-address', 'hello@example.com');
  await click('mail-wizard-find');
  await fireEvent.change(await screen.findByTestId('mail-wizard-provider'), { target: { value: 'ses' } });
  await write('mail-wizard-secret', 'key');
  expect(button('mail-wizard-keep').disabled, 'no region yet').toBe(true);
  await write('mail-wizard-region', 'eu-central-1');
  const save = vi.spyOn(fake, 'saveMailAccount');
  await click('mail-wizard-keep');
  await screen.findByTestId('mail-wizard-tested');
  expect(save.mock.calls[0]?.[0].settings.host).toBe('email-smtp.eu-central-1.amazonaws.com');
});

it('tells what a domain says of mail, and what it should say', async () => {
  await open('usual', 'settings');
  await click('mail-more');
  await click('mail-domain');
  await reads('mail-domain-spf', 'In place');
  await reads('mail-domain-dmarc', 'v=DMARC1; p=none');
});

it('changes an account, and removes it after asking', async () => {
  await open('usual', 'settings');
  await click('mail-more');
  await click('mail-change');
  await write('mail-perDay', '80 a day');
  await click('mail-change-save');
  await reads('mail-used', '120 of 30 messages');
  await click('mail-more');
  await click('mail-remove');
  await click('mail-remove-do');
  await waitFor(() => expect(screen.queryByTestId('mail-account')).toBeNull());
});

it('tries an account again with another reader', async () => {
  await open('usual', 'settings');
  await click('mail-test-open');
  await write('mail-test-to', 'nobody@example.com');
  await click('mail-test-do');
  await reads('mail-test-answer', '550 5.1.1 No such user here');
  await write('mail-test-to', 'me@example.com');
  await click('mail-test-do');
  await reads('mail-test-answer', 'It left.');
});
