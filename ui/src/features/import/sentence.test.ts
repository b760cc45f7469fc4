import { describe, expect, it } from 'vitest';
import { ended, pieces } from './sentence';

describe('a sentence', () => {
  it('comes apart where words can be changed, in any order', () => {
    expect(pieces('Dates read as {dates}, in {zone}')).toEqual([
      { text: 'Dates read as ' },
      { slot: 'dates' },
      { text: ', in ' },
      { slot: 'zone' },
    ]);
    expect(pieces('{money} ist Geld')).toEqual([{ slot: 'money' }, { text: ' ist Geld' }]);
  });

  it('ends with one full stop', () => {
    expect(ended('June has 30 days')).toBe('June has 30 days.');
    expect(ended('Is it? ')).toBe('Is it?');
    expect(ended('')).toBe('');
  });
});
