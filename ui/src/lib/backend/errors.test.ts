import { expect, test } from 'vitest';
import type { Code } from './backend';
import { BackendError, trouble } from './errors';

const said = (code: Code, message: string, field: string | null = null) => trouble(new BackendError({ code, message, field }));

test('what happened comes from the program, what it means from the table', () => {
  const what = said('busy', 'Another program holds the shop file. Close it, then try again');
  expect(what.title).toBe('Another program is using the shop file');
  expect(what.text).toBe('Another program holds the shop file. Close it, then try again.');
  expect([what.severity, what.remedy]).toEqual(['warn', 'retry']);
});

test('a field that was refused is named', () => {
  expect(said('validation', 'A shop needs a name', 'name').field).toBe('name');
});

test('a fault of our own shows no inner words', () => {
  const what = said('internal', 'index out of bounds: the len is 3');
  expect(what.text).not.toContain('index');
  expect(trouble(new TypeError('x is undefined'))).toEqual(what);
});

test('an empty message is filled by what is safe', () => {
  expect(said('diskFull', '').text).toMatch(/half-written/u);
});
