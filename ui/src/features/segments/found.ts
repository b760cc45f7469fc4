// What was found with someone who fulfils a sentence, in words.
import type { SegmentFound } from '$lib/backend/backend';
import { dayYear } from '$lib/format/date';
import { money } from '$lib/format/money';
import { count, joined, times } from '$lib/format/number';
import { t } from '$lib/messages';

/** Nothing where the sentence itself says it all. */
export function foundWords(found: SegmentFound): string {
  switch (found.kind) {
    case 'nothing':
      return '';
    case 'number':
      return count(found.of);
    case 'decimal':
      return times(found.of ?? 0);
    case 'amount':
      return money(found.of);
    case 'day':
      return t.segments.found.day(dayYear(found.of.day), found.of.ago, count(found.of.ago));
    case 'group':
      return t.customersPage.groups[found.of];
    case 'words':
      return joined(found.of);
    case 'reach':
      return t.segments.found.reach[found.of];
    case 'points':
      return t.segments.found.points(found.of, count(found.of));
    case 'pointsMissing':
      return t.segments.found.pointsMissing(found.of, count(found.of));
    case 'deed':
      return t.segments.found.deed(found.of.thing, dayYear(found.of.day));
    case 'cart':
      return t.segments.found.deed(money(found.of.worth), dayYear(found.of.day));
  }
}
