import { createContext } from 'svelte';
import type { Appearance, AppInfo, Backend, Comparison, Formula, Home, SendingRow, ShopInfo, WholeReportInput } from '../backend/backend';
import { trouble, type Trouble } from '../backend/errors';
import { Query } from '../backend/query.svelte';
import { count } from '../format/number';
import { t } from '../messages';
import { fraction, onward, phases } from './import-progress';
import { Learning } from './learning.svelte';
import { Pictures } from './pictures.svelte';
import { Post } from './post.svelte';
import { Router } from './router.svelte';
import { Toasts } from './toasts.svelte';

const formulaKey = 'pannier.formula';
const formulas: readonly Formula[] = ['goods', 'shopify', 'net', 'collected'];

function rememberedFormula(): Formula {
  const kept = localStorage.getItem(formulaKey);
  return formulas.find((formula) => formula === kept) ?? 'goods';
}

/** A half-open run of days; an end that is not named lies where the orders end. */
export interface Period {
  from: string | null;
  until: string | null;
}

/** The days and the comparison that a report begins with. */
export type ReportStart = Period & Pick<WholeReportInput, 'comparedWith' | 'compareFrom' | 'compareUntil'>;

/** Long work that goes on whichever page is shown. */
export interface Task {
  kind: 'preview' | 'import' | 'sample';
  /** How far it is, from 0 to 1; nothing while that is not known. */
  share: number | null;
  /** Whether it was asked to stop. */
  stopping?: boolean;
}

/** What lies on top of the page. */
export type Layer = 'palette' | 'keyboard' | 'newShop' | 'guide' | null;

/**
 * What the whole window shares: the open shop, the month and formula that every screen follows,
 * the address, the messages. Made once, while the shell is set up, and handed down by context.
 */
export class App {
  readonly backend: Backend;
  readonly router = new Router();
  readonly toasts = new Toasts();
  readonly pictures = new Pictures(this);
  readonly learning: Learning;
  readonly post: Post;

  info = $state.raw<AppInfo | undefined>(undefined);
  /** Why the program itself gave no answer. */
  startProblem = $state.raw<Trouble | undefined>(undefined);
  formula = $state<Formula>(rememberedFormula());
  /** First day of the month that every screen follows; nothing for the newest. */
  month = $state<string | null>(null);
  comparison = $state<Comparison>('monthBefore');
  task = $state.raw<Task | null>(null);
  layer = $state<Layer>(null);
  /** The period that the formula sheet explains, while it is open. */
  sheet = $state.raw<Period | null>(null);

  /** What a report is to be of, while its dialog is open. */
  report = $state.raw<ReportStart | null>(null);

  /** What [ and ] do on a page that has its own period. */
  stepper: ((by: 1 | -1) => void) | null = null;

  readonly home: Query<Home>;
  readonly shop: ShopInfo | null = $derived.by(() => this.info?.shop ?? null);
  readonly empty: boolean = $derived.by(() => this.shop !== null && this.shop.orders === 0);
  /** Nobody is known either, not even by a list of addresses. */
  readonly nobody: boolean = $derived.by(() => this.empty && this.shop?.customers === false);

  #systemDark = $state(false);
  readonly dark: boolean = $derived.by(() => {
    const chosen = this.info?.appearance ?? 'system';
    return chosen === 'dark' || (chosen === 'system' && this.#systemDark);
  });

  constructor(backend: Backend) {
    this.backend = backend;
    this.#followSystemTheme();
    $effect(() =>
      backend.onDataChanged(() => {
        void this.refresh();
      }),
    );
    this.learning = new Learning(this);
    this.post = new Post(this);
    this.home = new Query(backend, ['orders', 'settings', 'shops'], () => {
      const input = { month: this.month, comparison: this.comparison, formula: this.formula };
      return this.shop && this.shop.orders > 0 ? backend.home(input) : undefined;
    });
  }

  /** Asks for the open shop again. */
  async refresh(): Promise<void> {
    try {
      this.info = await this.backend.appInfo();
      this.startProblem = undefined;
    } catch (error) {
      this.startProblem = trouble(error);
    }
  }

  /** Opens another shop, by whatever command; its months and formula begin anew. */
  async enter(open: () => Promise<AppInfo>): Promise<boolean> {
    try {
      this.info = await open();
      this.month = null;
      this.sheet = null;
      return true;
    } catch (error) {
      this.complain(error);
      return false;
    }
  }

  /** Opens the sample shop; the first time it is made, as long work like any other. */
  async enterSample(): Promise<void> {
    if (this.task) {
      this.toasts.show('info', this.task.kind === 'sample' ? t.first.oneAtATime : t.import.oneAtATime);
      return;
    }
    this.task = { kind: 'sample', share: null };
    await this.enter(() =>
      this.backend.openSampleShop((progress) => {
        if (this.task?.kind === 'sample') this.task = { ...this.task, share: onward(this.task.share, fraction(progress, phases)) };
      }),
    );
    this.task = null;
  }

  /** Stops the making of the sample shop; nothing of it is kept. */
  async stopSample(): Promise<void> {
    if (this.task?.kind !== 'sample' || this.task.stopping) return;
    this.task = { ...this.task, stopping: true };
    try {
      await this.backend.cancelTask();
    } catch (error) {
      if (this.task) this.task = { ...this.task, stopping: false };
      this.complain(error);
    }
  }

  /** Says in the corner what went wrong. A cancelled task is what was wanted. */
  complain(error: unknown): void {
    const { code, title, text } = trouble(error);
    if (code === 'cancelled') return;
    this.toasts.show('bad', text === '' ? title : text);
  }

  /** Says in the corner that a message goes out no more, and why. */
  told({ id, name, state, pausedWhy, counts }: SendingRow): void {
    const open = { label: t.sending.told.open, run: () => this.router.go('campaigns', { id: String(id) }) };
    if (state === 'paused') this.toasts.show('bad', t.sending.told.paused(name, pausedWhy), open);
    else this.toasts.show('done', t.sending.told.finished(name, counts.sent, count(counts.sent)), open);
  }

  async setAppearance(appearance: Appearance): Promise<void> {
    if (!this.info) return;
    const before = this.info;
    this.info = { ...before, appearance };
    try {
      await this.backend.setAppearance(appearance);
    } catch (error) {
      this.info = before;
      this.complain(error);
    }
  }

  /** Asks for a report of the month that every screen follows, or of other days. */
  askReport(start?: ReportStart): void {
    const current = this.home.data?.current;
    this.report = start ?? {
      from: current?.from ?? null,
      until: current?.until ?? null,
      comparedWith: this.comparison === 'yearBefore' ? 'yearBefore' : 'previous',
      compareFrom: null,
      compareUntil: null,
    };
  }

  setFormula(formula: Formula): void {
    this.formula = formula;
    localStorage.setItem(formulaKey, formula);
  }

  /** One period back or forth, as far as there are orders: the page's own, else the month. */
  stepPeriod(by: 1 | -1): void {
    if (this.stepper) this.stepper(by);
    else this.#stepMonth(by);
  }

  #stepMonth(by: 1 | -1): void {
    const home = this.home.data;
    if (!home) return;
    const at = home.months.indexOf(this.month ?? home.current.from);
    const next = home.months[at + by];
    if (at >= 0 && next) this.month = next;
  }

  #followSystemTheme(): void {
    const system = window.matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = system.matches;
    $effect(() => {
      const follow = () => {
        this.#systemDark = system.matches;
      };
      system.addEventListener('change', follow);
      return () => system.removeEventListener('change', follow);
    });
    $effect.pre(() => {
      document.documentElement.dataset['theme'] = this.dark ? 'dark' : 'light';
    });
  }
}

export const [getApp, setApp] = createContext<App>();
