// The kinds of campaigns that come ready to use, and their steps.
import type { LucideIcon } from '@lucide/svelte';
import Award from '@lucide/svelte/icons/award';
import Coins from '@lucide/svelte/icons/coins';
import Gift from '@lucide/svelte/icons/gift';
import HandHeart from '@lucide/svelte/icons/hand-heart';
import Heart from '@lucide/svelte/icons/heart';
import Mail from '@lucide/svelte/icons/mail';
import Moon from '@lucide/svelte/icons/moon';
import ShoppingCart from '@lucide/svelte/icons/shopping-cart';
import Sparkles from '@lucide/svelte/icons/sparkles';
import Truck from '@lucide/svelte/icons/truck';
import type { CampaignKind } from '$lib/backend/backend';

export const kinds: readonly CampaignKind[] = ['flashOffer', 'winBack', 'thankYou', 'reward', 'freeShipping', 'newLikeBought', 'cartLeft', 'pointsStatement', 'giftCard'];

export const kindIcons: Record<CampaignKind | 'empty', LucideIcon> = {
  flashOffer: Heart,
  winBack: Moon,
  thankYou: HandHeart,
  reward: Award,
  freeShipping: Truck,
  newLikeBought: Sparkles,
  cartLeft: ShoppingCart,
  pointsStatement: Coins,
  giftCard: Gift,
  empty: Mail,
};

export const steps = ['audience', 'offer', 'message', 'check', 'send'] as const;
export type Step = (typeof steps)[number];

/** The step of an address. */
export function stepOf(text: string | null): Step {
  return steps.find((step) => step === text) ?? 'audience';
}

/** The one after it. */
export function stepAfter(step: Step): Step | undefined {
  return steps[steps.indexOf(step) + 1];
}
