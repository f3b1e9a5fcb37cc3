import type { Interval } from '../../core/verdict.ts';
import { bcaInterval } from '../../stats/bootstrap.ts';
import { percentile } from '../../stats/bootstrap-percentile.ts';
import { fiellerInterval } from '../../stats/fieller.ts';
import { tInterval } from '../../stats/t-inference.ts';
import { wilsonInterval } from '../../stats/wilson.ts';
import type { Evidence, EvidenceCandidate, Observations } from '../evidence.ts';
import { differenceInterval, gateSeed, robustMean } from './compare.ts';
import type { Setting } from './context.ts';
import { bootstrapCostRatio, costPerCase, savingOf } from './cost-ratio.ts';
import { settingOf } from './findings.ts';
import { errorOf, shownConfidence } from './level.ts';
import { differences, type Measured, meanPerCase, sampleMean } from './measure.ts';
import { qualityPerCase } from './non-inferiority.ts';
import { type Sample, sampleOf } from './sample.ts';
import { sliceOf, sliceValues } from './slices.ts';

/** Null where a figure was not measured or cannot be computed from what there is. */
export interface ArmSummary {
  readonly cases: number;
  readonly quality: Interval | null;
  /** As billed, nano-dollars per request; not whole, because it is a mean. */
  readonly costMean: number | null;
  readonly latency: Percentiles | null;
  readonly outputTokens: (Percentiles & { readonly mean: number }) | null;
  readonly truncationRate: number | null;
  readonly failureRate: number | null;
}

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/**
 * What a report shows of one arm, weighted where the suite declares a mix. Quality has Wilson's interval where it is pass
 * or fail on independent cases, and a (cluster-robust) t interval elsewhere. Rows that are empty (cases not run after
 * an early stop) are left out; percentiles are those of all requests.
 */
export function summariseArm(evidence: Evidence, observations: Observations): ArmSummary {
  const run = evidence.cases.flatMap((_, position) =>
    (observations.pass[position]?.length ?? 0) > 0 ? [position] : [],
  );
  const sample = sampleOf(evidence.cases, run, evidence.mix, [observations]);
  const confidence = shownConfidence(errorOf(evidence));
  const mean = (rows: readonly (readonly (number | null)[])[], high: number): number | null => {
    const measured = meanPerCase({ cases: evidence.cases, sample, rows, what: 'figure', low: 0, high });
    return measured.kind === 'measured' && run.length > 0 ? sampleMean(sample, measured.values) : null;
  };
  const tokens = percentilesOf(sample, observations.outputTokens);
  const meanTokens = mean(observations.outputTokens, Number.POSITIVE_INFINITY);
  return {
    cases: sample.positions.length,
    quality: qualityInterval(
      sample,
      qualityPerCase({ evidence }, sample, observations, 'this arm'),
      confidence,
    ),
    costMean: mean(observations.cost, Number.POSITIVE_INFINITY),
    latency: percentilesOf(sample, observations.milliseconds),
    outputTokens: tokens === null || meanTokens === null ? null : { ...tokens, mean: meanTokens },
    truncationRate: mean(observations.truncated, 1),
    failureRate: mean(observations.failed, 1),
  };
}

function qualityInterval(sample: Sample, measured: Measured, confidence: number): Interval | null {
  if (measured.kind === 'invalid' || measured.values.length === 0) return null;
  const { values } = measured;
  const binary = values.every((value) => value === 0 || value === 1);
  if (binary && sample.clusters === undefined && sample.weights === undefined) {
    const successes = values.reduce((sum, value) => sum + value, 0);
    return wilsonInterval({ successes, trials: values.length, confidence });
  }
  if (sample.units < 2) return { estimate: sampleMean(sample, values), low: 0, high: 1 };
  const { estimate, low, high } = tInterval(robustMean(sample, values, []), confidence);
  return { estimate, low: Math.max(0, low), high: Math.min(1, high) };
}

/** The percentiles of all requests; null when one was not measured. */
function percentilesOf(
  { positions }: Sample,
  rows: readonly (readonly (number | null)[])[],
): Percentiles | null {
  const values: number[] = [];
  for (const position of positions) {
    for (const value of rows[position] ?? []) {
      if (typeof value !== 'number' || !Number.isFinite(value)) return null;
      values.push(value);
    }
  }
  if (values.length === 0) return null;
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95), p99: percentile(values, 0.99) };
}

export interface SliceSummary {
  readonly tag: string;
  readonly value: string;
  readonly cases: number;
  readonly difference: Interval;
}

export type QualityPerDollar =
  | ({ readonly kind: 'bounded' } & Interval)
  | { readonly kind: 'unbounded'; readonly estimate: number };

export interface CandidateSummary {
  /** Candidate − baseline; null when quality cannot be compared. */
  readonly difference: Interval | null;
  /** 1 − cost_candidate / cost_baseline, from the paired bootstrap; null when the baseline costs nothing. */
  readonly saving: Interval | null;
  /** Mean quality for one dollar, with Fieller's interval; ranks candidates, never gates. Null without costs. */
  readonly qualityPerDollar: QualityPerDollar | null;
  readonly slices: readonly SliceSummary[];
  /** Cases whose quality fell, rose and stayed. */
  readonly counts: {
    readonly regressions: number;
    readonly improvements: number;
    readonly unchanged: number;
  };
}

/** What a report shows of one candidate beside its gates. */
export function summariseCandidate(evidence: Evidence, candidate: EvidenceCandidate): CandidateSummary {
  const setting = settingOf(evidence, candidate);
  const { sample, confidence } = setting;
  const before = qualityPerCase(setting, sample, evidence.baseline, 'the baseline');
  const after = qualityPerCase(setting, sample, candidate.observations, 'the candidate');
  const paired =
    before.kind === 'measured' && after.kind === 'measured'
      ? differences(after.values, before.values)
      : undefined;
  const slices = evidence.gates.slices.flatMap(({ tag }) =>
    sliceValues(setting, tag).flatMap((value): readonly SliceSummary[] => {
      const part = sliceOf(setting, tag, value);
      const kept = new Set(part.positions);
      const chosen = paired?.filter((_, index) => kept.has(sample.positions[index]));
      return chosen === undefined
        ? []
        : [
            {
              tag,
              value,
              cases: part.positions.length,
              difference: differenceInterval(part, chosen, confidence),
            },
          ];
    }),
  );
  return {
    difference:
      paired === undefined || paired.length === 0 ? null : differenceInterval(sample, paired, confidence),
    saving: savingInterval(setting),
    qualityPerDollar: perDollar(evidence, sample, after, candidate.observations, confidence),
    slices,
    counts: {
      regressions: paired?.filter((d) => d < 0).length ?? 0,
      improvements: paired?.filter((d) => d > 0).length ?? 0,
      unchanged: paired?.filter((d) => d === 0).length ?? 0,
    },
  };
}

function savingInterval({ evidence, candidate, sample, confidence, resamples }: Setting): Interval | null {
  const before = costPerCase(evidence, sample, evidence.baseline.cost, 'the baseline');
  const after = costPerCase(evidence, sample, candidate.observations.cost, 'the candidate');
  if (before.kind === 'invalid' || after.kind === 'invalid' || sample.units < 2) return null;
  if (sampleMean(sample, before.values) === 0) return null;
  // The gate's own seed: the report and the gate show the same interval.
  const ratio = bootstrapCostRatio(evidence, {
    sample,
    baseline: before.values,
    candidate: after.values,
    seed: gateSeed(evidence.seed, candidate.name, 'cost'),
    resamples,
  });
  return ratio === undefined ? null : savingOf(bcaInterval(ratio, confidence));
}

/** Quality per dollar of any arm, for example the baseline's beside the candidates'. */
export function qualityPerDollar(evidence: Evidence, observations: Observations): QualityPerDollar | null {
  const run = evidence.cases.flatMap((_, position) =>
    (observations.pass[position]?.length ?? 0) > 0 ? [position] : [],
  );
  const sample = sampleOf(evidence.cases, run, evidence.mix, [observations]);
  const measured = qualityPerCase({ evidence }, sample, observations, 'this arm');
  return perDollar(evidence, sample, measured, observations, shownConfidence(errorOf(evidence)));
}

/** Fieller on sums per independent unit: a ratio of means is a ratio of sums, so clusters and weights fit in. */
function perDollar(
  evidence: Evidence,
  sample: Sample,
  quality: Measured,
  observations: Observations,
  confidence: number,
): QualityPerDollar | null {
  const cost = costPerCase(evidence, sample, observations.cost, 'this arm');
  if (quality.kind === 'invalid' || cost.kind === 'invalid' || sample.units < 2) return null;
  const sums = new Map<string | number, { quality: number; dollars: number }>();
  sample.positions.forEach((position, index) => {
    const unit = sample.clusters?.[index] ?? position;
    const weight = sample.weights?.[index] ?? 1;
    const known = sums.get(unit) ?? { quality: 0, dollars: 0 };
    sums.set(unit, {
      quality: known.quality + weight * quality.values[index],
      dollars: known.dollars + (weight * cost.values[index]) / 1e9,
    });
  });
  const units = [...sums.values()];
  if (!units.some((unit) => unit.dollars > 0)) return null;
  const result = fiellerInterval({
    numerators: units.map((unit) => unit.quality),
    denominators: units.map((unit) => unit.dollars),
    confidence,
  });
  return result.kind === 'unbounded'
    ? { kind: 'unbounded', estimate: result.estimate }
    : { kind: 'bounded', estimate: result.estimate, low: result.low, high: result.high };
}
