// The keys of a list with something open beside it, from anywhere on the screen where they mean
// nothing else: J and K go to the list, Escape closes what is open.

interface List {
  /** What the list is looked for in. */
  root: HTMLElement | undefined;
  /** Whether something is open beside it. */
  open: boolean;
  onclose: () => void;
}

/** The list itself, which has the keys. */
export function gridIn(root: HTMLElement | undefined): HTMLElement | null {
  return root?.querySelector<HTMLElement>('[role="grid"]') ?? null;
}

export function pressList(event: KeyboardEvent, { root, open, onclose }: List): void {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open], :popover-open')) return;
  if (event.key === 'Escape' && open && !event.defaultPrevented) {
    event.preventDefault();
    onclose();
    return;
  }
  const list = gridIn(root);
  if (!list || target === list || !['j', 'k'].includes(event.key) || target.closest('input, select, textarea')) return;
  event.preventDefault();
  list.focus();
  list.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, bubbles: true }));
}
