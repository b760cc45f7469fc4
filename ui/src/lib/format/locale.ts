// Which locale dates and numbers are written in: the words' language with the reader's region, so
// that an English sentence in Germany says "30 June 2026" and "57,80 €", never "30. Juni 2026".

/** The locale for a catalogue language and the locale the computer is set to. */
export function formatLocale(language: string, computer: string): string {
  let region: string | undefined;
  try {
    region = new Intl.Locale(computer).maximize().region;
  } catch {
    region = undefined;
  }
  // A computer set to no language at all says "C" or "en-US-posix": it names no region.
  if (/posix/iu.test(computer) || !region) region = 'GB';
  return `${language}-${region}`;
}

let current = formatLocale('en', typeof navigator === 'undefined' ? 'en-GB' : navigator.language);

/** The locale in use. */
export function locale(): string {
  return current;
}

/** Sets the locale; the formatters follow with their next call. */
export function setLocale(next: string): void {
  current = next;
}

/** One formatter per locale and options: making one costs far more than using one. */
export function remembered<T>(make: (locale: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const found = made.get(current);
    if (found !== undefined) return found;
    const fresh = make(current);
    made.set(current, fresh);
    return fresh;
  };
}
