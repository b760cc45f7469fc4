// What can stand in a mail: how each kind is drawn in the outline, and what a new one says.
import type { LucideIcon } from '@lucide/svelte';
import AlarmClock from '@lucide/svelte/icons/alarm-clock';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import Coins from '@lucide/svelte/icons/coins';
import Columns2 from '@lucide/svelte/icons/columns-2';
import Image from '@lucide/svelte/icons/image';
import LayoutGrid from '@lucide/svelte/icons/layout-grid';
import Minus from '@lucide/svelte/icons/minus';
import PanelBottom from '@lucide/svelte/icons/panel-bottom';
import SquareMousePointer from '@lucide/svelte/icons/square-mouse-pointer';
import Store from '@lucide/svelte/icons/store';
import TextAlignStart from '@lucide/svelte/icons/text-align-start';
import TicketPercent from '@lucide/svelte/icons/ticket-percent';
import Truck from '@lucide/svelte/icons/truck';
import { t } from '$lib/messages';
import type { Block, Content, MailDocument } from './types';
import { plain } from './variables';

export type BlockKind = Content['kind'];

export const icons: Record<BlockKind, LucideIcon> = {
  logo: Store,
  text: TextAlignStart,
  picture: Image,
  products: LayoutGrid,
  code: TicketPercent,
  deadline: AlarmClock,
  points: Coins,
  freeShipping: Truck,
  payLater: CalendarClock,
  button: SquareMousePointer,
  divider: Minus,
  columns: Columns2,
  footer: PanelBottom,
};

/** Those that can be added, in the order of the menu. A footer is added where there is none. */
export const addable: readonly BlockKind[] = ['text', 'picture', 'products', 'code', 'deadline', 'button', 'points', 'freeShipping', 'payLater', 'columns', 'divider', 'logo'];
/** Those that can stand in columns. */
export const inColumns: readonly BlockKind[] = ['text', 'picture', 'button', 'divider'];

/** What a new block of a kind says. */
export function fresh(kind: BlockKind): Content {
  const words = t.composing.fresh;
  switch (kind) {
    case 'logo':
      return { kind, file: null, alt: '', width: 140, align: 'center' };
    case 'text':
      return { kind, words: `${words.hello} {{first_name or "${words.friend}"}},`, style: 'body', align: 'start' };
    case 'picture':
      return { kind, file: null, alt: '', decorative: false, wide: false, target: null };
    case 'products':
      return { kind, heading: '', source: { kind: 'recommended' }, count: 3, layout: 'three', otherwise: { kind: 'hide' }, prices: true, reasons: true, link: '' };
    case 'code':
      return { kind, text: '', style: 'line' };
    case 'deadline':
      return { kind, text: '' };
    case 'points':
      return { kind, nextReward: true, expiry: true };
    case 'freeShipping':
      return { kind, bar: true };
    case 'payLater':
      return { kind, provider: 'Klarna', parts: 3 };
    case 'button':
      return { kind, text: words.button, target: { kind: 'shop' }, style: 'filled', wide: true, align: 'center' };
    case 'divider':
      return { kind, line: true, room: 24 };
    case 'columns':
      return { kind, panel: false, columns: [{ blocks: [] }, { blocks: [] }] };
    case 'footer':
      return { kind, why: '' };
  }
}

/** All blocks, those within columns after the columns themselves. */
export function allBlocks(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) => [block, ...(block.content.kind === 'columns' ? block.content.columns.flatMap((column) => column.blocks) : [])]);
}

/** An id that no block has. */
export function freeId(document: Pick<MailDocument, 'blocks'>): string {
  const taken = new Set(allBlocks(document.blocks).map(({ id }) => id));
  let number = taken.size + 1;
  while (taken.has(`b${number}`)) number += 1;
  return `b${number}`;
}

/** What a block says of itself in a list: its first words, or nothing. */
export function gist(content: Content): string {
  switch (content.kind) {
    case 'text':
      return firstWords(content.words);
    case 'button':
    case 'code':
    case 'deadline':
      return firstWords(content.text);
    case 'products':
      return firstWords(content.heading) || t.composing.sources[content.source.kind];
    case 'picture':
      return firstWords(content.alt);
    default:
      return '';
  }
}

/** The beginning of a text, its marks and names taken away. */
export function firstWords(text: string): string {
  const words = plain(text)
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replaceAll(/\*+/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return words.length > 40 ? `${words.slice(0, 39).trimEnd()}…` : words;
}
