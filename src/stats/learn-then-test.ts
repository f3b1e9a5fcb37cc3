import { binomialCdf } from './binomial.ts';
import { clopperPearsonUpper } from './clopper-pearson.ts';
import { requireBetween, requireInteger, StatisticsInputError } from './input-error.ts';
import { minimumCasesWithoutFailure } from './power.ts';

/** Labelled outcomes at one setting, for example the hits of a cache at one similarity threshold. */
export interface ThresholdCounts {
  readonly threshold: number;
  /** Labelled cases that went wrong (false hits). */
  readonly failures: number;
  /** Labelled cases (hits); they must be distinct and independent. */
  readonly trials: number;
}

export interface ThresholdStep extends ThresholdCounts {
  /** `too-few`: even without a failure this many trials could not show the target. `untested`: after the first failure. */
  readonly outcome: 'too-few' | 'certified' | 'refused' | 'untested';
  /** Clopper–Pearson upper bound of the failure rate; 1 without trials. */
  readonly upperBound: number;
  /** P(at most this many failures when the rate is the target); 1 without trials. */
  readonly p: number;
}

export type FixedSequenceResult =
  | { readonly kind: 'certified'; readonly threshold: number; readonly steps: readonly ThresholdStep[] }
  | {
      /** No setting is certified. When none had enough trials, `minimumTrials` says how many the target needs. */
      readonly kind: 'none';
      readonly reason: 'too-few-trials' | 'refused';
      readonly minimumTrials: number;
      readonly steps: readonly ThresholdStep[];
    };

/**
 * Fixed-sequence testing over pre-registered thresholds, the strictest first: each is tested at the full α, and the
 * walk ends at the first that is not shown to be at or below the target rate, so the whole choice errs with chance α
 * at most (Angelopoulos et al. 2021, "Learn then Test"). The test is the
 * exact binomial one, which agrees with the Clopper–Pearson upper bound. Thresholds at the strict end with too few
 * trials are passed over: that depends on the number of labels alone, not on what they say.
 * @throws StatisticsInputError without thresholds, when they are not in strictly monotonic order, or for counts that
 * are not whole.
 */
export function fixedSequenceTest(input: {
  readonly thresholds: readonly ThresholdCounts[];
  /** Largest tolerated failure rate. */
  readonly target: number;
  readonly alpha: number;
}): FixedSequenceResult {
  const { thresholds, target, alpha } = input;
  requireThresholds(thresholds);
  requireBetween('fixedSequenceTest', 'target', target, 0, 1);
  requireBetween('fixedSequenceTest', 'alpha', alpha, 0, 1);
  const minimumTrials = minimumCasesWithoutFailure({ margin: target, alpha });
  const steps: ThresholdStep[] = [];
  let state: 'waiting' | 'walking' | 'ended' = 'waiting';
  let certified: number | undefined;
  for (const counts of thresholds) {
    const { failures, trials } = counts;
    const p = trials === 0 ? 1 : binomialCdf(failures, trials, target);
    const upperBound =
      trials === 0 ? 1 : clopperPearsonUpper({ successes: failures, trials, confidence: 1 - alpha });
    if (state === 'ended') {
      steps.push({ ...counts, p, upperBound, outcome: 'untested' });
    } else if (state === 'waiting' && trials < minimumTrials) {
      steps.push({ ...counts, p, upperBound, outcome: 'too-few' });
    } else if (p <= alpha) {
      state = 'walking';
      certified = counts.threshold;
      steps.push({ ...counts, p, upperBound, outcome: 'certified' });
    } else {
      state = 'ended';
      steps.push({ ...counts, p, upperBound, outcome: 'refused' });
    }
  }
  if (certified !== undefined) return { kind: 'certified', threshold: certified, steps };
  const reason = state === 'waiting' ? 'too-few-trials' : 'refused';
  return { kind: 'none', reason, minimumTrials, steps };
}

function requireThresholds(thresholds: readonly ThresholdCounts[]): void {
  requireInteger('fixedSequenceTest', 'thresholds.length', thresholds.length, 1);
  const direction = thresholds.length < 2 ? 1 : Math.sign(thresholds[1].threshold - thresholds[0].threshold);
  thresholds.forEach(({ threshold, failures, trials }, index) => {
    const where = `thresholds[${index}]`;
    requireInteger('fixedSequenceTest', `${where}.trials`, trials, 0);
    requireInteger('fixedSequenceTest', `${where}.failures`, failures, 0);
    if (failures > trials) {
      throw new StatisticsInputError(
        'fixedSequenceTest',
        `${where}.failures`,
        failures,
        `must not exceed ${trials}`,
      );
    }
    const ordered = index === 0 || (threshold - thresholds[index - 1].threshold) * direction > 0;
    if (!Number.isFinite(threshold) || !ordered) {
      throw new StatisticsInputError(
        'fixedSequenceTest',
        `${where}.threshold`,
        threshold,
        'must be finite and continue from the strictest threshold to the laxest',
      );
    }
  });
}
