import { incompleteBeta, inverseIncompleteBeta } from './incomplete-beta.ts';
import { requireBetween, requirePositive, StatisticsInputError } from './input-error.ts';

/**
 * P(T ≤ t) for Student's t with `degreesOfFreedom` > 0 (Abramowitz & Stegun 26.7.1). Accepts ±Infinity.
 * @throws StatisticsInputError for NaN or degrees of freedom that are not positive.
 */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  requirePositive('studentTCdf', 'degreesOfFreedom', degreesOfFreedom);
  if (Number.isNaN(t)) throw new StatisticsInputError('studentTCdf', 't', t, 'must be a number');
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return t < 0 ? 0 : 1;
  const share = degreesOfFreedom / (degreesOfFreedom + square);
  const tail = 0.5 * incompleteBeta(share, degreesOfFreedom / 2, 0.5, square / (degreesOfFreedom + square));
  return t <= 0 ? tail : 1 - tail;
}

/** P(T > t), without the cancellation of 1 − P(T ≤ t). */
export function studentTSurvival(t: number, degreesOfFreedom: number): number {
  return studentTCdf(-t, degreesOfFreedom);
}

/**
 * The t with P(T ≤ t) = probability, 0 < probability < 1.
 * @throws StatisticsInputError outside the domain.
 */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  requireBetween('studentTQuantile', 'probability', probability, 0, 1);
  requirePositive('studentTQuantile', 'degreesOfFreedom', degreesOfFreedom);
  if (probability === 0.5) return 0;
  const bothTails = 2 * Math.min(probability, 1 - probability);
  let square: number;
  // Solve for whichever of the two complementary beta variables is the small one, to keep its digits.
  if (bothTails < 0.5) {
    const share = inverseIncompleteBeta(bothTails, degreesOfFreedom / 2, 0.5);
    square = (degreesOfFreedom * (1 - share)) / share;
  } else {
    const centre = 2 * Math.abs(probability - 0.5);
    const share = inverseIncompleteBeta(centre, 0.5, degreesOfFreedom / 2);
    square = (degreesOfFreedom * share) / (1 - share);
  }
  return Math.sign(probability - 0.5) * Math.sqrt(square);
}
