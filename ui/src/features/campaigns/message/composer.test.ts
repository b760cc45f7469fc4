import { describe, expect, it, vi } from 'vitest';
import { allBlocks, firstWords, fresh, freeId, gist } from './blocks';
import { Composer } from './composer.svelte';
import { columned, placeFor, spotOf } from './tree';
import type { MailDocument } from './types';

function made(): MailDocument {
  return {
    version: 1,
    language: { kind: 'one', language: 'en' },
    subject: 'Hello',
    preview: '',
    look: { accent: 'petrol', ink: 'black', card: 'white', page: 'white', panel: 'white', headings: 'sans', letters: 'sans', corners: 'soft' },
    blocks: [
      { id: 'b1', ground: 'card', content: fresh('logo') },
      { id: 'b2', ground: 'card', content: fresh('text') },
      {
        id: 'b3',
        ground: 'card',
        content: { kind: 'columns', panel: false, columns: [{ blocks: [{ id: 'b4', ground: 'card', content: fresh('text') }, { id: 'b5', ground: 'card', content: fresh('button') }] }, { blocks: [] }] },
      },
      { id: 'b6', ground: 'card', content: fresh('footer') },
    ],
    translations: { de: { texts: { subject: 'Hallo', 'b2.words': 'Guten Tag', 'b4.words': 'Links' } } },
  };
}

function open() {
  let time = 0;
  const onchange = vi.fn();
  const composer = new Composer(made(), onchange, () => time);
  return { composer, onchange, wait: (by: number) => (time += by) };
}
const order = (composer: Composer) => composer.document.blocks.map(({ id }) => id).join(' ');

describe('a mail that is composed', () => {
  it('gets a new block after the chosen one, and never after the footer', () => {
    const { composer } = open();
    composer.choose('b1');
    composer.add('deadline');
    expect(order(composer)).toBe('b1 b7 b2 b3 b6');
    expect(composer.chosen).toBe('b7');
    composer.choose('b6');
    composer.add('code');
    expect(order(composer)).toBe('b1 b7 b2 b3 b8 b6');
    composer.open('look');
    composer.add('divider');
    expect(order(composer)).toBe('b1 b7 b2 b3 b8 b9 b6');
    expect(composer.said).toBe('Divider added');
  });

  it('puts a block beside columns, where one within them is chosen', () => {
    const { composer } = open();
    expect(placeFor(composer.document, 'b5').at).toBe(3);
  });

  it('moves a block within its list alone, and says where it is', () => {
    const { composer, onchange } = open();
    composer.step('b1', 1);
    expect(order(composer)).toBe('b2 b1 b3 b6');
    expect(composer.said).toBe('Logo is now at place 2 of 4');
    composer.step('b2', -1);
    expect(onchange, 'it is the first').toHaveBeenCalledTimes(1);
    composer.step('b4', 1);
    expect(spotOf(composer.document, 'b4')).toEqual({ parent: 'b3', column: 0, at: 1, of: 2 });
    composer.step('b4', 1);
    expect(spotOf(composer.document, 'b4')?.at).toBe(1);
  });

  it('takes back and does again, with what was chosen', () => {
    const { composer } = open();
    composer.choose('b2');
    composer.remove('b2');
    expect(order(composer)).toBe('b1 b3 b6');
    expect(composer.chosen).toBe('b3');
    composer.undo();
    expect(order(composer)).toBe('b1 b2 b3 b6');
    expect(composer.document.translations.de?.texts['b2.words']).toBe('Guten Tag');
    composer.redo();
    expect(order(composer)).toBe('b1 b3 b6');
    expect(composer.canRedo).toBe(false);
    composer.undo();
    composer.choose('b2');
    composer.redo();
    expect([composer.chosen, composer.part]).toEqual([null, 'subject']);
  });

  it('takes back the letters of one field together, and forgets what was ahead', () => {
    const { composer, wait } = open();
    for (const words of ['G', 'Go', 'Good']) {
      composer.set('b2', { ...fresh('text'), words } as never, 'words');
      wait(200);
    }
    composer.set('b5', { ...fresh('button'), text: 'Look' } as never, 'text');
    composer.undo();
    expect(composer.find('b5')?.content).toMatchObject({ text: 'See the shop' });
    composer.undo();
    expect(composer.canUndo).toBe(false);
    composer.redo();
    expect(composer.find('b2')?.content).toMatchObject({ words: 'Good' });
    wait(5_000);
    composer.set('b2', { ...fresh('text'), words: 'Good day' } as never, 'words');
    expect(composer.canRedo).toBe(false);
    composer.undo();
    expect(composer.find('b2')?.content).toMatchObject({ words: 'Good' });
  });

  it('removes a block with what it was called in other languages', () => {
    const { composer } = open();
    composer.remove('b3');
    expect(composer.document.translations.de?.texts).toEqual({ subject: 'Hallo', 'b2.words': 'Guten Tag' });
  });

  it('gives each block of a copy an id of its own', () => {
    const { composer } = open();
    composer.duplicate('b3');
    const ids = allBlocks(composer.document.blocks).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(9);
    composer.duplicate('b6');
    expect(composer.document.blocks, 'one footer is enough').toHaveLength(5);
  });

  it('adds to a column, and keeps what stood in one that goes', () => {
    const { composer } = open();
    composer.addToColumn('b3', 1, 'picture');
    expect(spotOf(composer.document, 'b7')).toEqual({ parent: 'b3', column: 1, at: 0, of: 1 });
    const columns = composer.find('b3')?.content;
    if (columns?.kind !== 'columns') throw new Error('no columns');
    const three = columned(columns, 3);
    expect(three.kind === 'columns' && three.columns.map(({ blocks }) => blocks.length)).toEqual([2, 1, 0]);
    const one = columned(columns, 1);
    expect(one.kind === 'columns' && one.columns.map(({ blocks }) => blocks.map(({ id }) => id))).toEqual([['b4', 'b5', 'b7']]);
  });
});

describe('the outline', () => {
  it('tells blocks apart by their first words', () => {
    expect(firstWords('Hello {{first_name or "friend"}}, **see** [these](shop)')).toBe('Hello friend, see these');
    expect(firstWords('a'.repeat(60))).toHaveLength(40);
    expect(gist(fresh('products'))).toBe('What is recommended to them');
    expect(gist(fresh('divider'))).toBe('');
  });
  it('never gives an id twice', () => {
    expect(freeId({ blocks: [] })).toBe('b1');
    expect(freeId({ blocks: [{ id: 'b2', ground: 'card', content: fresh('text') }] })).toBe('b3');
  });
});
