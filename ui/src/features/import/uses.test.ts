import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { t } from '$lib/messages';

const crate = join(import.meta.dirname, '../../../../src-tauri/crates/import/src');

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.rs'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

describe('what a column is used as', () => {
  it('is said in words for every key that the program gives', () => {
    // In a table of columns: `number: "name" => "orderNumber",` or `("last name", "lastName"),`;
    // for columns found otherwise: `(position, "email")`.
    const tables = sources(crate).filter((text) => /fn uses\(/u.test(text));
    const keys = tables.flatMap((text) => [
      ...[...text.matchAll(/=> "(\w+)",/gu)].map((match) => match[1] ?? ''),
      ...[...text.matchAll(/\(\*?position, "(\w+)"\)/gu)].map((match) => match[1] ?? ''),
      ...[...text.matchAll(/\(\s*"[a-z0-9 |]+",\s*"([a-z][A-Za-z]+)",?\s*\)/gu)].map((match) => match[1] ?? ''),
    ]);
    expect(keys).toContain('placedAt');
    expect(keys).toContain('lastName');
    expect(keys.filter((key) => !(key in t.import.uses))).toEqual([]);
  });
});
