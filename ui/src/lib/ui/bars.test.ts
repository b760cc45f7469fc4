import { describe, expect, it } from 'vitest';
import { edge, markPlace, places } from './bars';

describe('bars', () => {
  it('fill the width, the open one apart', () => {
    const bars = places(5, 408, true);
    expect(bars).toHaveLength(5);
    expect(bars.every((bar) => bar.x >= 0 && bar.x + bar.width <= 408)).toBe(true);
    const gaps = bars.slice(1).map((bar, at) => bar.x - ((bars[at]?.x ?? 0) + (bars[at]?.width ?? 0)));
    expect((gaps.at(-1) ?? 0) - (gaps[0] ?? 0)).toBeCloseTo(8);
    expect(places(0, 400, true)).toEqual([]);
  });

  it('have edges between them', () => {
    expect(edge(0, 4, 400, false)).toBe(0);
    expect(edge(2, 4, 400, false)).toBe(200);
    expect(edge(4, 4, 400, false)).toBe(400);
    expect(edge(0, 0, 400, false)).toBe(0);
  });

  it('leave the words of a mark the side where they cover nothing', () => {
    const box = { width: 400, height: 100, open: false };
    const words = { width: 100, height: 50 };
    expect(markPlace(2, words, [1, 1, 0.2, 0.1], box)).toEqual({ side: 'right', room: 0 });
    expect(markPlace(2, words, [0.1, 0.2, 1, 1], box)).toEqual({ side: 'left', room: 0 });
    expect(markPlace(3.5, words, [0.1, 0.2, 0.3, 0.1], box).side).toBe('left');
    expect(markPlace(2, words, [1, 1, 1, 1], box)).toEqual({ side: 'right', room: 50 });
  });
});
