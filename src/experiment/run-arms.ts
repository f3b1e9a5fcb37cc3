import type { ScoredTrial } from '../core/trial.ts';
import type { Arm } from './arm.ts';
import type { Arms } from './fit-arms.ts';
import type { Plan } from './plan.ts';
import type { Session } from './session.ts';
import { gridOf, type TrialGrid } from './trial-grid.ts';

/** The trials of a run on the test split. */
export interface ArmTrials {
  readonly baseline: TrialGrid;
  readonly original: TrialGrid | undefined;
  /** By candidate name. */
  readonly candidates: ReadonlyMap<string, TrialGrid>;
}

/** Runs the baseline, then every candidate one at a time, on every test case. */
export async function runArms(arms: Arms, plan: Plan, { runner, suite }: Session): Promise<ArmTrials> {
  const all = [arms.baseline, ...(arms.original === undefined ? [] : [arms.original])];
  runner.expect((all.length + arms.candidates.length) * plan.test.length * suite.repeats);
  const grid = async (arm: Arm): Promise<TrialGrid> => {
    const trials: readonly ScoredTrial[] = await runner.run(arm, plan.test, {
      phase: 'run',
      label: arm.name,
      repeats: suite.repeats,
    });
    return gridOf(trials, plan.test, suite.repeats);
  };
  const baseline = await grid(arms.baseline);
  const original = arms.original === undefined ? undefined : await grid(arms.original);
  const candidates = new Map<string, TrialGrid>();
  for (const { arm } of arms.candidates) candidates.set(arm.name, await grid(arm));
  return { baseline, original, candidates };
}
