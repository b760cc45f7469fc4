// How the gates of a campaign look, and what mends a document by itself.
import type { LucideIcon } from '@lucide/svelte';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import type { CampaignCheck, Document as MailDocument, Fix, Gate, GateGroup } from '$lib/backend/backend';
import { fresh, freeId } from './message/blocks';
import { withTranslation } from './message/texts';
import { withFallback } from './message/variables';
import { replaced } from './message/tree';
import { allBlocks } from './message/blocks';
import type { Content } from './message/types';

export const groups: readonly GateGroup[] = ['people', 'message', 'offer', 'sending'];

export const looks: Record<Gate['level'], { icon: LucideIcon; kind: 'bad' | 'warn' | 'on' }> = {
  stop: { icon: CircleAlert, kind: 'bad' },
  warn: { icon: TriangleAlert, kind: 'warn' },
  fine: { icon: CircleCheck, kind: 'on' },
};

/** Those that want something, the worst first. */
export function wanting({ gates }: Pick<CampaignCheck, 'gates'>): Gate[] {
  return [...gates.filter(({ level }) => level === 'stop'), ...gates.filter(({ level }) => level === 'warn')];
}

/** A text of a document by its place, in its own language or in another. */
function withText(document: MailDocument, place: string, change: (text: string) => string): MailDocument {
  if (place === 'subject') return { ...document, subject: change(document.subject) };
  if (place === 'preview') return { ...document, preview: change(document.preview) };
  const dot = place.lastIndexOf('.');
  const id = place.slice(0, dot);
  const field = place.slice(dot + 1);
  const block = allBlocks(document.blocks).find((one) => one.id === id);
  const text: unknown = block && (block.content as unknown as Record<string, unknown>)[field];
  return block && typeof text === 'string' ? replaced(document, id, { ...block.content, [field]: change(text) } as Content) : document;
}

/** The document put right, where the program can do it; else nothing. */
export function mended(document: MailDocument, fix: Fix): MailDocument | undefined {
  switch (fix.kind) {
    case 'addFallback': {
      let next = withText(document, fix.place, (text) => withFallback(text, fix.name, fix.fallback));
      for (const language of Object.keys(next.translations) as (keyof typeof next.translations)[]) {
        const text = next.translations[language]?.texts[fix.place];
        if (text !== undefined) next = withTranslation(next, language, fix.place, withFallback(text, fix.name, fix.fallback));
      }
      return next;
    }
    case 'footerLast': {
      const own = document.blocks.find(({ content }) => content.kind === 'footer') ?? { id: freeId(document), ground: 'card' as const, content: fresh('footer') };
      return { ...document, blocks: [...document.blocks.filter(({ id }) => id !== own.id), own] };
    }
    case 'setColour':
      return { ...document, look: { ...document.look, [fix.role]: fix.colour } };
    default:
      return undefined;
  }
}

/** Where in the document something is to be put right by hand: a block, or a part of the mail. */
export function placeOf(fix: Fix): { block: string } | { part: 'subject' } | undefined {
  if (fix.kind === 'openBlock') return { block: fix.block };
  if (fix.kind !== 'write') return undefined;
  return fix.place === 'subject' || fix.place === 'preview' ? { part: 'subject' } : { block: fix.place.slice(0, fix.place.lastIndexOf('.')) };
}
