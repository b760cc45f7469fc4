// How long sending takes, in words that are no more exact than the forecast.
import { count, times } from '$lib/format/number';
import { t } from '$lib/messages';

/** About 4 minutes; 3 hours; 2 days. */
export function lasts(minutes: number): string {
  const words = t.sending.editor;
  if (minutes < 100) {
    const about = Math.max(1, minutes);
    return words.minutes(about, count(about));
  }
  if (minutes < 36 * 60) return words.hoursLong(times(Math.round(minutes / 30) / 2));
  return words.daysLong(count(Math.ceil(minutes / 1440)));
}
