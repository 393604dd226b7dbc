import type { Step } from './steps.ts';
import type { Bed, Traffic } from './stores.ts';

/** What one step cost at one size: milliseconds of each run, and what went over the bridge in the last one. */
export interface Cost {
  times: number[];
  traffic: Traffic | null;
}

/** A filled store with its steps. */
export interface Side {
  bed: Bed;
  steps: Step[];
}

const WARM_UP = 5;

/** Runs every step on all sides by turns, so that noise hits them alike; gives the costs by step, then by side. */
export async function measure(sides: readonly Side[], runs: number): Promise<Cost[][]> {
  const [first] = sides;
  const costs = (first?.steps ?? []).map(() => sides.map((): Cost => ({ times: [], traffic: null })));
  for (let turn = -WARM_UP; turn < runs; turn += 1) {
    for (const [index, row] of costs.entries()) {
      // Who goes first changes with every turn.
      const order = turn % 2 === 0 ? [...sides.keys()] : [...sides.keys()].reverse();
      for (const at of order) {
        const cost = row[at];
        const side = sides[at];
        const step = side?.steps[index];
        if (cost && step) await time(step, side.bed, turn < 0 ? { ...cost, times: [] } : cost);
      }
    }
  }
  return costs;
}

async function time(step: Step, bed: Bed, cost: Cost): Promise<void> {
  await step.prepare?.();
  bed.traffic();
  const begin = performance.now();
  await step.run();
  cost.times.push(performance.now() - begin);
  cost.traffic = bed.traffic();
  await step.clear?.();
}
