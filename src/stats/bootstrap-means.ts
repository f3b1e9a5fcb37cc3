import {
  type BootstrapDistribution,
  type BootstrapOptions,
  bootstrapDistribution,
  replicatesFor,
} from './bootstrap.ts';
import { indexClusters } from './cluster.ts';
import { requireSameLength, requireValues, requireWeights, StatisticsInputError } from './input-error.ts';
import { createRandom, fillIndices } from './random.ts';

export interface Resampling {
  /** One weight for each case; it travels with the case. */
  readonly weights?: ArrayLike<number>;
  /** One label for each case; whole clusters are drawn (Davison & Hinkley 1997, §3.8). */
  readonly clusters?: readonly (string | number)[];
}

/**
 * The bootstrap of a mean, Σwx / Σw: weighted when there are weights, by whole clusters when there are clusters.
 * @throws StatisticsInputError with fewer than two cases or clusters, or values that are not finite.
 */
export function bootstrapMean(
  input: { readonly values: ArrayLike<number> } & Resampling & BootstrapOptions,
): BootstrapDistribution {
  requireValues('bootstrapMean', 'values', input.values, 2);
  const units = sumByUnit('bootstrapMean', input.values, undefined, input);
  return bootstrapSums('bootstrapMean', units.numerators, units.denominators, input);
}

/**
 * The bootstrap of a ratio of sums, Σwa / Σwb, resampling (a, b) pairs, for example cost of the candidate over
 * cost of the baseline, or correct answers over dollars.
 * @throws StatisticsInputError with fewer than two cases or clusters, values that are not finite, or denominators
 * that sum to 0 over all cases, without one of them, or in a resample: then too few of them differ from 0.
 */
export function bootstrapRatio(
  input: {
    readonly numerators: ArrayLike<number>;
    readonly denominators: ArrayLike<number>;
  } & Resampling &
    BootstrapOptions,
): BootstrapDistribution {
  requireValues('bootstrapRatio', 'numerators', input.numerators, 2);
  requireSameLength('bootstrapRatio', 'denominators', input.denominators.length, input.numerators.length);
  requireValues('bootstrapRatio', 'denominators', input.denominators, 2);
  const units = sumByUnit('bootstrapRatio', input.numerators, input.denominators, input);
  return bootstrapSums('bootstrapRatio', units.numerators, units.denominators, input);
}

interface UnitSums {
  readonly numerators: Float64Array;
  /** Undefined when every unit counts 1. */
  readonly denominators: Float64Array | undefined;
}

/** Adds up the weighted values of each unit that is drawn as a whole: a cluster, or a single case. */
function sumByUnit(
  statistic: string,
  numerators: ArrayLike<number>,
  denominators: ArrayLike<number> | undefined,
  { weights, clusters }: Resampling,
): UnitSums {
  const cases = numerators.length;
  if (weights !== undefined) requireWeights(statistic, weights, cases);
  if (clusters !== undefined) requireSameLength(statistic, 'clusters', clusters.length, cases);
  if (weights === undefined && clusters === undefined) {
    return {
      numerators: Float64Array.from(numerators),
      denominators: denominators === undefined ? undefined : Float64Array.from(denominators),
    };
  }
  const index = clusters === undefined ? undefined : indexClusters(clusters);
  const count = index?.count ?? cases;
  if (count < 2) throw new StatisticsInputError(statistic, 'clusters', count, 'must be at least 2');
  const above = new Float64Array(count);
  const below = new Float64Array(count);
  for (let position = 0; position < cases; position += 1) {
    const unit = index === undefined ? position : index.ofCase[position];
    const weight = weights === undefined ? 1 : weights[position];
    above[unit] += weight * numerators[position];
    below[unit] += weight * (denominators === undefined ? 1 : denominators[position]);
  }
  return { numerators: above, denominators: below };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let index = 0; index < values.length; index += 1) total += values[index];
  return total;
}

function divide(statistic: string, where: string, above: number, below: number): number {
  if (below === 0) {
    throw new StatisticsInputError(
      statistic,
      `the sum of denominators ${where}`,
      0,
      'must not be 0: too few cases have a denominator or weight above 0',
    );
  }
  return above / below;
}

function bootstrapSums(
  statistic: string,
  numerators: Float64Array,
  denominators: Float64Array | undefined,
  options: BootstrapOptions,
): BootstrapDistribution {
  const units = numerators.length;
  const replicates = replicatesFor(statistic, options);
  const random = createRandom(options.seed);
  const indices = new Uint32Array(units);
  const above = sum(numerators);
  const below = denominators === undefined ? units : sum(denominators);
  const jackknife = numerators.map((numerator, unit) =>
    divide(statistic, 'without one case', above - numerator, below - (denominators?.[unit] ?? 1)),
  );
  for (let replicate = 0; replicate < replicates.length; replicate += 1) {
    fillIndices(random, indices, units);
    replicates[replicate] =
      denominators === undefined
        ? gather(numerators, indices) / units
        : divide(statistic, 'in a resample', gather(numerators, indices), gather(denominators, indices));
  }
  const estimate = divide(statistic, 'over all cases', above, below);
  return bootstrapDistribution({ estimate, replicates, jackknife });
}

/** The sum of the drawn values; the hot loop of a run's statistics, so it adds in four independent chains. */
function gather(values: Float64Array, indices: Uint32Array): number {
  const whole = indices.length & ~3;
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let index = 0; index < whole; index += 4) {
    first += values[indices[index]];
    second += values[indices[index + 1]];
    third += values[indices[index + 2]];
    fourth += values[indices[index + 3]];
  }
  for (let index = whole; index < indices.length; index += 1) first += values[indices[index]];
  return first + second + (third + fourth);
}
