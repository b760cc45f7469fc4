import { describe, expect, it } from 'vitest';
import { flat, matching } from './picker';

const groups = [
  { title: 'Money', options: [{ value: 'total', text: 'Total charged' }, { value: 'tax', text: 'Tax' }] },
  { title: 'The buyer', options: [{ value: 'name', text: 'Name' }] },
  { title: 'Käufer', options: [{ value: 'zip', text: 'Ort' }] },
];
const values = (words: string) => flat(matching(groups, 'Not used', words)).map((option) => option.value);

describe('a list that is searched', () => {
  it('has everything, and no value first, before a word is typed', () => {
    expect(values('  ')).toEqual([null, 'total', 'tax', 'name', 'zip']);
  });

  it('keeps what has all the words, of the option or its group', () => {
    expect(values('CHAR tot')).toEqual(['total']);
    expect(values('buyer')).toEqual(['name']);
    expect(values('money tax')).toEqual(['tax']);
    expect(values('not')).toEqual([null]);
    expect(values('xyzzy')).toEqual([]);
  });

  it('does not mind accents', () => {
    expect(values('kaufer')).toEqual(['zip']);
  });
});
