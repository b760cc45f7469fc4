// What can be done from anywhere, as data: one list for the palette.
import type { LucideIcon } from '@lucide/svelte';
import FileChartColumn from '@lucide/svelte/icons/file-chart-column';
import FileDown from '@lucide/svelte/icons/file-down';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Moon from '@lucide/svelte/icons/moon';
import Plus from '@lucide/svelte/icons/plus';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Scale from '@lucide/svelte/icons/scale';
import Save from '@lucide/svelte/icons/save';
import Search from '@lucide/svelte/icons/search';
import Store from '@lucide/svelte/icons/store';
import Sun from '@lucide/svelte/icons/sun';
import SunMoon from '@lucide/svelte/icons/sun-moon';
import type { App } from '$lib/app/app.svelte';
import type { ImportFlow } from '$lib/app/import-flow.svelte';
import { keysOf, type BindingId } from '$lib/app/keys';
import { t } from '$lib/messages';
import { routes } from '../routes';

/** The keys of the pages, in the order of the sidebar. */
const pageKeys: readonly BindingId[] = ['page1', 'page2', 'page3', 'page4', 'page5', 'page6', 'page7', 'page8', 'page9'];

export interface Action {
  id: string;
  group: string;
  title: string;
  icon: LucideIcon;
  shortcut?: string;
  run: () => void;
}

async function backUp(app: App): Promise<void> {
  try {
    await app.backend.backUpNow();
    app.toasts.show('done', t.settings.backedUp);
  } catch (error) {
    app.complain(error);
  }
}

async function undoLast(app: App, flow: ImportFlow): Promise<void> {
  if (!(await flow.askUndoLast())) app.toasts.show('info', t.undoImport.nothing);
}

/** Everything that can be done now. */
export function actions(app: App, flow: ImportFlow): Action[] {
  const group = t.palette.actions;
  const listed = routes.filter((route) => route.group !== 'foot').map(({ id }) => id);
  const pages = routes.map((route): Action => {
    const key = pageKeys[listed.indexOf(route.id)];
    const shortcut = route.id === 'settings' ? keysOf('settings') : key && keysOf(key);
    return {
      id: `page-${route.id}`,
      group: t.palette.go,
      title: route.title,
      icon: route.icon,
      ...(shortcut ? { shortcut } : {}),
      run: () => app.router.go(route.id),
    };
  });
  const shops = (app.info?.shops ?? [])
    .filter((shop) => !shop.open)
    .map((shop): Action => ({
      id: `shop-${shop.path}`,
      group: t.palette.shops,
      title: shop.name,
      icon: Store,
      run: () => void app.enter(() => app.backend.openShop(shop.path)),
    }));
  const current = app.home.data?.current;
  const does: Action[] = [
    { id: 'import', group, title: t.actions.importFiles, icon: FileDown, shortcut: keysOf('importFiles'), run: () => void flow.choose() },
    ...(current
      ? [
          {
            id: 'formula',
            group,
            title: t.actions.formula,
            icon: Scale,
            run: () => {
              app.sheet = { from: current.from, until: current.until };
            },
          },
        ]
      : []),
    ...(app.empty || !app.shop ? [] : [{ id: 'report', group, title: t.report.action, icon: FileChartColumn, run: () => app.askReport() }]),
    { id: 'undo', group, title: t.actions.undoLast, icon: RotateCcw, shortcut: keysOf('undo'), run: () => void undoLast(app, flow) },
    { id: 'backup', group, title: t.actions.backUp, icon: Save, run: () => void backUp(app) },
    app.dark
      ? { id: 'light', group, title: t.actions.light, icon: Sun, run: () => void app.setAppearance('light') }
      : { id: 'dark', group, title: t.actions.dark, icon: Moon, run: () => void app.setAppearance('dark') },
    { id: 'system', group, title: t.actions.system, icon: SunMoon, run: () => void app.setAppearance('system') },
    { id: 'new-shop', group, title: t.actions.newShop, icon: Plus, run: () => (app.layer = 'newShop') },
    ...(app.info?.shops.some((shop) => shop.sample)
      ? []
      : [{ id: 'sample', group, title: t.actions.sample, icon: Store, run: () => void app.enterSample() }]),
    { id: 'keyboard', group, title: t.actions.keyboard, icon: Keyboard, shortcut: keysOf('help'), run: () => (app.layer = 'keyboard') },
  ];
  return [...pages, ...does, ...shops];
}

/** The actions that words name, and looking for the words among the orders. */
export function matching(all: Action[], words: string, app: App): Action[] {
  const parts = words.trim().toLowerCase().split(/\s+/u).filter(Boolean);
  const found = all.filter((action) => parts.every((part) => action.title.toLowerCase().includes(part)));
  if (parts.length === 0) return found;
  const find: Action = {
    id: 'find-orders',
    group: t.palette.find,
    title: t.palette.findOrders(words.trim()),
    icon: Search,
    run: () => app.router.go('orders', { search: words.trim(), period: 'all' }),
  };
  return [...found, find];
}

/** A title in pieces, those that the words name marked. */
export function marked(title: string, words: string): { text: string; hit: boolean }[] {
  const word = words.trim().toLowerCase().split(/\s+/u)[0] ?? '';
  const at = word === '' ? -1 : title.toLowerCase().indexOf(word);
  if (at < 0) return [{ text: title, hit: false }];
  return [
    { text: title.slice(0, at), hit: false },
    { text: title.slice(at, at + word.length), hit: true },
    { text: title.slice(at + word.length), hit: false },
  ].filter((piece) => piece.text !== '');
}
