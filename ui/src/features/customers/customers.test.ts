import { expect, test } from 'vitest';
import { readShown, writeShown } from './customers.svelte';

const round = (address: string) => writeShown(readShown(new URLSearchParams(address))).toString();

test('what is shown stands in the address, and nothing that goes without saying', () => {
  for (const address of ['', 'part=goodGoneQuiet', 'cell=0-2', 'view=scores&group=atRisk', 'sort=name', 'sort=name&order=down', 'sort=orders&order=up&search=vogt']) {
    expect(round(address)).toBe(address);
  }
});

test('an address that makes no sense shows everyone', () => {
  expect(round('part=nobody&cell=9-9&group=x&sort=height&view=tree')).toBe('');
});
