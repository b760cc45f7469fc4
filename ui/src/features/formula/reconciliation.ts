import type { FormulaFigures, Step } from '$lib/backend/backend';

/** Whether a step brings something in or takes it out: by money, or by orders where no money moves. */
export function comesIn(step: Step): boolean {
  return step.revenue.minor === 0 ? step.orders > 0 : step.revenue.minor > 0;
}

/** Whether the steps from one figure lead to the other exactly, in money and in orders. */
export function addsUp(from: FormulaFigures, to: FormulaFigures): boolean {
  const revenue = to.steps.reduce((sum, step) => sum + step.revenue.minor, from.revenue.minor);
  const orders = to.steps.reduce((sum, step) => sum + step.orders, from.orders);
  return revenue === to.revenue.minor && orders === to.orders;
}

/** The step that stands for what the files do not explain, where there is one. */
export function unexplained(to: FormulaFigures): Step | undefined {
  return to.steps.find((step) => step.kind === 'unexplained' && (step.revenue.minor !== 0 || step.orders !== 0));
}
