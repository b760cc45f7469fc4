// Long work in four steps: which are done, how far it is as a whole, and how long it may take yet.
import type { TaskPhase, TaskProgress } from '../backend/backend';

/** The steps in their order. */
export const phases: readonly TaskPhase[] = ['reading', 'matching', 'saving', 'counting'];

/** The steps of looking at files, and those of writing what was looked at. */
export const looking = phases.slice(0, 2);
export const writing = phases.slice(2);

/** How much of the time each step usually takes, of a hundred. */
const shares: Record<TaskPhase, number> = { reading: 10, matching: 40, saving: 45, counting: 5 };

/** Where a step stands. */
export type StepState = 'done' | 'running' | 'waiting';

/** Where each step stands while one runs. */
export function stepState(step: TaskPhase, running: TaskPhase | null): StepState {
  if (!running) return 'waiting';
  const distance = phases.indexOf(step) - phases.indexOf(running);
  return distance < 0 ? 'done' : distance === 0 ? 'running' : 'waiting';
}

/** How far the work is, from 0 to 1, over the steps that it has; nothing while that is not known. */
export function fraction(progress: TaskProgress | null, steps: readonly TaskPhase[]): number | null {
  if (!progress) return null;
  const whole = steps.reduce((sum, step) => sum + shares[step], 0);
  const at = steps.indexOf(progress.phase);
  if (at < 0 || whole === 0 || (at === 0 && progress.total === null)) return null;
  const before = steps.slice(0, at).reduce((sum, step) => sum + shares[step], 0);
  const part = progress.total ? Math.min(1, progress.done / progress.total) : 0;
  return (before + shares[progress.phase] * part) / whole;
}

/** How far the work is now, where it was so far before: what begins anew with each file does not go back. */
export function onward(before: number | null, now: number | null): number | null {
  return before === null || now === null ? (now ?? before) : Math.max(before, now);
}

/** Seconds that are likely left; nothing while it is too early to say. */
export function secondsLeft(startedAt: number, now: number, done: number): number | null {
  const elapsed = (now - startedAt) / 1000;
  if (elapsed < 1.5 || done < 0.05 || done >= 1) return null;
  return Math.max(1, Math.ceil((elapsed * (1 - done)) / done));
}
