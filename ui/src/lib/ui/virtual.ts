// The arithmetic of a long list. A browser's boxes end (WebKit's at 33.5 million pixels), so past a
// limit the scroll range is scaled: the bar stands for the whole list, the rows keep their height.

/** Tallest box that is asked for. Well under what WebKit and Chromium can hold. */
export const tallest = 15_000_000;

export interface Extent {
  rows: number;
  rowHeight: number;
  /** Visible height of the rows. */
  view: number;
}

/** Height of the whole list, were there no limit. */
export function fullHeight({ rows, rowHeight }: Extent): number {
  return rows * rowHeight;
}

/** Height of the box that is scrolled. */
export function boxHeight(extent: Extent): number {
  return Math.min(fullHeight(extent), tallest);
}

/** How far the rows move for each pixel of the bar; 1 where nothing is scaled. */
export function scale(extent: Extent): number {
  const box = boxHeight(extent) - extent.view;
  if (box <= 0) return 1;
  return Math.max(1, (fullHeight(extent) - extent.view) / box);
}

/** The top of the view in the full list, for a position of the bar. */
export function topFor(scrollTop: number, extent: Extent): number {
  const end = Math.max(0, fullHeight(extent) - extent.view);
  return Math.min(end, Math.max(0, scrollTop * scale(extent)));
}

/** The position of the bar for a top in the full list. */
export function scrollFor(top: number, extent: Extent): number {
  return top / scale(extent);
}

/** Rows to draw for a top: those in view and some around them. `until` is the first one after. */
export function visible(top: number, extent: Extent, around = 6): { from: number; until: number } {
  const first = Math.floor(top / extent.rowHeight);
  const last = Math.ceil((top + extent.view) / extent.rowHeight);
  return { from: Math.max(0, first - around), until: Math.min(extent.rows, last + around) };
}

/** The top that brings a row wholly into view, moving as little as possible. */
export function topShowing(row: number, top: number, extent: Extent): number {
  const upper = row * extent.rowHeight;
  const lower = upper + extent.rowHeight;
  if (upper < top) return upper;
  return lower > top + extent.view ? lower - extent.view : top;
}
