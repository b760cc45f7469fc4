import type { App } from '$lib/app/app.svelte';
import type { ImportFlow } from '$lib/app/import-flow.svelte';
import { bindingFor, bindings, type BindingId } from '$lib/app/keys';
import { routes } from '../routes';

function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}

function onTop(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

/** Focus to the next or previous part of the window: sidebar, page, inspector. */
function stepPane(by: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane-root], [data-pane]')].filter(
    (pane) => pane.checkVisibility(),
  );
  const active = document.activeElement;
  const at = panes.findLastIndex((pane) => pane.contains(active));
  const next = panes[(at + by + panes.length) % panes.length];
  const target = next?.tabIndex === 0 ? next : next?.querySelector<HTMLElement>('a, button, [tabindex="0"], input, select');
  target?.focus();
}

function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('[data-list-search]');
  field?.focus();
  field?.select();
  return field !== null;
}

/** Listens to the keys of the whole window; the answer stops it. */
export function listen(app: App, flow: ImportFlow): () => void {
  const pages = routes.filter((route) => route.group !== 'foot');
  const page = (at: number) => () => {
    const route = pages[at];
    if (route) app.router.go(route.id);
    return true;
  };
  const run: Record<BindingId, () => boolean> = {
    palette: () => {
      app.layer = 'palette';
      return true;
    },
    page1: page(0),
    page2: page(1),
    page3: page(2),
    page4: page(3),
    page5: page(4),
    page6: page(5),
    page7: page(6),
    page8: page(7),
    page9: page(8),
    importFiles: () => {
      void flow.choose();
      return true;
    },
    settings: () => {
      app.router.go('settings');
      return true;
    },
    find: focusSearch,
    filter: focusSearch,
    undo: () => {
      void flow.askUndoLast();
      return true;
    },
    panes: () => {
      stepPane(1);
      return true;
    },
    panesBack: () => {
      stepPane(-1);
      return true;
    },
    previous: () => {
      app.stepPeriod(-1);
      return true;
    },
    next: () => {
      app.stepPeriod(1);
      return true;
    },
    mainAction: () => {
      const button = document.querySelector<HTMLButtonElement>('[data-main-action]:not(:disabled)');
      button?.click();
      return button !== null;
    },
    help: () => {
      app.layer = 'keyboard';
      return true;
    },
  };
  const press = (event: KeyboardEvent) => {
    const id = bindingFor(event);
    if (!id || onTop()) return;
    const plain = !('command' in bindings[id]) && bindings[id].key.length === 1;
    // In a field, signs are text, and Ctrl Z takes back what was typed.
    if (writing(event.target) && (plain || id === 'undo')) return;
    if (!app.shop && id !== 'help') return;
    if (run[id]()) event.preventDefault();
  };
  window.addEventListener('keydown', press);
  return () => window.removeEventListener('keydown', press);
}
