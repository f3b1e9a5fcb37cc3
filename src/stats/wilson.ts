import { requireBetween, requireInteger, StatisticsInputError } from './input-error.ts';
import type { ConfidenceInterval } from './interval.ts';
import { normalQuantile } from './normal.ts';

/**
 * Wilson's score interval for a proportion, two-sided, without continuity correction (Wilson 1927, JASA
 * 22:209–212). Exactly 0 below with no success and exactly 1 above with no failure.
 * @throws StatisticsInputError without trials, or with more successes than trials.
 */
export function wilsonInterval(input: {
  readonly successes: number;
  readonly trials: number;
  readonly confidence: number;
}): ConfidenceInterval {
  const { successes, trials, confidence } = input;
  requireInteger('wilsonInterval', 'trials', trials, 1);
  requireInteger('wilsonInterval', 'successes', successes, 0);
  requireBetween('wilsonInterval', 'confidence', confidence, 0, 1);
  if (successes > trials) {
    throw new StatisticsInputError(
      'wilsonInterval',
      'successes',
      successes,
      `must not exceed ${trials} trials`,
    );
  }
  const z = normalQuantile((1 - confidence) / 2);
  const estimate = successes / trials;
  const square = z * z;
  const scale = 1 + square / trials;
  const centre = (estimate + square / (2 * trials)) / scale;
  const reach =
    (-z * Math.sqrt((estimate * (1 - estimate)) / trials + square / (4 * trials * trials))) / scale;
  return {
    estimate,
    low: successes === 0 ? 0 : centre - reach,
    high: successes === trials ? 1 : centre + reach,
  };
}
