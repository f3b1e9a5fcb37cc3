import type { Interval } from '../../core/verdict.ts';
import { bcaInterval, bcaTest } from '../../stats/bootstrap.ts';
import { tTest } from '../../stats/t-inference.ts';
import { missingCases, missingSentence } from './cases-needed.ts';
import { gateSeed, robustMean } from './compare.ts';
import type { Setting } from './context.ts';
import { bootstrapCostRatio, costPerCase, savingOf } from './cost-ratio.ts';
import { type Finding, type Ruling, untestable } from './finding.ts';
import { sampleMean } from './measure.ts';
import * as words from './wording.ts';
import { worstExcess } from './worst-path.ts';

/**
 * The cost gate: the saving must exceed the smallest saving worth a change, by the BCa bound of the paired ratio of
 * means *and* by t on (1 − r)·cost_baseline − cost_candidate after one pseudo-case at the worst path. BCa alone lets
 * rare runaways through (.35 at 1 % and n = 100).
 */
export function judgeCost(setting: Setting): readonly Finding[] {
  const { evidence, sample, candidate } = setting;
  const { minimumSaving } = evidence.gates.cost;
  const fixed = (status: 'failed' | 'undecided', sentence: string): readonly Finding[] => [
    untestable({ kind: 'cost', name: 'cost', unit: 'share', threshold: minimumSaving, status, sentence }),
  ];
  if (sample.problem !== undefined && sample.positions.length > 0) return fixed('undecided', sample.problem);
  if (sample.units < 2) {
    return fixed(
      'undecided',
      `Cost cannot be judged on ${words.count(sample.positions.length, 'case')}${sample.clusters === undefined ? '' : ' in one cluster'}.`,
    );
  }
  const before = costPerCase(evidence, sample, setting.baseline.cost, 'the baseline');
  if (before.kind === 'invalid') return fixed('undecided', before.sentence);
  const after = costPerCase(evidence, sample, candidate.observations.cost, 'the candidate');
  if (after.kind === 'invalid') return fixed('undecided', after.sentence);
  const baselineMean = sampleMean(sample, before.values);
  const candidateMean = sampleMean(sample, after.values);
  if (baselineMean === 0) {
    return fixed(
      'failed',
      candidateMean === 0
        ? 'Neither arm costs anything, so there is nothing to save.'
        : 'The baseline costs nothing, so there is nothing to save; the candidate does cost something.',
    );
  }
  const excess = after.values.map((cost, index) => (1 - minimumSaving) * before.values[index] - cost);
  if (excess.every((value) => value === excess[0]) && excess[0] <= 0) {
    const saving = 1 - candidateMean / baselineMean;
    return fixed(
      'failed',
      saving === 0
        ? 'Cost does not change: no case becomes cheaper.'
        : `Cost falls ${words.percent(saving)} on every case, not more than the ${words.percent(minimumSaving)} required.`,
    );
  }
  return [test(setting, before.values, after.values, excess)];
}

function test(
  setting: Setting,
  baseline: Float64Array,
  candidate: Float64Array,
  excess: Float64Array,
): Finding {
  const { evidence, sample } = setting;
  const { minimumSaving } = evidence.gates.cost;
  const pseudo = worstExcess(setting, baseline, candidate);
  const plain = robustMean(sample, excess, []);
  const cautious = tTest(robustMean(sample, excess, [pseudo]), 0);
  const skip = setting.decisionOnly && (setting.blocked || cautious.pGreater > setting.passableP);
  const ratio = skip
    ? undefined
    : bootstrapCostRatio(evidence, {
        sample,
        baseline,
        candidate,
        seed: gateSeed(evidence.seed, setting.candidate.name, 'cost'),
        resamples: setting.resamples,
      });
  const baselineMean = sampleMean(sample, baseline);
  const candidateMean = sampleMean(sample, candidate);
  const threshold = 1 - minimumSaving;
  const estimate = 1 - candidateMean / baselineMean;
  if (ratio === undefined && !skip) {
    return untestable({
      kind: 'cost',
      name: 'cost',
      unit: 'share',
      threshold: minimumSaving,
      sentence: `Cost cannot be judged: too few of ${sample.positions.length} cases cost anything in the baseline.`,
    });
  }
  const interval =
    ratio === undefined
      ? { estimate, low: Number.NEGATIVE_INFINITY, high: estimate }
      : { ...savingOf(bcaInterval(ratio, setting.confidence)), estimate };
  const bcaP = ratio === undefined ? cautious.pGreater : bcaTest(ratio, threshold).pLess;
  const worse = interval.high < minimumSaving && tTest(plain, 0).pLess <= setting.alpha;
  const p = Math.max(bcaP, cautious.pGreater);
  const missing = (ruling: Ruling) =>
    ruling.status === 'undecided'
      ? missingCases({
          sample,
          excess: plain.estimate,
          deviation: plain.error * Math.sqrt(sample.units),
          pseudo,
          minimum: 2,
          requiredP: ruling.requiredP,
        })
      : undefined;
  return {
    test: 'statistical',
    kind: 'cost',
    name: 'cost',
    method: 'bca+t',
    unit: 'share',
    interval,
    threshold: minimumSaving,
    p,
    worse,
    details: {
      baselineDollars: baselineMean / 1e9,
      candidateDollars: candidateMean / 1e9,
      tP: cautious.pGreater,
      bcaP,
      units: sample.units,
    },
    sentence: (ruling) =>
      sentence(setting, interval, p, ruling, plain.estimate > 0, missingSentence(missing(ruling), sample)),
    missing,
  };
}

function sentence(
  setting: Setting,
  interval: Interval,
  p: number,
  ruling: Ruling,
  hopeful: boolean,
  missing: string,
): string {
  const { minimumSaving } = setting.evidence.gates.cost;
  const { estimate } = interval;
  const figures =
    estimate >= 0
      ? `Cost falls ${words.percent(estimate)} (${words.percentInterval(interval, setting.confidence)})`
      : `Cost rises ${words.percent(-estimate)} (saving ${words.percent(estimate)}, ${words.percentInterval(interval, setting.confidence)})`;
  const required = minimumSaving === 0 ? 'any saving' : `more than ${words.percent(minimumSaving)} saved`;
  const tested = words.ruledP(p, ruling);
  if (ruling.status === 'passed') {
    return `${figures}${minimumSaving === 0 ? '' : `, more than the ${words.percent(minimumSaving)} required`} (${tested}).`;
  }
  if (ruling.status === 'failed') return `${figures}; the suite requires ${required} (${tested}).`;
  return `${figures}: ${required} is not shown, one request at the worst cost considered (${tested})${hopeful ? missing : '; more cases are unlikely to help'}.`;
}
