import type { Interval } from '../../core/verdict.ts';
import { bcaInterval, bcaTest } from '../../stats/bootstrap.ts';
import { bootstrapMean } from '../../stats/bootstrap-means.ts';
import { clusterMean } from '../../stats/cluster.ts';
import { mcnemarTest } from '../../stats/mcnemar.ts';
import { derive } from '../../stats/random.ts';
import { studentTSurvival } from '../../stats/student-t.ts';
import { type Estimate, tInterval, tTest } from '../../stats/t-inference.ts';
import { tangoInterval, tangoTest } from '../../stats/tango.ts';
import { choosePath, type Path } from './choose-path.ts';
import type { Sample } from './sample.ts';

/** A non-inferiority test of paired quality, with what a gate shows of it. */
export interface Comparison {
  readonly path: Path;
  readonly interval: Interval;
  /** One-sided, for "worse by the margin or more". */
  readonly p: number;
  /** The upper bound lies below 0. */
  readonly worse: boolean;
  /** Standard deviation of the difference per independent unit, for sample sizes. */
  readonly deviation: number;
  /** The deviation that the test divides by, where that is another: Tango's under its null hypothesis. */
  readonly nullDeviation?: number;
  readonly details: { readonly [name: string]: number | string };
}

export interface ComparisonInput {
  readonly sample: Sample;
  /** Candidate − baseline per case. */
  readonly paired: Float64Array;
  readonly margin: number;
  readonly alpha: number;
  readonly seed: string;
  readonly resamples: number;
  /** Leave the bootstrap out when t alone is above this p. */
  readonly skipBootstrapAbove?: number;
}

/** Discordant cases: only the candidate passes, only the baseline passes. */
export function discordant(paired: Float64Array): {
  readonly candidateOnly: number;
  readonly baselineOnly: number;
} {
  let candidateOnly = 0;
  let baselineOnly = 0;
  for (const d of paired) {
    if (d > 0) candidateOnly += 1;
    else if (d < 0) baselineOnly += 1;
  }
  return { candidateOnly, baselineOnly };
}

/** Needs at least two units; see `choosePath` for which test is used. */
export function compare(input: ComparisonInput): Comparison {
  return choosePath(input.sample, input.paired) === 'tango' ? compareByTango(input) : compareNumbers(input);
}

function compareByTango({ paired, margin, alpha }: ComparisonInput): Comparison {
  const counts = { ...discordant(paired), cases: paired.length };
  const interval = tangoInterval({ ...counts, confidence: 1 - 2 * alpha });
  const { z, p } = tangoTest({ ...counts, margin });
  const mcnemar = mcnemarTest(counts);
  const discordance = (counts.candidateOnly + counts.baselineOnly) / counts.cases;
  return {
    path: 'tango',
    interval,
    p,
    worse: interval.high < 0,
    deviation: Math.sqrt(Math.max(0, discordance - interval.estimate ** 2)),
    ...(z > 0 ? { nullDeviation: ((interval.estimate + margin) * Math.sqrt(counts.cases)) / z } : {}),
    details: {
      cases: counts.cases,
      candidateOnly: counts.candidateOnly,
      baselineOnly: counts.baselineOnly,
      z,
      mcnemarExact: mcnemar.exact.twoSided,
      mcnemarMidP: mcnemar.midP.twoSided,
    },
  };
}

/**
 * The mean's cluster-robust error on the degrees of freedom that its balance deserves: a few heavy clusters or
 * weights carry less than their count.
 */
export function robustMean(
  sample: Sample,
  values: ArrayLike<number>,
  pseudoClusters: readonly number[],
): Estimate {
  const mean = clusterMean({
    values,
    ...(sample.clusters === undefined ? {} : { clusters: sample.clusters }),
    ...(sample.weights === undefined ? {} : { weights: sample.weights }),
    pseudoClusters,
  });
  const degreesOfFreedom = Math.max(1, Math.min(sample.units, sample.balanced) + pseudoClusters.length - 1);
  return { ...mean, degreesOfFreedom };
}

/** The resampling that a sample asks for. */
export function resampling(sample: Sample): { clusters?: readonly string[]; weights?: Float64Array } {
  return {
    ...(sample.clusters === undefined ? {} : { clusters: sample.clusters }),
    ...(sample.weights === undefined ? {} : { weights: sample.weights }),
  };
}

/**
 * Both tests must agree: the BCa bootstrap, and t after one pseudo-cluster that lost everything. The t side appends
 * d = −1 without a +1: a +1 cancels the shift that protects samples whose rare large drop has not shown itself
 * (worst type I error of t alone .06 instead of .08, see docs/decisions).
 */
function compareNumbers(input: ComparisonInput): Comparison {
  const { sample, paired, margin, alpha } = input;
  const confidence = 1 - 2 * alpha;
  const plain = robustMean(sample, paired, []);
  const cautious = tTest(robustMean(sample, paired, [-1]), -margin);
  const hopeful = tTest(robustMean(sample, paired, [1]), 0);
  const fields = {
    path: 'numeric',
    deviation: plain.error * Math.sqrt(sample.units),
  } as const;
  const details = { cases: paired.length, units: sample.units, effective: sample.effective };
  if (input.skipBootstrapAbove !== undefined && cautious.pGreater > input.skipBootstrapAbove) {
    const interval = tInterval(plain, confidence);
    const worse = interval.high < 0 && hopeful.pLess <= alpha;
    return {
      ...fields,
      interval,
      p: cautious.pGreater,
      worse,
      details: { ...details, tP: cautious.pGreater },
    };
  }
  const distribution = bootstrapMean({
    values: paired,
    ...resampling(sample),
    seed: input.seed,
    resamples: input.resamples,
  });
  const interval = bcaInterval(distribution, confidence);
  const bcaP = bcaTest(distribution, -margin).pGreater;
  return {
    ...fields,
    interval: { estimate: plain.estimate, low: interval.low, high: interval.high },
    p: Math.max(bcaP, cautious.pGreater),
    worse: interval.high < 0 && hopeful.pLess <= alpha,
    details: { ...details, tP: cautious.pGreater, bcaP },
  };
}

/** One-sided p for "the candidate is not worse at all": small when it is harmed. */
export function harmP(sample: Sample, paired: Float64Array): number {
  if (paired.length === 0) return 1;
  if (choosePath(sample, paired) === 'tango') return mcnemarTest(discordant(paired)).midP.worse;
  const { estimate, error, degreesOfFreedom } = robustMean(sample, paired, [1]);
  return estimate >= 0 ? 1 : studentTSurvival(-estimate / error, degreesOfFreedom);
}

/** An interval for any number of cases, from one on; the whole range where the data say nothing. */
export function differenceInterval(sample: Sample, paired: Float64Array, confidence: number): Interval {
  if (choosePath(sample, paired) === 'tango' && paired.length > 0) {
    return tangoInterval({ ...discordant(paired), cases: paired.length, confidence });
  }
  if (sample.units < 2) {
    const estimate = paired.reduce((sum, value) => sum + value, 0) / Math.max(1, paired.length);
    return { estimate, low: -1, high: 1 };
  }
  const { estimate, low, high } = tInterval(robustMean(sample, paired, []), confidence);
  return { estimate, low: Math.max(-1, low), high: Math.min(1, high) };
}

export function gateSeed(seed: string, ...labels: readonly string[]): string {
  return derive(seed, labels.join(' · '));
}
