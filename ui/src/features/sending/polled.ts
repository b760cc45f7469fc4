// What reading inboxes brought, added up and in words.
import type { InboxPolled } from '$lib/backend/backend';
import { count, joined } from '$lib/format/number';
import { t } from '$lib/messages';

export const nothing: InboxPolled = { mails: 0, bounces: 0, unsubscribed: 0, complaints: 0, replies: 0, refused: 0, settled: 0, more: false };

/** Two readings as one. */
export function added(a: InboxPolled, b: InboxPolled): InboxPolled {
  return {
    mails: a.mails + b.mails,
    bounces: a.bounces + b.bounces,
    unsubscribed: a.unsubscribed + b.unsubscribed,
    complaints: a.complaints + b.complaints,
    replies: a.replies + b.replies,
    refused: a.refused + b.refused,
    settled: a.settled + b.settled,
    more: b.more,
  };
}

/** "12 mails looked at, 2 returned and 1 wants no more." */
export function polledWords(polled: InboxPolled): string {
  const words = t.sending.back;
  if (polled.mails === 0 && polled.settled === 0) return words.foundNothing;
  const parts = (['mails', 'bounces', 'unsubscribed', 'complaints', 'replies', 'settled'] as const)
    .filter((part) => part === 'mails' || polled[part] > 0)
    .map((part) => words[part](polled[part], count(polled[part])));
  return words.found(joined(parts));
}
