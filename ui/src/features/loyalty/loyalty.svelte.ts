// The programme as it holds, the changes to it that are not saved, and what they would have cost.
import type { App } from '$lib/app/app.svelte';
import type { LoyaltyAssumptions, ProgrammeRules, ProgrammeSaid } from '$lib/backend/backend';
import { Query } from '$lib/backend/query.svelte';
import { nextNumber } from './programme';

const topics = ['orders', 'customers', 'settings', 'ledger', 'shops'] as const;

export class Loyalty {
  readonly programme;
  readonly trial;
  /** What was written and is not saved; nothing where nothing was. */
  draft = $state.raw<ProgrammeRules | null>(null);
  /** A threshold that is looked at beside the programme, in minor units. */
  beside = $state<number | null>(null);
  assumed = $state.raw<LoyaltyAssumptions>({ redeemed: null, breakage: null, margin: null });
  saving = $state(false);

  readonly #app: App;
  /** What holds now. */
  readonly now: ProgrammeSaid | undefined = $derived.by(() => this.programme.data?.versions.find(({ holds }) => holds === 'now'));
  /** What begins later. */
  readonly later: ProgrammeSaid | undefined = $derived.by(() => this.programme.data?.versions.find(({ holds }) => holds === 'later'));
  /** Whether any programme was ever set. */
  readonly begun: boolean = $derived.by(() => (this.programme.data?.versions.length ?? 0) > 0);
  /** What stands there to be read and changed. */
  readonly rules: ProgrammeRules | undefined = $derived.by(() => this.draft ?? this.now?.rules ?? this.later?.rules ?? this.programme.data?.begin);
  readonly changed: boolean = $derived.by(() => this.draft !== null);

  /** Made while a component is set up: its effects end with it. */
  constructor(app: App) {
    this.#app = app;
    this.programme = new Query(app.backend, topics, () => (app.empty ? undefined : app.backend.loyaltyProgramme()));
    this.trial = new Query(app.backend, ['orders', 'settings', 'shops'], () => {
      const { rules, assumed, beside } = this;
      if (app.empty || !rules) return undefined;
      return app.backend.tryLoyaltyProgramme({ programme: rules, from: null, thresholds: beside === null ? null : [beside], assumed });
    });
  }

  edit(rules: ProgrammeRules): void {
    this.draft = rules;
    this.beside = null;
  }

  discard(): void {
    this.draft = null;
    this.beside = null;
  }

  /** A number that no rule, reward or tier ever had. */
  next(of: 'rules' | 'rewards' | 'tiers'): number {
    const { programme, rules } = this;
    return programme.data && rules ? nextNumber(programme.data, rules, of) : 1;
  }

  /** Says what the programme is from a day on, from now on where none is named; whether it was done. */
  async save(from: string | null, done: (lines: number) => void): Promise<void> {
    const { rules } = this;
    if (!rules) return;
    this.saving = true;
    try {
      const posted = await this.#app.backend.setLoyaltyProgramme({ programme: rules, from });
      this.discard();
      done(posted.lines);
    } catch (error) {
      this.#app.complain(error);
    } finally {
      this.saving = false;
    }
  }

  async pause(paused: boolean, done: () => void): Promise<void> {
    this.saving = true;
    try {
      await this.#app.backend.pauseLoyalty(paused);
      done();
    } catch (error) {
      this.#app.complain(error);
    } finally {
      this.saving = false;
    }
  }
}
