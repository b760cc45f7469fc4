// A panel that floats beside the button that opened it: above all else, in the window, gone with a
// press of Escape or a click elsewhere.

interface Options {
  anchor: HTMLElement;
  onclose: () => void;
  /** Its right edge stands under the button's, not its left. */
  end?: boolean;
}

const edge = 8;

/** An attachment for an element with `popover="manual"`. */
export function popover({ anchor, onclose, end = false }: Options) {
  return (panel: HTMLElement) => {
    const place = () => {
      const box = anchor.getBoundingClientRect();
      const { offsetWidth: width, offsetHeight: height } = panel;
      const left = end ? box.right - width : box.left;
      const below = box.bottom + 4;
      const above = below + height > window.innerHeight - edge && box.top > window.innerHeight - box.bottom;
      panel.style.left = `${Math.max(edge, Math.min(left, window.innerWidth - width - edge))}px`;
      panel.style.top = `${Math.max(edge, above ? box.top - 4 - height : below)}px`;
      panel.style.maxHeight = `${window.innerHeight - 2 * edge}px`;
    };
    panel.showPopover();
    place();
    panel.querySelector<HTMLElement>('input, select, button, [tabindex="0"]')?.focus();
    const outside = (event: Event) => {
      if (event.target instanceof Node && !panel.contains(event.target) && !anchor.contains(event.target)) onclose();
    };
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      onclose();
    };
    document.addEventListener('pointerdown', outside, { capture: true });
    panel.addEventListener('keydown', press);
    const grown = new ResizeObserver(place);
    grown.observe(panel);
    return () => {
      document.removeEventListener('pointerdown', outside, { capture: true });
      panel.removeEventListener('keydown', press);
      grown.disconnect();
    };
  };
}
