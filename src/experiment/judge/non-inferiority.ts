import type { GateKind, Missing } from '../../core/verdict.ts';
import { minimumCasesWithoutFailure } from '../../stats/power.ts';
import type { Gates } from '../../suite/gates.ts';
import type { Observations } from '../evidence.ts';
import { missingCases, missingSentence, unitsBelow } from './cases-needed.ts';
import { type Comparison, compare, gateSeed } from './compare.ts';
import type { Setting } from './context.ts';
import { type Finding, type Ruling, untestable } from './finding.ts';
import { differences, type Measured, meanPerCase, sampleMean } from './measure.ts';
import type { Sample } from './sample.ts';
import * as words from './wording.ts';

/** Quality of one arm on every case of a sample: the mean of pass or of score over the repeats. */
export function qualityPerCase(
  { evidence }: Pick<Setting, 'evidence'>,
  sample: Sample,
  observations: Observations | undefined,
  arm: string,
): Measured {
  const rows = evidence.gates.quality.measure === 'pass' ? observations?.pass : observations?.score;
  return meanPerCase({
    cases: evidence.cases,
    sample,
    rows,
    what: `quality from ${arm}`,
    low: 0,
    high: 1,
  });
}

export function qualityUnit(measure: Gates['quality']['measure']): words.QualityUnit {
  return measure === 'pass' ? 'fraction' : 'score';
}

/** The quality gate, on all cases or on a slice, against the baseline or the frozen original. */
export interface NonInferiorityGate {
  readonly kind: GateKind;
  readonly name: string;
  /** How a sentence starts: "Quality", "Quality where channel=chat". */
  readonly subject: string;
  readonly margin: number;
  readonly sample: Sample;
  readonly reference: Observations | undefined;
  readonly referenceName: string;
}

export function judgeNonInferiority(setting: Setting, gate: NonInferiorityGate): Finding {
  const { sample, margin, kind, name } = gate;
  const unit = qualityUnit(setting.evidence.gates.quality.measure);
  const refuse = (sentence: string, missing?: Missing): Finding =>
    untestable({
      kind,
      name,
      unit,
      threshold: -margin,
      sentence,
      ...(missing === undefined ? {} : { missing }),
    });
  const minimum = minimumUnits(margin, setting.alpha);
  if (sample.problem !== undefined && sample.positions.length > 0) return refuse(sample.problem);
  if (sample.effective < minimum) {
    const missing = unitsBelow(minimum, sample, 'the fewest that could show a loss of the margin');
    return refuse(tooFew(gate, minimum, missing, unit), missing);
  }
  const baseline = qualityPerCase(setting, sample, gate.reference, gate.referenceName);
  if (baseline.kind === 'invalid') return refuse(baseline.sentence);
  const candidate = qualityPerCase(setting, sample, setting.candidate.observations, 'the candidate');
  if (candidate.kind === 'invalid') return refuse(candidate.sentence);
  const before = sampleMean(sample, baseline.values);
  const after = sampleMean(sample, candidate.values);
  const blind = cannotShowLoss(gate, baseline.values, candidate.values, before, unit);
  if (blind !== undefined) return refuse(blind);
  const comparison = compare({
    sample,
    paired: differences(candidate.values, baseline.values),
    margin,
    alpha: setting.alpha,
    seed: gateSeed(setting.evidence.seed, setting.candidate.name, name),
    resamples: setting.resamples,
    ...(setting.decisionOnly ? { skipBootstrapAbove: setting.passableP } : {}),
  });
  return finding(setting, gate, comparison, { before, after, unit, minimum });
}

/** The fewest units with which a loss of the margin could show itself, never below 2: one case has no spread. */
export function minimumUnits(margin: number, alpha: number): number {
  return Math.max(2, minimumCasesWithoutFailure({ margin, alpha }));
}

function tooFew(
  { subject, sample, margin }: NonInferiorityGate,
  minimum: number,
  missing: Missing,
  unit: words.QualityUnit,
): string {
  const cases = words.count(sample.positions.length, 'case');
  const have =
    sample.weights !== undefined && sample.effective < sample.units
      ? `${cases} that weigh as much as ${sample.effective.toFixed(0)}`
      : sample.clusters !== undefined
        ? `${cases} in ${words.count(sample.units, 'cluster')}`
        : cases;
  const what = sample.clusters === undefined ? 'cases' : 'clusters';
  return `${subject} cannot be judged on ${have}: a loss of ${words.points(margin, unit)} needs at least ${minimum} ${what} to show itself; ${words.more(missing)} would be enough to try.`;
}

/** Data on which a loss of the margin could not be seen at all, however many cases there are. */
function cannotShowLoss(
  { subject, margin, referenceName }: NonInferiorityGate,
  baseline: Float64Array,
  candidate: Float64Array,
  before: number,
  unit: words.QualityUnit,
): string | undefined {
  if (before < margin) {
    return `${subject} cannot be judged: ${referenceName} scores ${words.quality(before, unit)}, less than the tolerated loss, so a loss could not be seen; check the assertions.`;
  }
  const first = baseline[0];
  const constant = baseline.every((value) => value === first) && candidate.every((value) => value === first);
  return constant && first < 1
    ? `${subject} cannot be judged: every answer of both arms scores ${words.quality(first, unit)}, so the scorer tells nothing apart; check the assertions.`
    : undefined;
}

function finding(
  setting: Setting,
  { kind, name, subject, margin, sample }: NonInferiorityGate,
  comparison: Comparison,
  facts: {
    readonly before: number;
    readonly after: number;
    readonly unit: words.QualityUnit;
    readonly minimum: number;
  },
): Finding {
  const { interval, p } = comparison;
  const { unit } = facts;
  const numeric = comparison.path === 'numeric';
  const missing = (ruling: Ruling) =>
    ruling.status === 'undecided'
      ? missingCases({
          sample,
          excess: interval.estimate + margin,
          // Cases that never differed so far may still: no less than half of the deviation at the margin.
          deviation: Math.max(comparison.deviation, Math.sqrt(margin * (1 - margin)) / 2),
          ...(comparison.nullDeviation === undefined ? {} : { nullDeviation: comparison.nullDeviation }),
          ...(numeric ? { pseudo: margin - 1 } : {}),
          minimum: facts.minimum,
          requiredP: ruling.requiredP,
        })
      : undefined;
  const figures = `${subject} ${words.quality(facts.before, unit)} → ${words.quality(facts.after, unit)} (${words.qualityChange(interval.estimate, unit)}, ${words.qualityInterval(interval, unit, setting.confidence)})`;
  const sentence = (ruling: Ruling): string => {
    const limit = `−${words.points(margin, unit)}`;
    const tested = `(${words.ruledP(p, ruling)})`;
    if (ruling.status === 'passed') return `${figures}, not worse than ${limit} ${tested}.`;
    if (ruling.status === 'failed')
      return `${figures}: significantly worse, and not within ${limit} ${tested}.`;
    const hope =
      interval.estimate + margin > 0
        ? missingSentence(missing(ruling), sample)
        : '; the loss itself is beyond the margin, so more cases are unlikely to help';
    return `${figures}: not shown to be within ${limit} ${tested}${hope}.`;
  };
  return {
    test: 'statistical',
    kind,
    name,
    method: numeric ? 'bca+t' : 'tango',
    unit,
    interval,
    threshold: -margin,
    p,
    worse: comparison.worse,
    details: { before: facts.before, after: facts.after, ...comparison.details },
    sentence,
    missing,
  };
}
