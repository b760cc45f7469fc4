// How states look and read.
import type { LucideIcon } from '@lucide/svelte';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleMinus from '@lucide/svelte/icons/circle-minus';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import CircleStop from '@lucide/svelte/icons/circle-stop';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import EyeOff from '@lucide/svelte/icons/eye-off';
import PenLine from '@lucide/svelte/icons/pen-line';
import Send from '@lucide/svelte/icons/send';
import type { OutboxState, SendingCounts, SendingRow } from '$lib/backend/backend';
import { t } from '$lib/messages';

/** A sign, a word, and how much it wants to be seen. */
export interface Look {
  icon: LucideIcon;
  kind: 'plain' | 'on' | 'warn' | 'bad';
  text: string;
}

/** How a message stands. */
export function sendingLook({ state, pausedBy, waitsFor }: Pick<SendingRow, 'state' | 'pausedBy' | 'waitsFor'>): Look {
  const words = t.sending.states;
  switch (state) {
    case 'draft':
      return { icon: PenLine, kind: 'plain', text: words.draft };
    case 'planned':
      return { icon: Clock, kind: 'plain', text: words.planned };
    case 'running':
      return waitsFor === '' ? { icon: Send, kind: 'on', text: words.running } : { icon: Clock, kind: 'plain', text: words.waits };
    case 'paused':
      if (pausedBy === 'late') return { icon: CircleAlert, kind: 'warn', text: words.late };
      return pausedBy === 'merchant' ? { icon: CirclePause, kind: 'warn', text: words.paused } : { icon: CircleAlert, kind: 'bad', text: words.held };
    case 'stopped':
      return { icon: CircleStop, kind: 'plain', text: words.stopped };
    case 'finished':
      return { icon: CircleCheck, kind: 'on', text: words.finished };
  }
}

const looks: Record<OutboxState, Omit<Look, 'text'>> = {
  sent: { icon: CircleCheck, kind: 'on' },
  failed: { icon: CircleX, kind: 'bad' },
  uncertain: { icon: CircleQuestionMark, kind: 'warn' },
  ready: { icon: Clock, kind: 'plain' },
  underWay: { icon: Send, kind: 'plain' },
  heldOut: { icon: EyeOff, kind: 'plain' },
  skipped: { icon: CircleMinus, kind: 'plain' },
};

/** How it stands with one person. */
export function outboxLook(state: OutboxState): Look {
  return { ...looks[state], text: t.sending.people[state] };
}

/** The states in which people are, in the order in which they are told. */
export const states: readonly OutboxState[] = ['sent', 'underWay', 'ready', 'uncertain', 'failed', 'heldOut', 'skipped'];

/** How many people are in a state. */
export function inState(counts: SendingCounts, state: OutboxState): number {
  return counts[state];
}
