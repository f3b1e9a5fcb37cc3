import type { TestCase } from '../core/case.ts';
import type { ScoredTrial } from '../core/trial.ts';

/** Trials of one arm: one row per case, one column per repeat. A case that was not run has an empty row. */
export type TrialGrid = readonly (readonly ScoredTrial[])[];

export function emptyGrid(cases: number): TrialGrid {
  return Array.from({ length: cases }, () => []);
}

/** Puts the trials of some cases into their rows. @throws RangeError when a case has fewer trials than repeats. */
export function fillGrid(
  grid: TrialGrid,
  trials: readonly ScoredTrial[],
  positions: readonly number[],
  cases: readonly TestCase[],
  repeats: number,
): TrialGrid {
  const byCase = new Map<string, ScoredTrial[]>();
  for (const trial of trials) byCase.set(trial.caseId, [...(byCase.get(trial.caseId) ?? []), trial]);
  const filled = [...grid];
  for (const [index, position] of positions.entries()) {
    const { id } = cases[index];
    const row = [...(byCase.get(id) ?? [])].sort((a, b) => a.repeat - b.repeat);
    if (row.length !== repeats) throw new RangeError(`case ${id} has ${row.length} trials of ${repeats}`);
    filled[position] = row;
  }
  return filled;
}
