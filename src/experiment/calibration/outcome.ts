import type { Verdict } from '../../core/verdict.ts';
import type { Evidence } from '../evidence.ts';
import { judge } from '../judge/judge.ts';
import type { Outcome } from './world.ts';

/** Fewer than the product takes: a simulation judges thousands of runs, and 1,000 resolve p to .001. */
export const simulationResamples = 1000;

/** Judges with the product's own judge; only bootstraps that cannot change the verdict's kind are left out. */
export function judged(evidence: Evidence): readonly Verdict[] {
  return judge(evidence, { resamples: simulationResamples, decisionOnly: true });
}

/** Whether any candidate was promoted: with several candidates that all should not be, the familywise error. */
export function outcomeOf(evidence: Evidence): Outcome {
  const verdicts = judged(evidence);
  return {
    promoted: verdicts.some(({ kind }) => kind === 'promote'),
    rejected: verdicts.some(({ kind }) => kind === 'reject'),
  };
}

/** Whether the interval that is shown for a gate holds the true value. */
export function coverageOf(evidence: Evidence, gate: 'quality' | 'cost', truth: number): Outcome {
  const [verdict] = judge(evidence, { resamples: simulationResamples });
  const interval = verdict?.gates.find(({ kind }) => kind === gate)?.interval;
  return {
    promoted: verdict?.kind === 'promote',
    rejected: verdict?.kind === 'reject',
    covered: interval !== undefined && interval.low <= truth && truth <= interval.high,
  };
}
