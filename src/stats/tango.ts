import { requireBetween, requireInteger, StatisticsInputError } from './input-error.ts';
import type { ConfidenceInterval } from './interval.ts';
import { normalQuantile, normalSurvival } from './normal.ts';

/** Paired pass/fail counts: the discordant cases of each kind, and all cases. */
export interface PairedCounts {
  /** Cases that only the candidate passes (b). */
  readonly candidateOnly: number;
  /** Cases that only the baseline passes (c). */
  readonly baselineOnly: number;
  /** All cases, concordant ones included (n). */
  readonly cases: number;
}

export interface TangoTest {
  readonly z: number;
  /** One-sided p-value for "the candidate is worse by the margin or more". */
  readonly p: number;
}

function requireCounts(statistic: string, { candidateOnly, baselineOnly, cases }: PairedCounts): void {
  requireInteger(statistic, 'candidateOnly', candidateOnly, 0);
  requireInteger(statistic, 'baselineOnly', baselineOnly, 0);
  requireInteger(statistic, 'cases', cases, 1);
  if (candidateOnly + baselineOnly > cases) {
    throw new StatisticsInputError(
      statistic,
      'candidateOnly + baselineOnly',
      candidateOnly + baselineOnly,
      `must not exceed the number of cases, ${cases}`,
    );
  }
}

/**
 * n (2q − δ(1+δ)), the variance of b − c under the hypothesis that the difference is −δ, with q the restricted
 * maximum-likelihood estimate of the share that only the baseline passes.
 */
function restrictedVariance(b: number, c: number, n: number, margin: number): number {
  const quadratic = 2 * n;
  const linear = -b - c - (2 * n - b + c) * margin;
  const constant = c * margin * (1 + margin);
  const root = Math.sqrt(Math.max(0, linear * linear - 4 * quadratic * constant));
  const share = (root - linear) / (2 * quadratic);
  return n * (2 * share - margin * (1 + margin));
}

function score(b: number, c: number, n: number, margin: number): number {
  const excess = b - c + n * margin;
  if (excess === 0) return 0;
  const variance = restrictedVariance(b, c, n, margin);
  if (variance > 0) return excess / Math.sqrt(variance);
  // Rounding can leave a variance of 0 or just below it: next to a margin of ±1, where the limit is infinite, and at
  // margins too small for their square to be a number, where the limit is 0.
  return Math.abs(margin) < 0.5 ? 0 : Math.sign(excess) * Number.POSITIVE_INFINITY;
}

/**
 * Score test for non-inferiority of paired proportions: H0 says that the candidate's pass rate is below the
 * baseline's by `margin` or more. A margin of 0 tests superiority; a negative one asks for that much gain.
 * Tango (1998), Statistics in Medicine 17:891–908; Liu et al. (2002), Statistics in Medicine 21:231–245.
 *
 * Without discordant cases z is √(nδ/(1−δ)); at a margin of 0 that limit is 0, so p is one half.
 * @throws StatisticsInputError for counts that are not whole, or a margin outside (−1, 1).
 */
export function tangoTest(input: PairedCounts & { readonly margin: number }): TangoTest {
  requireCounts('tangoTest', input);
  requireBetween('tangoTest', 'margin', input.margin, -1, 1);
  const z = score(input.candidateOnly, input.baselineOnly, input.cases, input.margin);
  return { z, p: normalSurvival(z) };
}

/** Bisects for the margin at which the score equals `target`; the score rises with the margin. */
function marginAtScore(
  { candidateOnly, baselineOnly, cases }: PairedCounts,
  target: number,
  from: number,
  to: number,
) {
  let low = from;
  let high = to;
  for (let step = 0; step < 80; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (score(candidateOnly, baselineOnly, cases, middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Two-sided confidence interval for the difference of paired proportions (candidate − baseline): all
 * differences that the score test does not reject (Tango 1998). The ends are exactly ±1 when every case is
 * discordant in one direction, and need no discordant case to exist.
 * @throws StatisticsInputError for counts that are not whole, or a confidence outside (0, 1).
 */
export function tangoInterval(input: PairedCounts & { readonly confidence: number }): ConfidenceInterval {
  requireCounts('tangoInterval', input);
  requireBetween('tangoInterval', 'confidence', input.confidence, 0, 1);
  const { candidateOnly, baselineOnly, cases } = input;
  const estimate = (candidateOnly - baselineOnly) / cases;
  const critical = -normalQuantile((1 - input.confidence) / 2);
  return {
    estimate,
    low: estimate === -1 ? -1 : -marginAtScore(input, critical, -estimate, 1),
    high: estimate === 1 ? 1 : -marginAtScore(input, -critical, -1, -estimate),
  };
}
