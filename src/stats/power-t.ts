import {
  requireBetween,
  requireFinite,
  requireInteger,
  requirePositive,
  StatisticsInputError,
} from './input-error.ts';
import { noncentralTCdf } from './noncentral-t.ts';
import { studentTQuantile } from './student-t.ts';

/**
 * Power by the noncentral t distribution (Cohen 1988, "Statistical Power Analysis", ch. 2). It asks for a little more
 * than the normal theory of `power.ts`: one or two cases in hundreds, and a good part below thirty.
 */
function exceeding(probability: number, degreesOfFreedom: number, noncentrality: number): number {
  // Beyond 36 standard errors the power is 1 in every digit, and the noncentral series underflows.
  if (noncentrality > 36) return 1;
  return 1 - noncentralTCdf(studentTQuantile(probability, degreesOfFreedom), degreesOfFreedom, noncentrality);
}

/** Power of a one-sided paired t test for an effect of `effect` standard deviations of the difference. */
export function pairedTPower(input: {
  /** (δ + μ_d) / σ_d, not negative. */
  readonly effect: number;
  /** More than 1; need not be whole, so that sample sizes can be solved for. */
  readonly cases: number;
  readonly alpha: number;
}): number {
  const { effect, cases, alpha } = input;
  requireFinite('pairedTPower', 'effect', effect);
  if (effect < 0) throw new StatisticsInputError('pairedTPower', 'effect', effect, 'must not be negative');
  requireBetween('pairedTPower', 'cases', cases, 1, Number.MAX_SAFE_INTEGER);
  requireBetween('pairedTPower', 'alpha', alpha, 0, 1);
  return exceeding(1 - alpha, cases - 1, effect * Math.sqrt(cases));
}

/** The point where a rising function reaches `target`, from a bracket that is doubled until it holds it. */
function solveRising(rising: (x: number) => number, target: number, start: number): number {
  let low = start;
  if (rising(low) >= target) return low;
  let high = 2 * start;
  while (rising(high) < target) {
    low = high;
    high *= 2;
  }
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (rising(middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Pairs that a one-sided paired t test needs to see `effect` standard deviations; not rounded, at least 2. */
export function pairedTSampleSize(input: {
  readonly effect: number;
  readonly alpha: number;
  readonly power: number;
}): number {
  const { effect, alpha, power } = input;
  requireBetween('pairedTSampleSize', 'alpha', alpha, 0, 1);
  requireBetween('pairedTSampleSize', 'power', power, alpha, 1);
  if (!(effect >= 1e-4 && Number.isFinite(effect))) {
    throw new StatisticsInputError('pairedTSampleSize', 'effect', effect, 'must be finite and at least 1e-4');
  }
  return solveRising((cases) => pairedTPower({ effect, cases, alpha }), power, 2);
}

/** The smallest drop that a one-sided paired t test on `cases` can tell from none, in the unit of `deviation`. */
export function pairedTDetectableDrop(input: {
  readonly deviation: number;
  readonly cases: number;
  readonly alpha: number;
  readonly power: number;
}): number {
  const { deviation, cases, alpha, power } = input;
  requirePositive('pairedTDetectableDrop', 'deviation', deviation);
  requireInteger('pairedTDetectableDrop', 'cases', cases, 2);
  requireBetween('pairedTDetectableDrop', 'alpha', alpha, 0, 1);
  requireBetween('pairedTDetectableDrop', 'power', power, alpha, 1);
  return deviation * solveRising((effect) => pairedTPower({ effect, cases, alpha }), power, 1e-9);
}

/**
 * Power of the two-sided two-sample t test in the direction of the difference: what a comparison of unpaired runs
 * would have.
 */
export function twoSampleTPower(input: {
  readonly casesPerArm: number;
  readonly difference: number;
  readonly deviation: number;
  /** Two-sided. */
  readonly alpha: number;
}): number {
  requireInteger('twoSampleTPower', 'casesPerArm', input.casesPerArm, 2);
  requireFinite('twoSampleTPower', 'difference', input.difference);
  requirePositive('twoSampleTPower', 'deviation', input.deviation);
  requireBetween('twoSampleTPower', 'alpha', input.alpha, 0, 1);
  const noncentrality = (Math.abs(input.difference) / input.deviation) * Math.sqrt(input.casesPerArm / 2);
  return exceeding(1 - input.alpha / 2, 2 * input.casesPerArm - 2, noncentrality);
}
