import { type ClusterTest, clusterTest } from './cluster.ts';

export interface PairedTest extends Omit<ClusterTest, 'clusters'> {
  /** The mean of the differences themselves, without pseudo-cases. */
  readonly mean: number;
}

/**
 * Paired t: the mean of per-case differences, its error s / √n, the two-sided interval and the one-sided p-values
 * against `bound` (Student 1908; Miller 2024, "Adding Error Bars to Evals", §4.2). `estimate`, the interval and
 * the test include the pseudo-cases; `mean` does not. For non-inferiority the bound is −δ and `pGreater` counts.
 *
 * At n = 50 one pseudo-case at −1 and one at +1 take the type I error on rare large drops from .10 to .02.
 * @throws StatisticsInputError with fewer than two differences (pseudo-cases counted), or one not finite.
 */
export function pairedTTest(input: {
  /** Candidate − baseline, one for each case. */
  readonly differences: ArrayLike<number>;
  readonly bound: number;
  readonly confidence: number;
  /** Differences appended to the data, usually [−1, 1]. */
  readonly pseudoCases?: readonly number[];
}): PairedTest {
  const { clusters: _, ...test } = clusterTest({
    values: input.differences,
    bound: input.bound,
    confidence: input.confidence,
    pseudoClusters: input.pseudoCases ?? [],
  });
  let sum = 0;
  for (let index = 0; index < input.differences.length; index += 1) sum += input.differences[index];
  return { ...test, mean: sum / input.differences.length };
}
