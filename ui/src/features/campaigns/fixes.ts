// What the button of a gate does.
import type { App } from '$lib/app/app.svelte';
import type { Fix, Gate } from '$lib/backend/backend';
import type { Draft } from './draft.svelte';
import { mended, placeOf } from './gates';
import type { Step } from './kinds';
import type { Composer } from './message/composer.svelte';

/** What mending needs of the page. */
export interface Mending {
  app: Pick<App, 'router'>;
  draft: Draft;
  /** The composer of the mail, or of the other one of a test. */
  composer: (other: boolean) => Composer | undefined;
  /** Puts the focus on what sends a test. */
  test: () => void;
}

function inDocument({ app, draft, composer }: Mending, fix: Fix, other: boolean): void {
  const open = (step: Step) => app.router.go('campaigns', { campaign: String(draft.id), step, mail: other ? 'other' : null });
  const mail = composer(other);
  if (fix.kind === 'openShopSettings') app.router.go('settings', { part: 'sending' });
  else if (fix.kind === 'openOffer') open('offer');
  else if (mail) {
    const next = mended(mail.document, fix);
    if (next) {
      mail.change(next);
      return;
    }
    const place = placeOf(fix);
    if (place && 'block' in place) mail.choose(place.block);
    else mail.open('subject');
    open('message');
  }
}

/** Mends what a gate is about, or leads to where it is mended. */
export function mend(mending: Mending, { fix }: Pick<Gate, 'fix'>): void {
  if (!fix) return;
  const { app, draft } = mending;
  const open = (step: Step) => app.router.go('campaigns', { campaign: String(draft.id), step });
  switch (fix.kind) {
    case 'openAudience':
      return open('audience');
    case 'openOffer':
    case 'addCodes':
      return open('offer');
    case 'openMessage':
      return open('message');
    case 'exportCodes':
      return open('send');
    case 'document':
      return inDocument(mending, fix.fix, fix.other);
    case 'holdBack':
      return draft.change({ holdoutPercent: fix.percent });
    case 'fetchPictures':
      return app.router.go('products');
    case 'openAccounts':
    case 'openIdentity':
    case 'checkDomain':
      return app.router.go('settings', { part: 'sending' });
    case 'sendTest':
      return mending.test();
  }
}
