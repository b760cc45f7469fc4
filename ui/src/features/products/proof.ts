// The proof in a shopkeeper's numbers: shares as so many in a hundred.
import type { Share } from '$lib/backend/backend';
import { times } from '$lib/format/number';

/** A share as so many in a hundred: 31.2. */
export function inHundred(share: number): string {
  return times(share * 100);
}

/** A difference of shares with its sign, a true minus: +8.1, −0.4. */
export function signedInHundred(difference: number): string {
  const size = times(Math.abs(difference) * 100);
  if (difference === 0) return size;
  return (difference < 0 ? '−' : '+') + size;
}

/** A difference with where it very likely lies; nothing where too few say. */
export function rangeOf({ value, low, high }: Share): { low: number; estimate: number; high: number } | null {
  return low === null || high === null ? null : { low, estimate: value, high };
}
