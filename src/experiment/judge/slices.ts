import { formatP } from '../../reports/format.ts';
import { holmAdjust } from '../../stats/holm.ts';
import { minimumDetectableDrop } from '../../stats/power.ts';
import { compare, differenceInterval, gateSeed, harmP } from './compare.ts';
import type { Setting } from './context.ts';
import type { Finding } from './finding.ts';
import { differences, sampleMean } from './measure.ts';
import { judgeNonInferiority, qualityPerCase, qualityUnit } from './non-inferiority.ts';
import { restrict, type Sample, tagOf } from './sample.ts';
import * as words from './wording.ts';

interface Slice {
  readonly tag: string;
  readonly value: string;
  readonly sample: Sample;
  readonly margin?: number;
}

type MeasuredSlice =
  | { readonly kind: 'invalid'; readonly slice: Slice; readonly problem: string }
  | {
      readonly kind: 'measured';
      readonly slice: Slice;
      readonly paired: Float64Array;
      readonly before: number;
      readonly after: number;
    };

/** The values of a tag among the cases of a sample, in alphabetical order. */
export function sliceValues(
  { evidence, sample }: Pick<Setting, 'evidence' | 'sample'>,
  tag: string,
): readonly string[] {
  const values = new Set<string>();
  for (const position of sample.positions) {
    const value = tagOf(evidence.cases[position], tag);
    if (value !== undefined) values.add(value);
  }
  return [...values].sort();
}

/** The cases of a sample that have a value of a tag. */
export function sliceOf(
  { evidence, sample }: Pick<Setting, 'evidence' | 'sample'>,
  tag: string,
  value: string,
): Sample {
  return restrict(sample, (position) => tagOf(evidence.cases[position], tag) === value);
}

/**
 * Slices with a margin are non-inferiority gates of their own. The others are harm gates: one fails only when it is
 * significantly worse after Holm's correction over all harm slices of the candidate, because an equal candidate passes
 * four non-inferiority slices of 125 cases in only 12 % of runs.
 */
export function judgeSlices(setting: Setting): readonly Finding[] {
  const harm: Slice[] = [];
  const findings: Finding[] = [];
  for (const { tag, margin } of setting.evidence.gates.slices) {
    const values = sliceValues(setting, tag);
    if (values.length === 0) findings.push(emptySlice(tag));
    for (const value of values) {
      const slice = { tag, value, sample: sliceOf(setting, tag, value) };
      if (margin === undefined) harm.push(slice);
      else findings.push(judgeWithMargin(setting, slice, margin));
    }
  }
  return [...judgeHarm(setting, harm), ...findings];
}

function emptySlice(tag: string): Finding {
  return {
    test: 'fixed',
    kind: 'slice',
    name: `slice ${tag}`,
    method: 'harm',
    unit: 'cases',
    status: 'undecided',
    untestable: false,
    sentence: `No case has the tag ${tag}, so its slices cannot be checked.`,
  };
}

function judgeWithMargin(setting: Setting, { tag, value, sample }: Slice, margin: number): Finding {
  return judgeNonInferiority(setting, {
    kind: 'slice',
    name: `slice ${tag}=${value}`,
    subject: `Quality where ${tag}=${value}`,
    margin,
    sample,
    reference: setting.baseline,
    referenceName: 'the baseline',
  });
}

function judgeHarm(setting: Setting, slices: readonly Slice[]): readonly Finding[] {
  const unit = qualityUnit(setting.evidence.gates.quality.measure);
  const measured = slices.map((slice): MeasuredSlice => {
    const baseline = qualityPerCase(setting, slice.sample, setting.baseline, 'the baseline');
    const candidate = qualityPerCase(setting, slice.sample, setting.candidate.observations, 'the candidate');
    if (baseline.kind === 'invalid') return { kind: 'invalid', slice, problem: baseline.sentence };
    if (candidate.kind === 'invalid') return { kind: 'invalid', slice, problem: candidate.sentence };
    const paired = differences(candidate.values, baseline.values);
    return {
      kind: 'measured',
      slice,
      paired,
      before: sampleMean(slice.sample, baseline.values),
      after: sampleMean(slice.sample, candidate.values),
    };
  });
  const raw = measured.map((entry) =>
    entry.kind === 'measured' ? harmP(entry.slice.sample, entry.paired) : 1,
  );
  const adjusted = holmAdjust(raw);
  return measured.map((entry, index): Finding => {
    const { tag, value, sample } = entry.slice;
    const name = `slice ${tag}=${value}`;
    const fields = { test: 'fixed', kind: 'slice', name, method: 'harm', unit, untestable: false } as const;
    if (entry.kind === 'invalid') return { ...fields, status: 'undecided', sentence: entry.problem };
    const interval = differenceInterval(sample, entry.paired, setting.confidence);
    const failed = adjusted[index] <= setting.alpha && interval.estimate < 0;
    const correction =
      slices.length === 1 ? '' : `, ${formatP(adjusted[index])} after Holm over ${slices.length} slices`;
    const figures = `Quality where ${tag}=${value} ${words.quality(entry.before, unit)} → ${words.quality(entry.after, unit)} (${words.qualityChange(interval.estimate, unit)}, ${words.qualityInterval(interval, unit, setting.confidence)})`;
    return {
      ...fields,
      status: failed ? 'failed' : 'passed',
      interval,
      threshold: 0,
      details: { cases: sample.positions.length, harmP: raw[index], adjustedHarmP: adjusted[index] },
      sentence: failed
        ? `${figures}: significantly worse (${formatP(raw[index], 'statement')}${correction}).`
        : `${figures}: no significant harm on ${words.count(sample.positions.length, 'case')}${blindness(setting, sample, entry.paired)}.`,
    };
  });
}

/** What a small slice cannot see, so that "no harm" is not read as proof. */
function blindness(setting: Setting, sample: Sample, paired: Float64Array): string {
  const unit = qualityUnit(setting.evidence.gates.quality.measure);
  if (sample.units < 2) return ', too few to notice any';
  const { deviation } = compare({
    sample,
    paired,
    margin: setting.evidence.gates.quality.margin,
    alpha: setting.alpha,
    seed: gateSeed(setting.evidence.seed, 'slice'),
    resamples: setting.resamples,
    skipBootstrapAbove: -1,
  });
  const detectable = (spread: number): number =>
    minimumDetectableDrop({ alpha: setting.alpha, power: 0.8, deviation: spread, cases: sample.units });
  // A drop D brings a deviation of at least √D with it, so none below (z_α + z_β)² / n is ever noticed reliably.
  const drop = Math.max(detectable(deviation), detectable(1) ** 2);
  if (drop >= 0.5) return ', too few to notice any but a collapse';
  return `, where a drop of ${words.points(Math.ceil(100 * drop) / 100, unit)} would usually be noticed`;
}
