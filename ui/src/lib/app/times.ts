// Times of day and days as they are chosen for something that goes out later.

/** 00:00, 00:30 … 23:30; with another one in its place, where that is set. */
export function halfHours(set: string | null): string[] {
  const all = Array.from({ length: 48 }, (_, at) => `${String(Math.floor(at / 2)).padStart(2, '0')}:${at % 2 === 0 ? '00' : '30'}`);
  return set === null || all.includes(set) ? all : [...all, set].toSorted();
}

/** Whether this is a day as it is typed: 2026-07-12. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(Date.parse(`${text}T00:00Z`)) && new Date(`${text}T00:00Z`).toISOString().startsWith(text);
}

/** The numbers of a menu, with the one that is set among them. */
export function withSet(all: readonly number[], set: number): number[] {
  return all.includes(set) ? [...all] : [...all, set].toSorted((a, b) => a - b);
}
