// Whose copy is looked at.
import type { Language } from './types';

/** What it is asked by. */
export interface Asked {
  position: number;
  search: string;
}

/** The language that the copy is shown in; `own`: the reader’s. */
export type Shown = Language | 'own';

export class Person {
  asked = $state.raw<Asked>({ position: 0, search: '' });
  shown = $state<Shown>('own');

  /** The one whom the program showed last: a search ends at a place. */
  found(position: number): void {
    if (this.asked.search !== '' || this.asked.position !== position) this.asked = { position, search: '' };
  }

  step(by: 1 | -1): void {
    this.asked = { position: Math.max(0, this.asked.position + by), search: '' };
  }

  find(search: string): void {
    this.asked = { ...this.asked, search };
  }
}
