// Ticks for an axis of whole numbers: few, round, and around the data.

export interface Axis {
  min: number;
  max: number;
  interval: number;
}

/** An axis with about four spaces between its ticks, which enclose both ends. */
export function niceAxis(low: number, high: number, spaces = 4): Axis {
  if (high <= low) {
    // A single height gets room around it: an axis from a value to itself has no end of ticks.
    const room = Math.max(Math.abs(high) / 10, spaces / 2);
    return niceAxis(high < 0 ? high - room : Math.max(0, high - room), high + room, spaces);
  }
  const span = high - low;
  const rough = span / spaces;
  const power = 10 ** Math.floor(Math.log10(rough));
  const interval = Math.max(1, Math.round(power * ([1, 2, 2.5, 5, 10].find((step) => step * power >= rough) ?? 10)));
  return { min: Math.floor(low / interval) * interval, max: Math.ceil(high / interval) * interval, interval };
}
