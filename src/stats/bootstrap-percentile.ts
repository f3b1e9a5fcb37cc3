import {
  type BootstrapDistribution,
  type BootstrapOptions,
  bootstrapDistribution,
  replicatesFor,
} from './bootstrap.ts';
import { type ClusterIndex, indexClusters } from './cluster.ts';
import { requireBetween, requireSameLength, requireValues, StatisticsInputError } from './input-error.ts';
import { createRandom, fillIndices } from './random.ts';

/**
 * The smallest value with at least the share `probability` of all values at or below it: definition 1 of Hyndman
 * & Fan (1996), The American Statistician 50:361–365. It is always an observed value.
 * @throws StatisticsInputError without values, with one not finite, or a probability outside (0, 1).
 */
export function percentile(values: ArrayLike<number>, probability: number): number {
  requireValues('percentile', 'values', values, 1);
  requireBetween('percentile', 'probability', probability, 0, 1);
  return Float64Array.from(values).sort()[rankOf(probability, values.length) - 1];
}

/** Counted from 1; the tolerance keeps 0.07 × 100 from becoming rank 8 by rounding. */
function rankOf(probability: number, count: number): number {
  return Math.max(1, Math.ceil(probability * count - 1e-9));
}

/** The values of one arm in order, and the unit (case or cluster) that each of them belongs to. */
interface RankedArm {
  readonly ascending: Float64Array;
  readonly unitOfPlace: Uint32Array;
}

function rank(values: ArrayLike<number>, unitOfCase: ArrayLike<number>): RankedArm {
  const order = Array.from(values, (_, index) => index).sort((left, right) => values[left] - values[right]);
  return {
    ascending: Float64Array.from(order, (position) => values[position]),
    unitOfPlace: Uint32Array.from(order, (position) => unitOfCase[position]),
  };
}

/** The percentile of a resample of `count` cases, found by walking the drawn counts from the nearer end. */
function drawnPercentile(arm: RankedArm, drawn: Uint32Array, probability: number, count: number): number {
  const { ascending, unitOfPlace } = arm;
  const target = rankOf(probability, count);
  if (2 * target < count) {
    let place = 0;
    for (let passed = drawn[unitOfPlace[0]]; passed < target; passed += drawn[unitOfPlace[place]]) place += 1;
    return ascending[place];
  }
  let place = ascending.length - 1;
  let above = drawn[unitOfPlace[place]];
  while (above <= count - target) {
    place -= 1;
    above += drawn[unitOfPlace[place]];
  }
  return ascending[place];
}

/** What is drawn as a whole: the clusters, or the cases themselves. */
function unitsOf(count: number, clusters: readonly (string | number)[] | undefined): ClusterIndex {
  if (clusters === undefined)
    return { ofCase: Int32Array.from({ length: count }, (_, index) => index), count };
  requireSameLength('bootstrapPercentileDifference', 'clusters', clusters.length, count);
  const index = indexClusters(clusters);
  if (index.count < 2) {
    throw new StatisticsInputError(
      'bootstrapPercentileDifference',
      'clusters',
      index.count,
      'must be at least 2',
    );
  }
  return index;
}

/**
 * The paired bootstrap of percentile(candidate) − percentile(baseline): both arms of a case are drawn together, and
 * whole clusters when there are clusters. The acceleration is 0, because the jackknife is inconsistent for
 * percentiles (Efron & Tibshirani 1993, ch. 11). For a relative threshold such as "at most 10 % slower" multiply the
 * baseline's values by 1.1 first and test the difference against 0. A p95 needs at least 59 cases and a p99 at
 * least 299 before its interval means anything (see `minimumCasesWithoutFailure`).
 * @throws StatisticsInputError with fewer than two cases or clusters, or values that are not finite.
 */
export function bootstrapPercentileDifference(
  input: {
    readonly candidate: ArrayLike<number>;
    readonly baseline: ArrayLike<number>;
    /** 0.95 for p95. */
    readonly probability: number;
    readonly clusters?: readonly (string | number)[];
  } & BootstrapOptions,
): BootstrapDistribution {
  const statistic = 'bootstrapPercentileDifference';
  const { probability } = input;
  requireValues(statistic, 'candidate', input.candidate, 2);
  requireSameLength(statistic, 'baseline', input.baseline.length, input.candidate.length);
  requireValues(statistic, 'baseline', input.baseline, 2);
  requireBetween(statistic, 'probability', probability, 0, 1);
  const units = unitsOf(input.candidate.length, input.clusters);
  const size = new Uint32Array(units.count);
  for (const unit of units.ofCase) size[unit] += 1;
  const candidate = rank(input.candidate, units.ofCase);
  const baseline = rank(input.baseline, units.ofCase);
  const replicates = replicatesFor(statistic, input);
  const random = createRandom(input.seed);
  const indices = new Uint32Array(units.count);
  const drawn = new Uint32Array(units.count);
  for (let replicate = 0; replicate < replicates.length; replicate += 1) {
    fillIndices(random, indices, units.count);
    drawn.fill(0);
    let count = 0;
    for (let draw = 0; draw < indices.length; draw += 1) {
      drawn[indices[draw]] += 1;
      count += size[indices[draw]];
    }
    replicates[replicate] =
      drawnPercentile(candidate, drawn, probability, count) -
      drawnPercentile(baseline, drawn, probability, count);
  }
  const estimate = percentile(input.candidate, probability) - percentile(input.baseline, probability);
  return bootstrapDistribution({ estimate, replicates });
}
