import { type Estimate, tInterval, tTest } from '../../stats/t-inference.ts';
import type { JudgeCalibration, Observations } from '../evidence.ts';
import { missingCases, missingSentence } from './cases-needed.ts';
import { robustMean } from './compare.ts';
import type { Setting } from './context.ts';
import { type Finding, type Ruling, untestable } from './finding.ts';
import { armDetails, corrected, labelError, labelsOf, type Rates, ratesOf } from './judge-rates.ts';
import { sampleMean } from './measure.ts';
import { minimumUnits, qualityPerCase } from './non-inferiority.ts';
import * as words from './wording.ts';

interface Difference {
  readonly before: number;
  readonly after: number;
  readonly plain: Estimate;
  /** After one more unit that lost everything, and after one that gained everything. */
  readonly cautious: Estimate;
  readonly hopeful: Estimate;
  /** The part of the squared error that comes from the labels. */
  readonly labelShare: number;
  /** Standard deviation per independent unit, without the labels' error. */
  readonly deviation: number;
  /** What one case that goes from right to wrong takes away. */
  readonly whole: number;
}

/** Adds the labels' squared error to a mean's, on Welch's and Satterthwaite's degrees of freedom. */
function widened({ estimate, error, degreesOfFreedom }: Estimate, squared: number, labels: number): Estimate {
  const total = error ** 2 + squared;
  const freedom =
    total === 0
      ? degreesOfFreedom
      : total ** 2 / (error ** 4 / degreesOfFreedom + squared ** 2 / Math.max(1, labels - 1));
  return { estimate, error: Math.sqrt(total), degreesOfFreedom: Math.max(1, freedom) };
}

interface Pair<Value> {
  readonly before: Value;
  readonly after: Value;
}

function difference(
  { sample, evidence }: Setting,
  values: Pair<Float64Array>,
  rates: Pair<Rates>,
): Difference {
  const paired = values.after.map(
    (judged, index) => corrected(judged, rates.after) - corrected(values.before[index], rates.before),
  );
  const before = corrected(sampleMean(sample, values.before), rates.before);
  const after = corrected(sampleMean(sample, values.after), rates.after);
  // One set of labels errs alike on both arms, so its error only stretches their difference.
  const shared = rates.before.counts === rates.after.counts;
  const apart = Math.max(Math.abs(after - before), evidence.gates.quality.margin);
  const { sensitivityError, specificityError, information } = rates.after;
  const squared = shared
    ? (apart ** 2 * (sensitivityError + specificityError)) / information ** 2
    : labelError(before, rates.before) + labelError(after, rates.after);
  const counts = [rates.before.counts, rates.after.counts];
  const labels = Math.min(...counts.flatMap(({ correct, incorrect }) => [correct, incorrect]));
  const whole = 1 / Math.min(rates.before.information, rates.after.information);
  const plain = robustMean(sample, paired, []);
  return {
    before,
    after,
    plain: widened(plain, squared, labels),
    cautious: widened(robustMean(sample, paired, [-whole]), squared, labels),
    hopeful: widened(robustMean(sample, paired, [whole]), squared, labels),
    labelShare: squared / (squared + plain.error ** 2),
    deviation: plain.error * Math.sqrt(sample.units),
    whole,
  };
}

interface JudgedGate {
  readonly name: string;
  readonly reference: Observations;
  readonly referenceName: string;
  /** Whose labels the reference goes by. */
  readonly referenceArm: string;
}

function judgeCorrected(setting: Setting, judge: JudgeCalibration, gate: JudgedGate): Finding {
  const { sample, candidate, evidence, alpha, confidence } = setting;
  const { margin, measure } = evidence.gates.quality;
  const fields = { kind: 'quality', name: gate.name, unit: 'fraction', threshold: -margin } as const;
  const refuse = (reason: string): Finding =>
    untestable({
      ...fields,
      sentence: `Quality cannot be corrected for the judge ${judge.assertion}: ${reason.replace(/\.$/, '')}.`,
    });
  const minimum = minimumUnits(margin, alpha);
  if (measure !== 'pass') return refuse('it is measured by score, not by pass or fail');
  if (sample.problem !== undefined) return refuse(sample.problem);
  if (sample.effective < minimum) return refuse(`there are fewer than ${minimum} cases`);
  const before = qualityPerCase(setting, sample, gate.reference, gate.referenceName);
  if (before.kind === 'invalid') return refuse(before.sentence);
  const after = qualityPerCase(setting, sample, candidate.observations, 'the candidate');
  if (after.kind === 'invalid') return refuse(after.sentence);
  const ratesBefore = ratesOf(labelsOf(judge, gate.referenceArm), gate.referenceName);
  if (typeof ratesBefore === 'string') return refuse(ratesBefore);
  const ratesAfter = ratesOf(labelsOf(judge, candidate.name), candidate.name);
  if (typeof ratesAfter === 'string') return refuse(ratesAfter);
  const found = difference(
    setting,
    { before: before.values, after: after.values },
    { before: ratesBefore, after: ratesAfter },
  );
  const interval = tInterval(found.plain, confidence);
  const { pGreater: p } = tTest(found.cautious, -margin);
  const missing = (ruling: Ruling) =>
    ruling.status === 'undecided' && found.labelShare < 0.5
      ? missingCases({
          sample,
          excess: found.plain.estimate + margin,
          deviation: Math.max(found.deviation, Math.sqrt(margin * (1 - margin)) / 2),
          pseudo: margin - found.whole,
          minimum,
          requiredP: ruling.requiredP,
        })
      : undefined;
  const judged = (values: Float64Array) => ({
    quality: sampleMean(sample, values),
    cases: sample.positions.length,
    confidence,
  });
  return {
    test: 'statistical',
    ...fields,
    method: 'judge-corrected',
    interval,
    p,
    worse: interval.high < 0 && tTest(found.hopeful, 0).pLess <= alpha,
    details: {
      ...armDetails('before', judged(before.values), ratesBefore),
      ...armDetails('after', judged(after.values), ratesAfter),
    },
    sentence: (ruling) => {
      const figures = figuresOf(setting, found, ratesAfter);
      const limit = `−${words.points(margin, 'fraction')} (${words.ruledP(p, ruling)})`;
      if (ruling.status === 'passed') return `${figures}, not worse than ${limit}.`;
      if (ruling.status === 'failed') return `${figures}: significantly worse, and not within ${limit}.`;
      const hope =
        found.labelShare >= 0.5
          ? '; more labelled answers would help most'
          : missingSentence(missing(ruling), sample);
      return `${figures}: not shown to be within ${limit}${hope}.`;
    },
    missing,
  };
}

function figuresOf(
  { confidence }: Setting,
  { before, after, plain }: Difference,
  { counts, sensitivity, specificity }: Rates,
): string {
  const shown = (quality: number): string => words.percent(Math.min(1, Math.max(0, quality)));
  const judge = `it accepts ${words.percent(sensitivity, 0)} of ${counts.correct} right and rejects ${words.percent(specificity, 0)} of ${counts.incorrect} wrong answers`;
  const change = words.qualityChange(plain.estimate, 'fraction');
  const interval = words.qualityInterval(tInterval(plain, confidence), 'fraction', confidence);
  return `Corrected for the judge (${judge}), quality ${shown(before)} → ${shown(after)} (${change}, ${interval})`;
}

/**
 * A second quality gate where quality is one judge's pass or fail and people have labelled some of its judgements: the
 * same margin, on qualities that are corrected arm by arm (Rogan & Gladen 1978; errors after Lee et al. 2025), with an
 * interval that holds the labels' uncertainty too. It stands beside the uncorrected gate and both must pass, so it
 * can only make a promotion rarer.
 */
export function judgeJudgedQuality(setting: Setting): readonly Finding[] {
  const { evidence, baseline } = setting;
  const { judge, original } = evidence;
  if (judge === undefined) return [];
  const against = (reference: Observations, name: string, arm: string, referenceName: string): Finding =>
    judgeCorrected(setting, judge, { name, reference, referenceName, referenceArm: arm });
  const first = against(baseline, 'quality corrected for the judge', 'baseline', 'the baseline');
  if (original === undefined) return [first];
  const drift = 'quality against the frozen original, corrected for the judge';
  return [first, against(original, drift, 'frozen original', 'the frozen original')];
}
