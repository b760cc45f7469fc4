import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { grouped, kindsOf, meaning, needs } from '$lib/app/mapping';
import { t } from '$lib/messages';

const crate = join(import.meta.dirname, '../../../../src-tauri/crates/import/src');
const source = (file: string) => readFileSync(join(crate, file), 'utf8');

/** Each field of the program: its name there, its key, the kinds of files that can have it. */
function catalogue(): { name: string; key: string; kinds: string[] }[] {
  const [, list = ''] = source('profile/fields.rs').split(/^fields! \{$/mu);
  return [...list.matchAll(/^\s*(\w+) "(\w+)" \w+: ([\w ]+);/gmu)].map(([, name = '', key = '', kinds = '']) => ({
    name,
    key,
    kinds: kinds.toLowerCase().split(' '),
  }));
}

describe('what a column can mean', () => {
  it('is said in words for every key that the program has', () => {
    const keys = catalogue().map((field) => field.key);
    expect(keys.length).toBeGreaterThan(80);
    expect(keys).toContain('placedAt');
    expect(keys.filter((key) => !(key in t.import.uses))).toEqual([]);
  });

  it('has no words for what the program does not know', () => {
    const known = new Set(catalogue().map((field) => field.key));
    const said = [...Object.keys(t.import.uses), ...Object.values(t.import.usesOf).flatMap((own) => Object.keys(own))];
    expect(said.filter((key) => !known.has(key))).toEqual([]);
  });

  it('is told from all else that a file of that kind can have', () => {
    const all = catalogue().map(({ key, kinds }) => ({ key, kinds, neededBy: [] }));
    for (const kind of kindsOf(all)) {
      const words = grouped(all, kind).flatMap((group) => group.options.map((option) => option.text));
      expect(words.filter((word, at) => words.indexOf(word) !== at), kind).toEqual([]);
      expect(words.length, kind).toBe(all.filter((field) => field.kinds.includes(kind)).length);
    }
  });
});

describe('what a kind of file cannot do without', () => {
  it('is the same here as in the program', () => {
    const keys = new Map(catalogue().map(({ name, key }) => [name, key]));
    const [, body = ''] = source('profile.rs').split('fn needs(kind: Kind)');
    const [table = ''] = body.split(/^\}/mu);
    const found = table.split(/Kind::(?=\w+ =>)/u).slice(1).map((part): [string, string[][]] => {
      const kind = (/^\w+/u.exec(part)?.[0] ?? '').toLowerCase();
      const groups = [...part.matchAll(/&\[\s*(Field::[^\]]*)\]/gu)].map(([, group = '']) =>
        [...group.matchAll(/Field::(\w+)/gu)].map(([, name = '']) => keys.get(name) ?? name),
      );
      return [kind, groups];
    });
    expect(Object.fromEntries(found)).toEqual(needs);
  });

  it('is asked for in a sentence of its own', () => {
    for (const [kind, groups] of Object.entries(needs)) {
      for (const [first = ''] of groups) expect(t.mapping.missing, `${kind}.${first}`).toHaveProperty([`${kind}.${first}`]);
    }
  });

  it('is named by kind where the words differ', () => {
    expect(meaning('placedAt', 'orders')).toBe('Date and time of the order');
    expect(meaning('placedAt', 'payments')).toBe('Date and time of the payment');
    expect(meaning('newer', 'orders')).toBe(t.import.usedOther);
  });
});
