/** A small line as a path, in pieces where nothing is known; its last point is where the dot stands. */
export function sparkline(values: readonly (number | null)[], width: number, height: number) {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  const inset = 3;
  const x = (at: number) => inset + (values.length < 2 ? 0.5 : at / (values.length - 1)) * (width - 2 * inset);
  // A line that never moves runs through the middle.
  const y = (value: number) => (span === 0 ? height / 2 : height - inset - ((value - low) / span) * (height - 2 * inset));
  let path = '';
  let last: { x: number; y: number } | null = null;
  let joined = false;
  values.forEach((value, at) => {
    if (value === null) {
      joined = false;
      return;
    }
    last = { x: Math.round(x(at) * 10) / 10, y: Math.round(y(value) * 10) / 10 };
    path += `${joined ? 'L' : 'M'}${last.x} ${last.y}`;
    joined = true;
  });
  return { path, last: last as { x: number; y: number } | null };
}
