import { describe, expect, it } from 'vitest';
import type { ShopInfo, ShopSettings } from '$lib/backend/backend';
import { BackendError } from '$lib/backend/errors';
import { SettingsForm } from './form.svelte';

const wren: ShopSettings = { name: 'Wren & Willow', currency: 'EUR', country: 'DE', timeZone: 'Europe/Berlin' };

function shop(settings: ShopSettings): ShopInfo {
  return { path: '/shops/wren.pannier', settings, sample: false, orders: 0, customers: false, newestOrderLocal: null, today: '2026-06-30' };
}

describe('the shop’s settings', () => {
  it('know what was changed', () => {
    const form = new SettingsForm({ updateShop: (settings) => Promise.resolve(shop(settings)) });
    form.take(wren);
    expect(form.changed).toBe(false);
    form.draft.name = 'Wren';
    expect([form.changed, form.differs('name'), form.differs('country')]).toEqual([true, true, false]);
    form.discard();
    expect([form.changed, form.draft.name]).toEqual([false, 'Wren & Willow']);
  });

  it('are saved as the program writes them', async () => {
    const form = new SettingsForm({ updateShop: (settings) => Promise.resolve(shop({ ...settings, name: settings.name.trim() })) });
    form.take(wren);
    form.draft.name = ' Wren ';
    expect((await form.save())?.settings.name).toBe('Wren');
    expect([form.draft.name, form.changed]).toEqual(['Wren', false]);
  });

  it('say under the field what was refused, and keep what was typed', async () => {
    const refused = new BackendError({ code: 'validation', message: 'Give the shop a name', field: 'name' });
    const form = new SettingsForm({ updateShop: () => Promise.reject(refused) });
    form.take(wren);
    form.draft.name = '';
    expect(await form.save()).toBeNull();
    expect([form.problem('name'), form.problem('country'), form.trouble]).toEqual(['Give the shop a name.', undefined, null]);
    expect([form.draft.name, form.saving]).toEqual(['', false]);
  });

  it('say above the form what is no field’s fault', async () => {
    const busy = new BackendError({ code: 'busy', message: 'Another program holds the file', field: null });
    const form = new SettingsForm({ updateShop: () => Promise.reject(busy) });
    form.take(wren);
    await form.save();
    expect(form.trouble?.code).toBe('busy');
  });

  it('keep what is being typed when the file changes underneath', () => {
    const form = new SettingsForm({ updateShop: (settings) => Promise.resolve(shop(settings)) });
    form.take(wren);
    form.draft.name = 'Wren';
    form.take({ ...wren, country: 'AT' });
    expect([form.draft.name, form.draft.country]).toEqual(['Wren', 'AT']);
  });
});
