import type { GateKind } from '../../core/verdict.ts';
import { bcaTest, percentileInterval } from '../../stats/bootstrap.ts';
import { bootstrapPercentileDifference, percentile } from '../../stats/bootstrap-percentile.ts';
import { unitsBelow } from './cases-needed.ts';
import { gateSeed } from './compare.ts';
import type { Setting } from './context.ts';
import { type Finding, type Ruling, untestable } from './finding.ts';
import { minimumUnits } from './non-inferiority.ts';
import type { Sample } from './sample.ts';
import * as words from './wording.ts';

/** The logarithm needs positive values; nothing that is measured here is this small. */
const floor = 1e-3;

/** Copies of a case per unit of weight: a percentile under a mix counts every case as often as it weighs. */
const copiesPerWeight = 8;

/** A percentile is coarser than a mean: this many resamples, or what the p that is needed takes. */
const fewestResamples = 1000;

/** The values of every request of both arms, paired, with the unit that is drawn as a whole. */
export interface PairedValues {
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
  readonly labels: readonly string[];
}

type Rows = readonly (readonly (number | null)[])[];

/** Undefined when a value is null: not measured. Unusable numbers count as not measured, too. */
export function pairValues(sample: Sample, baseline: Rows, candidate: Rows): PairedValues | undefined {
  const before: number[] = [];
  const after: number[] = [];
  const labels: string[] = [];
  for (const [index, position] of sample.positions.entries()) {
    const left = baseline[position] ?? [];
    const right = candidate[position] ?? [];
    const copies =
      sample.weights === undefined ? 1 : Math.max(1, Math.round(copiesPerWeight * sample.weights[index]));
    const label = sample.clusters?.[index] ?? String(position);
    const pairs = Math.min(left.length, right.length);
    if (pairs === 0 || !left.every(usable) || !right.every(usable)) return undefined;
    for (let repeat = 0; repeat < pairs; repeat += 1) {
      for (let copy = 0; copy < copies; copy += 1) {
        before.push(Number(left[repeat]));
        after.push(Number(right[repeat]));
        labels.push(label);
      }
    }
  }
  return { baseline: before, candidate: after, labels };
}

function usable(value: number | null): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

export interface PercentileGate {
  readonly kind: GateKind;
  /** For example `latency p95`. */
  readonly name: string;
  /** How a sentence starts: "Latency p95". */
  readonly subject: string;
  readonly probability: number;
  readonly maximumIncrease: number;
  readonly unit: 'milliseconds' | 'tokens';
  readonly baseline: Rows;
  readonly candidate: Rows;
  readonly notMeasured: string;
}

/**
 * The paired bootstrap of a percentile's relative increase, on logarithms: percentiles commute with them. Undecided
 * below the number of cases in which a value beyond the percentile could be missed altogether.
 */
export function judgePercentile(setting: Setting, gate: PercentileGate): Finding {
  const { sample, alpha } = setting;
  const { kind, name, subject, maximumIncrease } = gate;
  const fields = { kind, name, unit: 'share', threshold: maximumIncrease } as const;
  if (sample.problem !== undefined && sample.positions.length > 0) {
    return untestable({ ...fields, sentence: sample.problem });
  }
  const values = pairValues(sample, gate.baseline, gate.candidate);
  if (values === undefined) {
    return untestable({ ...fields, status: 'not-measured', sentence: gate.notMeasured });
  }
  const minimum = minimumUnits(1 - gate.probability, alpha);
  if (sample.effective < minimum) {
    const missing = unitsBelow(minimum, sample, 'the fewest on which this percentile means anything');
    return untestable({
      ...fields,
      sentence: `${subject} cannot be judged on ${words.count(sample.positions.length, 'case')}: it needs at least ${minimum}${sample.clusters === undefined ? '' : ' clusters'}; ${words.more(missing)} would be enough to try.`,
      missing,
    });
  }
  const logarithm = (value: number): number => Math.log(Math.max(value, floor));
  const grouped = values.labels.length > sample.positions.length || sample.clusters !== undefined;
  const distribution = bootstrapPercentileDifference({
    candidate: values.candidate.map(logarithm),
    baseline: values.baseline.map(logarithm),
    probability: gate.probability,
    ...(grouped ? { clusters: values.labels } : {}),
    seed: gateSeed(setting.evidence.seed, setting.candidate.name, name),
    resamples: Math.min(setting.resamples, Math.max(fewestResamples, Math.ceil(1.5 / setting.finestP))),
  });
  const logInterval = percentileInterval(distribution, setting.confidence);
  const interval = {
    estimate: Math.expm1(logInterval.estimate),
    low: Math.expm1(logInterval.low),
    high: Math.expm1(logInterval.high),
  };
  const p = bcaTest(distribution, Math.log1p(maximumIncrease)).pLess;
  const before = percentile(values.baseline, gate.probability);
  const after = percentile(values.candidate, gate.probability);
  const figures = `${subject} ${figure(before, gate.unit)} → ${figure(after, gate.unit)} (${interval.estimate < 0 ? '' : '+'}${words.percent(interval.estimate)}, ${words.percentInterval(interval, setting.confidence)})`;
  const sentence = (ruling: Ruling): string => {
    const limit = `${words.percent(maximumIncrease, 0)} increase`;
    if (ruling.status === 'passed')
      return `${figures}, within the tolerated ${limit} (${words.ruledP(p, ruling)}).`;
    if (ruling.status === 'failed')
      return `${figures}: more than the tolerated ${limit} (${words.ruledP(p, ruling)}).`;
    return `${figures}: not shown to stay within the tolerated ${limit} (${words.ruledP(p, ruling)}).`;
  };
  return {
    test: 'statistical',
    ...fields,
    method: 'percentile-bootstrap',
    interval,
    p,
    worse: interval.low > maximumIncrease,
    details: { before, after, measuredIn: gate.unit, cases: sample.positions.length },
    sentence,
    missing: () => undefined,
  };
}

function figure(value: number, unit: 'milliseconds' | 'tokens'): string {
  return unit === 'milliseconds' ? `${value.toFixed(0)} ms` : `${value.toFixed(0)} tokens`;
}
