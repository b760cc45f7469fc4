/** "1 order", "2 orders": the number arrives written for the reader. */
export function counted(value: number, written: string, one: string, many: string): string {
  return `${written} ${value === 1 ? one : many}`;
}
