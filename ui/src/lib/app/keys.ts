// Which keys do what. One table for the listener, the hints on screen and the list of keys.

export interface Binding {
  /** Ctrl, or Cmd on a Mac. */
  command?: boolean;
  shift?: boolean;
  key: string;
}

export const bindings = {
  palette: { command: true, key: 'k' },
  page1: { command: true, key: '1' },
  page2: { command: true, key: '2' },
  page3: { command: true, key: '3' },
  page4: { command: true, key: '4' },
  page5: { command: true, key: '5' },
  page6: { command: true, key: '6' },
  page7: { command: true, key: '7' },
  page8: { command: true, key: '8' },
  page9: { command: true, key: '9' },
  importFiles: { command: true, key: 'o' },
  settings: { command: true, key: ',' },
  find: { command: true, key: 'f' },
  filter: { key: '/' },
  undo: { command: true, key: 'z' },
  panes: { key: 'F6' },
  panesBack: { shift: true, key: 'F6' },
  previous: { key: '[' },
  next: { key: ']' },
  mainAction: { command: true, key: 'Enter' },
  help: { key: '?' },
} satisfies Record<string, Binding>;

export type BindingId = keyof typeof bindings;

const mac = typeof navigator !== 'undefined' && /mac/iu.test(navigator.userAgent);

/** How a binding is written on a key cap: Ctrl K. */
export function written({ command, shift, key }: Binding, onMac = mac): string {
  const parts = [command && (onMac ? '⌘' : 'Ctrl'), shift && (onMac ? '⇧' : 'Shift'), key.length === 1 ? key.toUpperCase() : key];
  return parts.filter(Boolean).join(' ');
}

/** Which binding a key press is. */
export function bindingFor(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
  onMac = mac,
): BindingId | undefined {
  if (event.altKey) return undefined;
  const command = onMac ? event.metaKey : event.ctrlKey;
  for (const [id, binding] of Object.entries(bindings) as [BindingId, Binding][]) {
    if (Boolean(binding.command) !== command) continue;
    // A sign such as ? needs Shift on most keyboards, and not on others.
    if (binding.key.length > 1 && Boolean(binding.shift) !== event.shiftKey) continue;
    if (binding.command && event.shiftKey) continue;
    if (event.key.toLowerCase() === binding.key.toLowerCase()) return id;
  }
  return undefined;
}

/** The keys of a binding, as written on key caps. */
export function keysOf(id: BindingId): string {
  return written(bindings[id]);
}
