import { requireBetween } from './input-error.ts';
import type { ConfidenceInterval } from './interval.ts';
import { studentTCdf, studentTQuantile, studentTSurvival } from './student-t.ts';

/** An estimate with its standard error and the degrees of freedom of the t distribution it is read on. */
export interface Estimate {
  readonly estimate: number;
  readonly error: number;
  readonly degreesOfFreedom: number;
}

/** Two-sided t interval; a point when the error is 0. */
export function tInterval(estimated: Estimate, confidence: number): ConfidenceInterval {
  requireBetween('tInterval', 'confidence', confidence, 0, 1);
  const { estimate, error, degreesOfFreedom } = estimated;
  const reach = error === 0 ? 0 : -studentTQuantile((1 - confidence) / 2, degreesOfFreedom) * error;
  return { estimate, low: estimate - reach, high: estimate + reach };
}

export interface TTest {
  /** (estimate − bound) / error; ±Infinity when the error is 0 and the estimate is not the bound. */
  readonly t: number;
  /** One-sided p-value for "the mean is at most the bound": small when the mean is greater. */
  readonly pGreater: number;
  /** One-sided p-value for "the mean is at least the bound": small when the mean is less. */
  readonly pLess: number;
}

/**
 * Student's one-sided tests of a mean against a bound (Student 1908). With an error of 0 (constant data) the
 * p-values are 0 or 1, or one half each when the estimate equals the bound: append pseudo-cases to avoid
 * believing so much of a small sample.
 */
export function tTest({ estimate, error, degreesOfFreedom }: Estimate, bound: number): TTest {
  const excess = estimate - bound;
  const t = excess === 0 ? 0 : excess / error;
  return { t, pGreater: studentTSurvival(t, degreesOfFreedom), pLess: studentTCdf(t, degreesOfFreedom) };
}
