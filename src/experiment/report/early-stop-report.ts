import { addMoney } from '../../core/money.ts';
import { asBilledCost, type ScoredTrial } from '../../core/trial.ts';
import type { EarlyStopReport } from '../../reports/report.ts';
import type { Suite } from '../../suite/suite.ts';
import type { ArmTrials } from '../arm-trials.ts';
import type { Arms } from '../fit-arms.ts';
import type { TrialGrid } from '../trial-grid.ts';

interface Saved {
  readonly calls: number;
  /** Nano-dollars as billed, not whole. */
  readonly cost: number;
}

/** Evaluation cost of a trial: its calls and its judges'. */
function evaluated({ charges, quality }: ScoredTrial): Saved {
  const judges = quality.judgeCharges;
  return {
    calls: charges.length + judges.length,
    cost: asBilledCost({ charges }) + addMoney(...judges.map(({ asBilled }) => asBilled)),
  };
}

/** What the cases of an arm that were not run would have taken, reckoned like the mean of those that were. */
function savedBy(grid: TrialGrid, repeats: number): Saved {
  const trials = grid.flat().map(evaluated);
  if (trials.length === 0) return { calls: 0, cost: 0 };
  const notRun = grid.filter((row) => row.length === 0).length * repeats;
  const mean = (figure: keyof Saved): number =>
    trials.reduce((sum, trial) => sum + trial[figure], 0) / trials.length;
  return { calls: notRun * mean('calls'), cost: notRun * mean('cost') };
}

function runCases(grid: TrialGrid): number {
  return grid.filter((row) => row.length > 0).length;
}

/** At which look each candidate ended and what that saved; null for a run that did not stop early. */
export function reportEarlyStop(
  { earlyStop, repeats }: Pick<Suite, 'earlyStop' | 'repeats'>,
  { candidates }: Pick<Arms, 'candidates'>,
  trials: ArmTrials,
): EarlyStopReport | null {
  if (earlyStop === undefined) return null;
  const grids = [trials.baseline, ...(trials.original === undefined ? [] : [trials.original])];
  const saved = [...grids, ...trials.candidates.values()].map((grid) => savedBy(grid, repeats));
  return {
    looks: earlyStop.looks,
    savedCalls: Math.round(saved.reduce((sum, { calls }) => sum + calls, 0)),
    savedCost: saved.reduce((sum, { cost }) => sum + cost, 0) / 1e9,
    candidates: candidates.flatMap(({ definition: { name } }) => {
      const stopped = trials.stopped.get(name);
      return stopped === undefined
        ? []
        : [
            {
              name,
              look: stopped.look,
              cases: stopped.cases.length,
              casesRun: runCases(trials.candidates.get(name) ?? []),
              reason: stopped.reason,
            },
          ];
    }),
  };
}
