import type { Interval } from '../../core/verdict.ts';
import type { BootstrapDistribution } from '../../stats/bootstrap.ts';
import { bootstrapRatio } from '../../stats/bootstrap-means.ts';
import { StatisticsInputError } from '../../stats/input-error.ts';
import type { Evidence } from '../evidence.ts';
import { resampling } from './compare.ts';
import { type Measured, meanPerCase } from './measure.ts';
import type { Sample } from './sample.ts';

/** As-billed cost per case in nano-dollars, averaged over repeats. */
export function costPerCase(
  evidence: Evidence,
  sample: Sample,
  rows: readonly (readonly number[])[],
  arm: string,
): Measured {
  return meanPerCase({
    cases: evidence.cases,
    sample,
    rows,
    what: `cost from ${arm}`,
    low: 0,
    high: Number.POSITIVE_INFINITY,
  });
}

/** The bootstrap of cost_candidate / cost_baseline; undefined where too few cases cost anything. */
export function bootstrapCostRatio(input: {
  readonly sample: Sample;
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
  readonly seed: string;
  readonly resamples: number;
}): BootstrapDistribution | undefined {
  try {
    return bootstrapRatio({
      numerators: input.candidate,
      denominators: input.baseline,
      ...resampling(input.sample),
      seed: input.seed,
      resamples: input.resamples,
    });
  } catch (error) {
    if (error instanceof StatisticsInputError) return undefined;
    throw error;
  }
}

/** Saving is 1 − ratio, so the ends change places. */
export function savingOf(ratio: Interval): Interval {
  return { estimate: 1 - ratio.estimate, low: 1 - ratio.high, high: 1 - ratio.low };
}
