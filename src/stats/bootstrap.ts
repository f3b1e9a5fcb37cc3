import { requireBetween, requireFinite, requireInteger, requireValues } from './input-error.ts';
import type { ConfidenceInterval } from './interval.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import type { Seed } from './random.ts';

/** What every bootstrap needs: the same seed gives the same replicates, whatever ran before. */
export interface BootstrapOptions {
  readonly seed: Seed;
  /** Number of resamples; 10,000 unless said otherwise. */
  readonly resamples?: number;
}

export const defaultResamples = 10_000;

/** The bootstrap distribution of a statistic, from which intervals and p-values are read. */
export interface BootstrapDistribution {
  readonly estimate: number;
  /** The statistic of every resample, ascending. */
  readonly replicates: Float64Array;
  /** z₀, the bias correction: the normal quantile of the share of replicates below the estimate. */
  readonly bias: number;
  /** a, from the jackknife's skewness; 0 when the jackknife does not vary. */
  readonly acceleration: number;
}

/**
 * Sorts `replicates` in place and measures bias and acceleration (Efron 1987, JASA 82:171–185; Efron & Tibshirani
 * 1993, eq. 14.14 and 14.15). Replicates equal to the estimate count half, because ties are heavy in scored
 * data; a share of 0 or 1 is taken as half a replicate from the end. `jackknife` holds the statistic without
 * each unit in turn; leave it out for statistics whose jackknife is inconsistent.
 * @throws StatisticsInputError for a replicate that is not finite, or fewer than 100 of them.
 */
export function bootstrapDistribution(input: {
  readonly estimate: number;
  readonly replicates: Float64Array;
  readonly jackknife?: ArrayLike<number>;
}): BootstrapDistribution {
  const { estimate, replicates, jackknife } = input;
  requireFinite('bootstrapDistribution', 'estimate', estimate);
  requireValues('bootstrapDistribution', 'replicates', replicates, 100);
  replicates.sort();
  const below = countBelow(replicates, estimate - rounding(replicates));
  const ties = countUpTo(replicates, estimate + rounding(replicates)) - below;
  const count = replicates.length;
  const share = Math.min(count - 0.5, Math.max(0.5, below + ties / 2)) / count;
  return {
    estimate,
    replicates,
    bias: normalQuantile(share),
    acceleration: jackknife === undefined ? 0 : acceleration(jackknife),
  };
}

function acceleration(jackknife: ArrayLike<number>): number {
  requireValues('bootstrapDistribution', 'jackknife', jackknife, 2);
  let mean = 0;
  let largest = 0;
  for (let index = 0; index < jackknife.length; index += 1) {
    mean += jackknife[index] / jackknife.length;
    largest = Math.max(largest, Math.abs(jackknife[index]));
  }
  let squares = 0;
  let cubes = 0;
  for (let index = 0; index < jackknife.length; index += 1) {
    const deviation = mean - jackknife[index];
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
  }
  // Below rounding the deviations are noise, and the data constant.
  if (Math.sqrt(squares / jackknife.length) <= 8 * Number.EPSILON * largest) return 0;
  return cubes / (6 * squares ** 1.5);
}

/** Sums in another order differ by this much at most: replicates that close are ties. */
function rounding(ascending: Float64Array): number {
  return 1e-12 * Math.max(Math.abs(ascending[0]), Math.abs(ascending[ascending.length - 1]));
}

/** How many of the ascending values are below the limit. */
function countBelow(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countUpTo(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The replicate at a level of the (R + 1)-point scale, rounded away from the estimate, never beyond the ends. */
function replicateAt({ replicates }: BootstrapDistribution, level: number, side: 'low' | 'high'): number {
  const position = level * (replicates.length + 1);
  // The tolerance keeps a level that is a whole position from falling to its neighbour by rounding.
  const rank = side === 'low' ? Math.floor(position + 1e-9) : Math.ceil(position - 1e-9);
  return replicates[Math.min(replicates.length, Math.max(1, rank)) - 1];
}

/** Two-sided percentile interval (Efron & Tibshirani 1993, §13.3). */
export function percentileInterval(
  distribution: BootstrapDistribution,
  confidence: number,
): ConfidenceInterval {
  requireBetween('percentileInterval', 'confidence', confidence, 0, 1);
  const tail = (1 - confidence) / 2;
  return {
    estimate: distribution.estimate,
    low: replicateAt(distribution, tail, 'low'),
    high: replicateAt(distribution, 1 - tail, 'high'),
  };
}

/** The percentile at which BCa reads the end whose normal quantile is z; 0 or 1 beyond the pole. */
function adjustedLevel({ bias, acceleration: a }: BootstrapDistribution, z: number): number {
  const shifted = bias + z;
  const denominator = 1 - a * shifted;
  if (denominator <= 0) return shifted < 0 ? 0 : 1;
  return normalCdf(bias + shifted / denominator);
}

/**
 * Two-sided bias-corrected and accelerated interval (Efron 1987). Its ends are replicates: an end that would lie
 * beyond the smallest or largest replicate is that replicate, so more resamples are needed for extreme confidences.
 * For a one-sided bound at 1 − α use confidence 1 − 2α. Constant data give a point.
 */
export function bcaInterval(distribution: BootstrapDistribution, confidence: number): ConfidenceInterval {
  requireBetween('bcaInterval', 'confidence', confidence, 0, 1);
  const z = normalQuantile((1 - confidence) / 2);
  return {
    estimate: distribution.estimate,
    low: replicateAt(distribution, adjustedLevel(distribution, z), 'low'),
    high: replicateAt(distribution, adjustedLevel(distribution, -z), 'high'),
  };
}

/** The z at which BCa reads the given level: the inverse of `adjustedLevel`; ±Infinity beyond the pole. */
function quantileOfLevel({ bias, acceleration: a }: BootstrapDistribution, level: number): number {
  const excess = normalQuantile(level) - bias;
  const denominator = 1 + a * excess;
  if (denominator <= 0) return excess < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return excess / denominator - bias;
}

export interface BootstrapTest {
  /** The smallest α whose one-sided BCa lower bound exceeds the threshold. */
  readonly pGreater: number;
  /** The smallest α whose one-sided BCa upper bound is below the threshold. */
  readonly pLess: number;
}

/**
 * One-sided p-values by inverting the BCa bound in closed form (DiCiccio & Efron 1996, Statistical Science
 * 11:189–228). Never below 1 / (R + 1): resampling cannot show more. Where `bcaInterval` cut a bound to the outermost
 * replicate, the p-value stays above that α.
 * @throws StatisticsInputError for a threshold that is not finite.
 */
export function bcaTest(distribution: BootstrapDistribution, threshold: number): BootstrapTest {
  requireFinite('bcaTest', 'threshold', threshold);
  const { replicates } = distribution;
  const count = replicates.length;
  const smallest = 1 / (count + 1);
  const upTo = countUpTo(replicates, threshold + rounding(replicates));
  const below = countBelow(replicates, threshold - rounding(replicates));
  const pGreater = upTo === count ? 1 : normalCdf(quantileOfLevel(distribution, (upTo + 1) / (count + 1)));
  const pLess = below === 0 ? 1 : normalCdf(-quantileOfLevel(distribution, below / (count + 1)));
  return { pGreater: Math.max(smallest, pGreater), pLess: Math.max(smallest, pLess) };
}

/** Checks the number of resamples, and returns room for them. */
export function replicatesFor(statistic: string, options: BootstrapOptions): Float64Array {
  const resamples = options.resamples ?? defaultResamples;
  requireInteger(statistic, 'resamples', resamples, 100);
  return new Float64Array(resamples);
}
