// What a file leaves open, shown by what stands in the file itself: each choice with what the
// example would mean under it.
import type { DateOrder, DecimalSign, FilePreview, Preview } from '$lib/backend/backend';

const numbersDate = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})/u;

/** Values of the columns that are used as one of these. */
function examples(files: readonly FilePreview[], uses: readonly string[]): string[] {
  return files.flatMap((file) =>
    file.columns.flatMap((column) => (column.usedAs && uses.includes(column.usedAs) ? column.example : [])),
  );
}

/** A date of the files that can be read in two ways; a made-up one where they show none. */
export function ambiguousDate(preview: Preview): string {
  const raw = [
    ...preview.files.flatMap((file) => file.sample.map((order) => order.placedRaw)),
    ...examples(preview.files, ['placedAt', 'paidAt']),
  ];
  const found = raw
    .map((text) => numbersDate.exec(text.trim()))
    .find((match) => match && match[1] !== match[2] && Number(match[1]) <= 12 && Number(match[2]) <= 12);
  return found?.[0] ?? '03/04/2026';
}

/** The day that a date written in numbers means, as YYYY-MM-DD. */
export function readDate(text: string, order: DateOrder): string {
  const match = numbersDate.exec(text);
  if (!match) return text;
  const [, first = '', second = '', year = ''] = match;
  const [day, month] = order === 'dayFirst' ? [first, second] : [second, first];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const ambiguous = /^\d{1,3}[.,]\d{3}$/u;

/** An amount of the files that can be read in two ways; a made-up one where they show none. */
export function ambiguousAmount(preview: Preview): string {
  const raw = [
    ...preview.files.flatMap((file) => file.sample.map((order) => order.totalRaw)),
    ...examples(preview.files, ['goods', 'total', 'linePrice', 'shipping']),
  ];
  return raw.map((text) => text.trim()).find((text) => ambiguous.test(text)) ?? '1.234';
}

/** What an amount means under a decimal sign, as plain decimal text with that many decimals. */
export function readAmount(text: string, sign: DecimalSign, decimals: number): string {
  const decimal = sign === 'point' ? '.' : ',';
  const [whole = '', rest = ''] = text.split(decimal);
  const kept = rest.padEnd(decimals, '0').slice(0, decimals);
  const digits = whole.replaceAll(/[.,]/gu, '');
  return decimals === 0 ? digits : `${digits}.${kept}`;
}
