// What a chart reads of the tokens. Read anew whenever the theme changes.

export interface ChartTheme {
  ink: string;
  ink2: string;
  ink3: string;
  canvas: string;
  raised: string;
  lineStrong: string;
  measure: string;
  band: string;
  rest: string;
  /** A line to be reached: a threshold, a goal. */
  mark: string;
  grid: string;
  font: string;
}

/** The tokens as they are now. */
export function chartTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: token('color-ink'),
    ink2: token('color-ink-2'),
    ink3: token('color-ink-3'),
    canvas: token('color-canvas'),
    raised: token('color-raised'),
    lineStrong: token('color-line-strong'),
    measure: token('color-chart-1'),
    band: token('color-chart-band'),
    rest: token('color-chart-rest'),
    mark: token('color-chart-2'),
    grid: token('color-chart-grid'),
    font: token('font-sans'),
  };
}
