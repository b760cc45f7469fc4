// All pages in one typed table. A page is loaded when it is first opened.
import type { Component } from 'svelte';
import FileDown from '@lucide/svelte/icons/file-down';
import House from '@lucide/svelte/icons/house';
import ReceiptText from '@lucide/svelte/icons/receipt-text';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import Mail from '@lucide/svelte/icons/mail';
import ListFilter from '@lucide/svelte/icons/list-filter';
import Package from '@lucide/svelte/icons/package';
import Repeat from '@lucide/svelte/icons/repeat';
import Settings from '@lucide/svelte/icons/settings';
import TicketPercent from '@lucide/svelte/icons/ticket-percent';
import UserCheck from '@lucide/svelte/icons/user-check';
import Users from '@lucide/svelte/icons/users';
import type { LucideIcon } from '@lucide/svelte';
import { t } from '$lib/messages';

export type PageId = keyof typeof t.pages;

export interface Route {
  id: PageId;
  title: string;
  icon: LucideIcon;
  /** Where the sidebar lists it; settings stand in its foot. */
  group: 'pages' | 'act' | 'data' | 'foot';
  load: () => Promise<{ default: Component }>;
}

export const routes: readonly Route[] = [
  { id: 'home', title: t.pages.home, icon: House, group: 'pages', load: () => import('./features/home/Page.svelte') },
  { id: 'orders', title: t.pages.orders, icon: ReceiptText, group: 'pages', load: () => import('./features/orders/Page.svelte') },
  { id: 'customers', title: t.pages.customers, icon: Users, group: 'pages', load: () => import('./features/customers/Page.svelte') },
  { id: 'segments', title: t.pages.segments, icon: ListFilter, group: 'pages', load: () => import('./features/segments/Page.svelte') },
  { id: 'products', title: t.pages.products, icon: Package, group: 'pages', load: () => import('./features/products/Page.svelte') },
  { id: 'returning', title: t.pages.returning, icon: Repeat, group: 'pages', load: () => import('./features/returning/Page.svelte') },
  { id: 'whatif', title: t.pages.whatif, icon: FlaskConical, group: 'pages', load: () => import('./features/whatif/Page.svelte') },
  { id: 'campaigns', title: t.pages.campaigns, icon: Mail, group: 'act', load: () => import('./shell/Campaigns.svelte') },
  { id: 'loyalty', title: t.pages.loyalty, icon: TicketPercent, group: 'act', load: () => import('./features/loyalty/Page.svelte') },
  { id: 'import', title: t.pages.import, icon: FileDown, group: 'data', load: () => import('./features/import/Page.svelte') },
  { id: 'duplicates', title: t.pages.duplicates, icon: UserCheck, group: 'data', load: () => import('./features/duplicates/Page.svelte') },
  { id: 'settings', title: t.pages.settings, icon: Settings, group: 'foot', load: () => import('./features/settings/Page.svelte') },
];

/** The route of a page's name; Home for a name that is not known. */
export function routeFor(page: string): Route {
  const [home] = routes;
  const found = routes.find((route) => route.id === page) ?? home;
  if (!found) throw new Error('the table of pages is empty');
  return found;
}
