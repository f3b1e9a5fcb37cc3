import { incompleteBeta } from './incomplete-beta.ts';
import { requireBetween, requireFinite, requirePositive } from './input-error.ts';
import { normalCdf } from './normal.ts';
import { logGamma } from './saddle-point.ts';

/**
 * P(T ≤ t) for the noncentral t distribution, by the Poisson-weighted beta series of Lenth (1989),
 * algorithm AS 243, Applied Statistics 38. |noncentrality| must be below 37, beyond which the weights
 * underflow.
 * @throws StatisticsInputError outside the domain.
 */
export function noncentralTCdf(t: number, degreesOfFreedom: number, noncentrality: number): number {
  requireFinite('noncentralTCdf', 't', t);
  requirePositive('noncentralTCdf', 'degreesOfFreedom', degreesOfFreedom);
  requireBetween('noncentralTCdf', 'noncentrality', noncentrality, -37, 37);
  if (t < 0) return 1 - noncentralTCdf(-t, degreesOfFreedom, -noncentrality);
  const below = normalCdf(-noncentrality);
  const square = t * t;
  const x = square / (degreesOfFreedom + square);
  const complement = degreesOfFreedom / (degreesOfFreedom + square);
  const half = (noncentrality * noncentrality) / 2;
  let even = Math.exp(-half);
  let odd = (noncentrality / Math.SQRT2) * Math.exp(-half - logGamma(1.5));
  let weightLeft = 1 - even;
  let sum = 0;
  for (let j = 0; j < 5000; j += 1) {
    sum += even * incompleteBeta(x, j + 0.5, degreesOfFreedom / 2, complement);
    sum += odd * incompleteBeta(x, j + 1, degreesOfFreedom / 2, complement);
    if (j > half && weightLeft < 1e-15 && even < 1e-17) break;
    even *= half / (j + 1);
    odd *= half / (j + 1.5);
    weightLeft -= even;
  }
  return Math.min(1, Math.max(0, below + sum / 2));
}
