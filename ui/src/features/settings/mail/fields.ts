// Numbers of an account as they are typed: digits alone, and nothing where there is no limit.

/** As it stands in a field. */
export function typed(value: number | null): string {
  return value === null ? '' : String(value);
}

/** A number or nothing; what is no digit is left out. */
export function limit(text: string): number | null {
  const digits = text.replaceAll(/\D/gu, '').slice(0, 7);
  return digits === '' ? null : Number(digits);
}

/** The domain of an address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
