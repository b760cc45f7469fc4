import { expect, test } from 'vitest';
import { bindingFor, written } from './keys';
import { address, parsePlace } from './router.svelte';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

test('keys are known by what they write, with Ctrl here and Cmd on a Mac', () => {
  expect(bindingFor(press('k', { ctrlKey: true }), false)).toBe('palette');
  expect(bindingFor(press('k', { metaKey: true }), true)).toBe('palette');
  expect(bindingFor(press('k', { metaKey: true }), false)).toBeUndefined();
  expect(bindingFor(press('k'), false)).toBeUndefined();
});

test('a sign that needs Shift is still that sign', () => {
  expect(bindingFor(press('?', { shiftKey: true }), false)).toBe('help');
  expect(bindingFor(press('/', { shiftKey: true }), false)).toBe('filter');
});

test('Shift tells F6 from Shift F6, and undo from redo', () => {
  expect(bindingFor(press('F6'), false)).toBe('panes');
  expect(bindingFor(press('F6', { shiftKey: true }), false)).toBe('panesBack');
  expect(bindingFor(press('Z', { ctrlKey: true, shiftKey: true }), false)).toBeUndefined();
});

test('Enter alone is not the main action', () => {
  expect(bindingFor(press('Enter', { ctrlKey: true }), false)).toBe('mainAction');
  expect(bindingFor(press('Enter'), false)).toBeUndefined();
});

test('key caps', () => {
  expect(written({ command: true, key: 'k' }, false)).toBe('Ctrl K');
  expect(written({ command: true, key: ',' }, true)).toBe('⌘ ,');
  expect(written({ shift: true, key: 'F6' }, false)).toBe('Shift F6');
});

test('an address and its place are each other’s inverse', () => {
  expect(address('orders', { search: 'vogt & söhne', month: null })).toBe('#/orders?search=vogt+%26+s%C3%B6hne');
  const place = parsePlace('#/orders?search=vogt+%26+s%C3%B6hne');
  expect([place.page, place.params.get('search')]).toEqual(['orders', 'vogt & söhne']);
  expect(parsePlace('').page).toBe('home');
});
