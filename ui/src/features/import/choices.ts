// The answers to what a file leaves open, each shown by what an example of the file would mean.
import type { DateOrder, DecimalSign, Preview } from '$lib/backend/backend';
import { dayYear } from '$lib/format/date';
import { currencyDecimals, money } from '$lib/format/money';
import { t } from '$lib/messages';
import { ambiguousAmount, ambiguousDate, readAmount, readDate } from './question';

/** One answer. */
export interface Choice<V> {
  value: V;
  /** What the example would mean: "3 Apr 2026". */
  meaning: string;
  /** The answer in full, for a list: "day/month/year (3 Apr 2026)". */
  text: string;
}

/** The answers to both questions. */
export function choices(preview: Preview, currency: string): {
  date: string;
  dates: Choice<DateOrder>[];
  amount: string;
  amounts: Choice<DecimalSign>[];
} {
  const date = ambiguousDate(preview);
  const amount = ambiguousAmount(preview);
  const code = preview.files.find((file) => file.understood)?.understood?.currencies[0] ?? currency;
  const written = (sign: DecimalSign) => {
    const text = readAmount(amount, sign, currencyDecimals(code));
    return money({ minor: 0, currency: code, text });
  };
  return {
    date,
    dates: (['dayFirst', 'monthFirst'] as const).map((value) => {
      const meaning = dayYear(readDate(date, value));
      return { value, meaning, text: t.import.choice(t.import.dates[value] ?? value, meaning) };
    }),
    amount,
    amounts: (['point', 'comma'] as const).map((value) => {
      const meaning = written(value);
      return { value, meaning, text: t.import.choice(t.import.decimal[value] ?? value, meaning) };
    }),
  };
}
