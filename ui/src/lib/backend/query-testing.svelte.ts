import { flushSync } from 'svelte';
import type { Topic } from './backend';
import { Query } from './query.svelte';

/** A query outside a component, with a month that it may read and changes that can be said. */
export function harness<T>(topics: Topic[], load: (month: string) => Promise<T>) {
  const listeners = new Set<(topics: Topic[]) => void>();
  let month = $state('2026-06');
  let query: Query<T> | undefined;
  const stop = $effect.root(() => {
    const backend = {
      onDataChanged: (listener: (changed: Topic[]) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    query = new Query(backend, topics, () => load(month));
  });
  flushSync();
  if (!query) throw new Error('the query was not made');
  return {
    query,
    stop,
    listeners: () => listeners.size,
    change: (changed: Topic[]) => listeners.forEach((listener) => listener(changed)),
    setMonth: (next: string) => {
      month = next;
    },
  };
}
