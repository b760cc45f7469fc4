// What one segment shares with the others, out of the table of all of them.
import type { SegmentOverlap } from '$lib/backend/backend';

export interface Shared {
  id: number;
  name: string;
  /** People in both. */
  both: number;
  /** As a part of the one, 0 to 1. */
  ofThis: number;
  /** As a part of the other. */
  ofThat: number;
}

/** The others, the one that shares the most first; nothing of a segment that is not in the table. */
export function sharedWith({ segments, both }: SegmentOverlap, id: number): Shared[] {
  const at = segments.findIndex((segment) => segment.id === id);
  const own = segments[at];
  if (!own) return [];
  const part = (shared: number, whole: number) => (whole === 0 ? 0 : shared / whole);
  return segments
    .flatMap((other, index) => {
      const shared = both[at]?.[index] ?? 0;
      return index === at ? [] : [{ id: other.id, name: other.name, both: shared, ofThis: part(shared, own.people), ofThat: part(shared, other.people) }];
    })
    .sort((one, other) => other.both - one.both);
}
