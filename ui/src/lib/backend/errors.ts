// One table from a code to what it means for the person in front of the window. Nothing branches on words.
import { t } from '../messages';
import type { ApiError, Code } from './backend';

export type Severity = 'info' | 'warn' | 'bad';

/** What can be done about it from where it is shown. */
export type Remedy = 'retry' | 'none';

interface Meaning {
  severity: Severity;
  remedy: Remedy;
  words: { title: string; safe: string };
}

const meanings: Record<Code, Meaning> = {
  notFound: { severity: 'warn', remedy: 'none', words: t.errors.notFound },
  validation: { severity: 'warn', remedy: 'none', words: t.errors.validation },
  undecided: { severity: 'warn', remedy: 'none', words: t.errors.undecided },
  rejects: { severity: 'warn', remedy: 'none', words: t.errors.rejects },
  conflict: { severity: 'warn', remedy: 'retry', words: t.errors.conflict },
  cancelled: { severity: 'info', remedy: 'none', words: t.errors.cancelled },
  busy: { severity: 'warn', remedy: 'retry', words: t.errors.busy },
  diskFull: { severity: 'bad', remedy: 'retry', words: t.errors.diskFull },
  unreadable: { severity: 'bad', remedy: 'retry', words: t.errors.unreadable },
  shopVersion: { severity: 'bad', remedy: 'none', words: t.errors.shopVersion },
  shopDamaged: { severity: 'bad', remedy: 'none', words: t.errors.shopDamaged },
  internal: { severity: 'bad', remedy: 'retry', words: t.errors.internal },
};

/** An answer that says no. */
export class BackendError extends Error {
  readonly code: Code;
  /** The input it is about. */
  readonly field: string | null;

  constructor(error: ApiError) {
    super(error.message);
    this.name = 'BackendError';
    this.code = error.code;
    this.field = error.field;
  }
}

/** What is shown of an error. */
export interface Trouble {
  code: Code;
  severity: Severity;
  title: string;
  /** What happened in particular, a sentence or more; may be empty. */
  text: string;
  remedy: Remedy;
  field: string | null;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?…”]$/u.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** Turns whatever was thrown into what is shown. A fault of ours shows no inner words. */
export function trouble(error: unknown): Trouble {
  const code: Code = error instanceof BackendError ? error.code : 'internal';
  const { severity, remedy, words } = meanings[code];
  const said = error instanceof BackendError && code !== 'internal' ? sentence(error.message) : '';
  return {
    code,
    severity,
    remedy,
    title: words.title,
    // The message says what happened and what to do; the table's own words stand in where there is none.
    text: said === '' ? words.safe : said,
    field: error instanceof BackendError ? error.field : null,
  };
}
