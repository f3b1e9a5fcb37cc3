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

interface CostRatioInput {
  readonly sample: Sample;
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
  readonly seed: string;
  readonly resamples: number;
}

interface KnownRatio {
  readonly input: CostRatioInput;
  readonly ratio: BootstrapDistribution | undefined;
}

const knownRatios = new WeakMap<Evidence, Map<string, KnownRatio>>();

function equal<Value>(one: ArrayLike<Value> | undefined, other: ArrayLike<Value> | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

function asksTheSame(one: CostRatioInput, other: CostRatioInput): boolean {
  return (
    one.resamples === other.resamples &&
    equal(one.baseline, other.baseline) &&
    equal(one.candidate, other.candidate) &&
    equal(one.sample.weights, other.sample.weights) &&
    equal(one.sample.clusters, other.sample.clusters)
  );
}

/**
 * The bootstrap of cost_candidate / cost_baseline; undefined where too few cases cost anything. The gate and the report
 * ask for the same one, so that of each seed is kept as long as its evidence.
 */
export function bootstrapCostRatio(
  evidence: Evidence,
  input: CostRatioInput,
): BootstrapDistribution | undefined {
  const ofEvidence = knownRatios.get(evidence) ?? new Map<string, KnownRatio>();
  knownRatios.set(evidence, ofEvidence);
  const known = ofEvidence.get(input.seed);
  if (known !== undefined && asksTheSame(known.input, input)) return known.ratio;
  const ratio = bootstrapRatioOf(input);
  ofEvidence.set(input.seed, { input, ratio });
  return ratio;
}

function bootstrapRatioOf(input: CostRatioInput): BootstrapDistribution | undefined {
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
