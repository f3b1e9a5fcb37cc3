import type { TestCase } from '../core/case.ts';
import type { ScoredTrial } from '../core/trial.ts';

/** Trials of one arm: one row per case, one column per repeat. */
export type TrialGrid = readonly (readonly ScoredTrial[])[];

/** @throws RangeError when a case has fewer trials than repeats. */
export function gridOf(
  trials: readonly ScoredTrial[],
  cases: readonly TestCase[],
  repeats: number,
): TrialGrid {
  const byCase = new Map<string, ScoredTrial[]>();
  for (const trial of trials) byCase.set(trial.caseId, [...(byCase.get(trial.caseId) ?? []), trial]);
  return cases.map(({ id }) => {
    const row = [...(byCase.get(id) ?? [])].sort((a, b) => a.repeat - b.repeat);
    if (row.length !== repeats) throw new RangeError(`case ${id} has ${row.length} trials of ${repeats}`);
    return row;
  });
}
