import { requireSameLength, requireValues, requireWeights, StatisticsInputError } from './input-error.ts';
import { type Estimate, type TTest, tInterval, tTest } from './t-inference.ts';

/** Which cluster each case belongs to, as numbers from 0 in order of first appearance. */
export interface ClusterIndex {
  readonly ofCase: Int32Array;
  readonly count: number;
}

export function indexClusters(labels: readonly (string | number)[]): ClusterIndex {
  const numbers = new Map<string | number, number>();
  const ofCase = new Int32Array(labels.length);
  labels.forEach((label, position) => {
    const known = numbers.get(label) ?? numbers.size;
    numbers.set(label, known);
    ofCase[position] = known;
  });
  return { ofCase, count: numbers.size };
}

export interface ClusterMeanInput {
  /** One value for each case, usually the paired difference. */
  readonly values: ArrayLike<number>;
  /** One label for each case; without it every case is its own cluster. */
  readonly clusters?: readonly (string | number)[];
  /** One weight for each case, not negative; without it all weigh the same. */
  readonly weights?: ArrayLike<number>;
  /**
   * Values appended as whole pseudo-clusters, each with the weight of the heaviest real cluster: −1 and +1
   * keep a test of scores in [0, 1] honest about rare large drops that a small sample has not shown.
   */
  readonly pseudoClusters?: readonly number[];
}

export interface ClusterMean extends Estimate {
  /** Clusters, pseudo-clusters included. */
  readonly clusters: number;
}

/**
 * The (weighted) mean with its cluster-robust standard error √(Σ C_g² · G/(G−1)) / Σw, C_g the weighted sum of
 * deviations in cluster g, on G − 1 degrees of freedom (Liang & Zeger 1986; Miller 2024, "Adding Error Bars to
 * Evals", §2.2). With every case its own cluster and equal weights that is s / √n exactly. Pseudo-clusters
 * belong to the estimate as well as to the error.
 * @throws StatisticsInputError with fewer than two clusters, or values or weights that are not finite.
 */
export function clusterMean(input: ClusterMeanInput): ClusterMean {
  const { values, weights, pseudoClusters = [] } = input;
  requireValues('clusterMean', 'values', values, 1);
  requireValues('clusterMean', 'pseudoClusters', pseudoClusters, 0);
  if (weights !== undefined) requireWeights('clusterMean', weights, values.length);
  if (input.clusters !== undefined) {
    requireSameLength('clusterMean', 'clusters', input.clusters.length, values.length);
  }
  const index = input.clusters === undefined ? undefined : indexClusters(input.clusters);
  const real = index?.count ?? values.length;
  const count = real + pseudoClusters.length;
  if (count < 2) throw new StatisticsInputError('clusterMean', 'clusters', count, 'must be at least 2');

  const weightOf = new Float64Array(count);
  const sumOf = new Float64Array(count);
  for (let position = 0; position < values.length; position += 1) {
    const cluster = index === undefined ? position : index.ofCase[position];
    const weight = weights === undefined ? 1 : weights[position];
    weightOf[cluster] += weight;
    sumOf[cluster] += weight * values[position];
  }
  const heaviest = weightOf.reduce((most, weight) => Math.max(most, weight), 0);
  pseudoClusters.forEach((value, position) => {
    weightOf[real + position] = heaviest;
    sumOf[real + position] = heaviest * value;
  });

  let total = 0;
  let sum = 0;
  for (let cluster = 0; cluster < count; cluster += 1) {
    total += weightOf[cluster];
    sum += sumOf[cluster];
  }
  const estimate = sum / total;
  let squares = 0;
  for (let cluster = 0; cluster < count; cluster += 1) {
    squares += (sumOf[cluster] - estimate * weightOf[cluster]) ** 2;
  }
  const rounding = Number.EPSILON * Math.abs(estimate) * Math.sqrt(count) * total;
  // Constant data leave only rounding here; an error of 1e-17 would make every t enormous.
  const spread = Math.sqrt(squares) <= rounding ? 0 : Math.sqrt((squares * count) / (count - 1));
  return { estimate, error: spread / total, degreesOfFreedom: count - 1, clusters: count };
}

export interface ClusterTest extends ClusterMean, TTest {
  readonly low: number;
  readonly high: number;
}

/** The cluster-robust mean with its two-sided t interval and its one-sided tests against `bound`. */
export function clusterTest(
  input: ClusterMeanInput & { readonly bound: number; readonly confidence: number },
): ClusterTest {
  const estimated = clusterMean(input);
  return { ...estimated, ...tInterval(estimated, input.confidence), ...tTest(estimated, input.bound) };
}
