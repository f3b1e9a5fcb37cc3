import { inverseIncompleteBeta } from './incomplete-beta.ts';
import { requireBetween, requireInteger, StatisticsInputError } from './input-error.ts';
import type { ConfidenceInterval } from './interval.ts';

/** Successes (or hits, or failures: whatever is counted) among trials, and 1 − α. */
export interface BinomialSample {
  readonly successes: number;
  readonly trials: number;
  readonly confidence: number;
}

function requireSample(statistic: string, { successes, trials, confidence }: BinomialSample): void {
  requireInteger(statistic, 'trials', trials, 1);
  requireInteger(statistic, 'successes', successes, 0);
  requireBetween(statistic, 'confidence', confidence, 0, 1);
  if (successes > trials) {
    throw new StatisticsInputError(statistic, 'successes', successes, `must not exceed ${trials} trials`);
  }
}

function lowerBound(successes: number, trials: number, alpha: number): number {
  return successes === 0 ? 0 : inverseIncompleteBeta(alpha, successes, trials - successes + 1);
}

function upperBound(successes: number, trials: number, alpha: number): number {
  // The complement is solved for, so that a bound near 1 keeps its digits.
  return successes === trials ? 1 : 1 - inverseIncompleteBeta(alpha, trials - successes, successes + 1);
}

/**
 * Exact two-sided interval for a proportion, each tail with half of the error (Clopper & Pearson 1934,
 * Biometrika 26:404–413).
 * @throws StatisticsInputError without trials, or with more successes than trials.
 */
export function clopperPearsonInterval(sample: BinomialSample): ConfidenceInterval {
  requireSample('clopperPearsonInterval', sample);
  const { successes, trials } = sample;
  const alpha = (1 - sample.confidence) / 2;
  return {
    estimate: successes / trials,
    low: lowerBound(successes, trials, alpha),
    high: upperBound(successes, trials, alpha),
  };
}

/** Exact one-sided upper bound: the whole error of 1 − confidence lies above it (Clopper & Pearson 1934). */
export function clopperPearsonUpper(sample: BinomialSample): number {
  requireSample('clopperPearsonUpper', sample);
  return upperBound(sample.successes, sample.trials, 1 - sample.confidence);
}

/** Exact one-sided lower bound: the whole error of 1 − confidence lies below it (Clopper & Pearson 1934). */
export function clopperPearsonLower(sample: BinomialSample): number {
  requireSample('clopperPearsonLower', sample);
  return lowerBound(sample.successes, sample.trials, 1 - sample.confidence);
}
