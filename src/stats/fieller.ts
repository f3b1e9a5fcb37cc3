import { requireBetween, requireSameLength, requireValues, StatisticsInputError } from './input-error.ts';
import type { ConfidenceInterval } from './interval.ts';
import { studentTQuantile } from './student-t.ts';

/**
 * `g` is t² s_c² / (n c̄²). From 1 on, the mean of the denominators does not differ from 0 and the set of
 * plausible ratios is unbounded: a result, not an error.
 */
export type FiellerResult =
  | ({ readonly kind: 'bounded'; readonly g: number } & ConfidenceInterval)
  | { readonly kind: 'unbounded'; readonly g: number; readonly estimate: number };

interface RatioMoments {
  readonly numerator: number;
  readonly denominator: number;
  /** Variances and covariance of the two means. */
  readonly numeratorVariance: number;
  readonly denominatorVariance: number;
  readonly covariance: number;
  readonly degreesOfFreedom: number;
}

export interface RatioSample {
  /** One for each case, for example quality. */
  readonly numerators: ArrayLike<number>;
  /** One for each case, for example cost. */
  readonly denominators: ArrayLike<number>;
  readonly confidence: number;
}

function moments(statistic: string, { numerators, denominators, confidence }: RatioSample): RatioMoments {
  requireValues(statistic, 'numerators', numerators, 2);
  requireSameLength(statistic, 'denominators', denominators.length, numerators.length);
  requireValues(statistic, 'denominators', denominators, 2);
  requireBetween(statistic, 'confidence', confidence, 0, 1);
  const n = numerators.length;
  let numerator = 0;
  let denominator = 0;
  for (let index = 0; index < n; index += 1) {
    numerator += numerators[index] / n;
    denominator += denominators[index] / n;
  }
  if (denominator === 0) {
    throw new StatisticsInputError(statistic, 'the mean of denominators', 0, 'must not be 0');
  }
  const scale = n * (n - 1);
  let numeratorVariance = 0;
  let denominatorVariance = 0;
  let covariance = 0;
  for (let index = 0; index < n; index += 1) {
    const above = numerators[index] - numerator;
    const below = denominators[index] - denominator;
    numeratorVariance += (above * above) / scale;
    denominatorVariance += (below * below) / scale;
    covariance += (above * below) / scale;
  }
  return {
    numerator,
    denominator,
    numeratorVariance,
    denominatorVariance,
    covariance,
    degreesOfFreedom: n - 1,
  };
}

/**
 * Fieller's interval for a ratio of means of paired data, two-sided (Fieller 1954, JRSS B 16:175–185).
 * @throws StatisticsInputError with fewer than two cases, or when the denominators average exactly 0.
 */
export function fiellerInterval(sample: RatioSample): FiellerResult {
  const m = moments('fiellerInterval', sample);
  const t = studentTQuantile((1 + sample.confidence) / 2, m.degreesOfFreedom);
  const estimate = m.numerator / m.denominator;
  const g = (t * t * m.denominatorVariance) / (m.denominator * m.denominator);
  if (g >= 1) return { kind: 'unbounded', g, estimate };
  const slope = m.denominatorVariance === 0 ? 0 : (g * m.covariance) / m.denominatorVariance;
  const residual =
    m.denominatorVariance === 0
      ? m.numeratorVariance
      : m.numeratorVariance - (m.covariance * m.covariance) / m.denominatorVariance;
  const inside =
    m.numeratorVariance -
    2 * estimate * m.covariance +
    estimate * estimate * m.denominatorVariance -
    g * residual;
  const reach = (t / Math.abs(m.denominator)) * Math.sqrt(Math.max(0, inside));
  return {
    kind: 'bounded',
    g,
    estimate,
    low: (estimate - slope - reach) / (1 - g),
    high: (estimate - slope + reach) / (1 - g),
  };
}

/**
 * The delta-method interval for the same ratio, on t: always bounded, and too optimistic when g is not small
 * (Cox 1990). For comparison beside Fieller's.
 */
export function deltaRatioInterval(sample: RatioSample): ConfidenceInterval & { readonly error: number } {
  const m = moments('deltaRatioInterval', sample);
  const estimate = m.numerator / m.denominator;
  const variance =
    m.numeratorVariance - 2 * estimate * m.covariance + estimate * estimate * m.denominatorVariance;
  const error = Math.sqrt(Math.max(0, variance)) / Math.abs(m.denominator);
  const reach = studentTQuantile((1 + sample.confidence) / 2, m.degreesOfFreedom) * error;
  return { estimate, error, low: estimate - reach, high: estimate + reach };
}
