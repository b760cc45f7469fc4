/** As many rows as a page may have. */
const pageLimit = 200;

/** The first rows of a list, page by page where they are more than one page may have. */
export async function firstRows<P extends { total: number; rows: unknown[] }>(limit: number, load: (offset: number, limit: number) => Promise<P>): Promise<P> {
  const first = await load(0, Math.min(pageLimit, limit));
  const rows = [...first.rows];
  const wanted = Math.min(limit, first.total);
  while (rows.length < wanted) {
    // One page after the other: how many there are may change meanwhile.
    const next = await load(rows.length, Math.min(pageLimit, wanted - rows.length));
    if (next.rows.length === 0) break;
    rows.push(...next.rows);
  }
  return { ...first, rows };
}
