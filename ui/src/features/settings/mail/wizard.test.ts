import { expect, test } from 'vitest';
import { makeFake } from '$lib/backend/fake';
import { Wizard } from './wizard.svelte';

const backend = () => makeFake('usual', 0);

test('the server that answers is taken, and said', async () => {
  const wizard = new Wizard(backend());
  wizard.address = 'anna@example.com';
  await wizard.find();
  expect(wizard.server).toEqual({ answered: true, words: 'smtp.gmail.com answers on port 587' });
  expect(wizard.preset?.settings).toMatchObject({ port: 587, security: 'startTls' });
});

test('a log-in through the browser wants the client and its secret, and is tried at once', async () => {
  const fake = backend();
  const asked: string[] = [];
  const wizard = new Wizard({
    ...fake,
    connectMailAccount: (id, onAsked) =>
      fake.connectMailAccount(id, (url) => {
        asked.push(url);
        onAsked(url);
      }),
  });
  wizard.address = 'anna@example.com';
  await wizard.find();
  if (!wizard.preset) throw new Error('nothing was found');
  wizard.preset.settings.auth = 'oAuth';
  expect(wizard.complete).toBe(false);
  wizard.preset.settings.clientId = 'client1';
  expect(wizard.complete).toBe(false);
  wizard.secret = 's3cret';
  expect(wizard.complete).toBe(true);
  await wizard.keep();
  expect(wizard.secret).toBe('');
  expect(asked).toHaveLength(1);
  expect(wizard.tested?.sent).toBe(true);
  expect(wizard.url).toBe('');
});

test('a browser that says no leads back to the log-in', async () => {
  const fake = backend();
  const wizard = new Wizard({ ...fake, connectMailAccount: () => Promise.reject(new Error('access_denied')) });
  wizard.address = 'anna@example.com';
  await wizard.find();
  if (!wizard.preset) throw new Error('nothing was found');
  Object.assign(wizard.preset.settings, { auth: 'oAuth', clientId: 'client1' });
  wizard.secret = 's3cret';
  await wizard.keep();
  expect(wizard.refused).not.toBeNull();
  expect(wizard.tested).toBeNull();
  wizard.back();
  expect(wizard.step).toBe('details');
});
