export type ToastKind = 'done' | 'info' | 'bad';

export interface ToastAction {
  label: string;
  run: () => void;
}

export interface Toast {
  id: number;
  kind: ToastKind;
  text: string;
  action?: ToastAction | undefined;
}

const shortLife = 6_000;
const undoLife = 10_000;

/** The messages in the corner. Errors stay until they are closed. */
export class Toasts {
  items = $state.raw<Toast[]>([]);
  #next = 1;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(kind: ToastKind, text: string, action?: ToastAction): void {
    const id = this.#next;
    this.#next += 1;
    // Three at most: older ones make room, the newest is nearest to the corner.
    this.items = [...this.items.slice(-2), { id, kind, text, action }];
    if (kind !== 'bad') this.#timers.set(id, setTimeout(() => this.close(id), action ? undoLife : shortLife));
  }

  close(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.items = this.items.filter((toast) => toast.id !== id);
  }
}
