import {
  type BootstrapDistribution,
  type BootstrapOptions,
  bootstrapDistribution,
  replicatesFor,
} from './bootstrap.ts';
import { indexClusters } from './cluster.ts';
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

/** The values of one arm in order, and where each case stands in that order. */
interface RankedArm {
  readonly ascending: Float64Array;
  readonly rankOfCase: Uint32Array;
  /** How often each rank was drawn in the current resample. */
  readonly drawn: Uint32Array;
}

function rank(values: ArrayLike<number>): RankedArm {
  const order = Array.from(values, (_, index) => index).sort((left, right) => values[left] - values[right]);
  const rankOfCase = new Uint32Array(values.length);
  order.forEach((position, place) => {
    rankOfCase[position] = place;
  });
  return {
    ascending: Float64Array.from(order, (position) => values[position]),
    rankOfCase,
    drawn: new Uint32Array(values.length),
  };
}

/** The percentile of the drawn cases, found by walking the counts from the nearer end. */
function drawnPercentile({ ascending, drawn }: RankedArm, probability: number, count: number): number {
  const target = rankOf(probability, count);
  if (2 * target < count) {
    let place = 0;
    for (let passed = drawn[0]; passed < target; passed += drawn[place]) place += 1;
    return ascending[place];
  }
  let place = drawn.length - 1;
  for (let above = drawn[place]; above <= count - target; above += drawn[place]) place -= 1;
  return ascending[place];
}

/** The cases of every unit that is drawn as a whole, one unit after the other. */
interface Units {
  readonly starts: Uint32Array;
  readonly cases: Uint32Array;
}

function unitsOf(count: number, clusters: readonly (string | number)[] | undefined): Units {
  if (clusters === undefined) {
    return {
      starts: Uint32Array.from({ length: count + 1 }, (_, index) => index),
      cases: Uint32Array.from({ length: count }, (_, index) => index),
    };
  }
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
  const starts = new Uint32Array(index.count + 1);
  for (const cluster of index.ofCase) starts[cluster + 1] += 1;
  for (let unit = 0; unit < index.count; unit += 1) starts[unit + 1] += starts[unit];
  const next = starts.slice();
  const cases = new Uint32Array(count);
  index.ofCase.forEach((cluster, position) => {
    cases[next[cluster]] = position;
    next[cluster] += 1;
  });
  return { starts, cases };
}

/**
 * The paired bootstrap of percentile(candidate) − percentile(baseline): both arms of a case are drawn together, and
 * whole clusters when there are clusters. The acceleration is 0, because the jackknife is inconsistent for
 * percentiles (Efron & Tibshirani 1993, §11.6). For a relative threshold such as "at most 10 % slower" multiply the
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
  const { starts, cases } = unitsOf(input.candidate.length, input.clusters);
  const units = starts.length - 1;
  const replicates = replicatesFor(statistic, input);
  const candidate = rank(input.candidate);
  const baseline = rank(input.baseline);
  const random = createRandom(input.seed);
  const indices = new Uint32Array(units);
  for (let replicate = 0; replicate < replicates.length; replicate += 1) {
    fillIndices(random, indices, units);
    candidate.drawn.fill(0);
    baseline.drawn.fill(0);
    let count = 0;
    for (let draw = 0; draw < units; draw += 1) {
      const end = starts[indices[draw] + 1];
      count += end - starts[indices[draw]];
      for (let member = starts[indices[draw]]; member < end; member += 1) {
        candidate.drawn[candidate.rankOfCase[cases[member]]] += 1;
        baseline.drawn[baseline.rankOfCase[cases[member]]] += 1;
      }
    }
    replicates[replicate] =
      drawnPercentile(candidate, probability, count) - drawnPercentile(baseline, probability, count);
  }
  const estimate = percentile(input.candidate, probability) - percentile(input.baseline, probability);
  return bootstrapDistribution({ estimate, replicates });
}
