// The outline of a mail: its lines, and moving one of them with the pointer.
import type { Block } from './types';

/** A line of the outline. */
export interface Line {
  block: Block;
  depth: 0 | 1;
  /** Which list it stands in: blocks move within theirs. */
  list: string;
}

/** All lines, those of columns under them. */
export function lines(blocks: readonly Block[]): Line[] {
  return blocks.flatMap((block): Line[] => [
    { block, depth: 0, list: '' },
    ...(block.content.kind === 'columns' ? block.content.columns.flatMap((column, at) => column.blocks.map((inner): Line => ({ block: inner, depth: 1, list: `${block.id}.${at}` }))) : []),
  ]);
}

/** The place in its list that a block gets when it is let go: over the middle of another one it takes that one’s. */
export function placeAt(y: number, boxes: readonly { top: number; bottom: number }[]): number {
  const at = boxes.findIndex(({ top, bottom }) => y < (top + bottom) / 2);
  return at < 0 ? boxes.length : at;
}

/** A block that is being moved. */
export class Dragging {
  id = $state<string | null>(null);
  /** The line that it would stand before, or after. */
  before = $state<string | null>(null);
  after = $state<string | null>(null);

  begin(event: PointerEvent, list: HTMLElement, id: string, siblings: readonly string[], onmove: (to: number) => void): void {
    const grip = event.currentTarget as HTMLElement;
    const from = siblings.indexOf(id);
    let gap = from;
    this.id = id;
    grip.setPointerCapture?.(event.pointerId);
    const move = ({ clientY }: PointerEvent) => {
      const boxes = siblings.map((one) => list.querySelector(`[data-block="${one}"]`)?.getBoundingClientRect() ?? { top: 0, bottom: 0 });
      gap = placeAt(clientY, boxes);
      const stays = gap === from || gap === from + 1;
      this.before = stays ? null : (siblings[gap] ?? null);
      this.after = stays || gap < siblings.length ? null : (siblings.at(-1) ?? null);
    };
    const end = (done: boolean) => {
      grip.removeEventListener('pointermove', move);
      window.removeEventListener('keydown', press, { capture: true });
      this.id = null;
      this.before = null;
      this.after = null;
      if (done && gap !== from && gap !== from + 1) onmove(gap > from ? gap - 1 : gap);
    };
    const press = (key: KeyboardEvent) => {
      if (key.key !== 'Escape') return;
      key.preventDefault();
      key.stopPropagation();
      end(false);
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener('pointerup', () => end(true), { once: true });
    grip.addEventListener('pointercancel', () => end(false), { once: true });
    window.addEventListener('keydown', press, { capture: true });
  }
}
