import type { GateKind } from '../../core/verdict.ts';
import { missingCases } from './cases-needed.ts';
import { differenceInterval, robustMean } from './compare.ts';
import type { Setting } from './context.ts';
import { type Finding, untestable } from './finding.ts';
import { differences, meanPerCase, sampleMean } from './measure.ts';
import * as words from './wording.ts';

export interface RateGate {
  readonly kind: GateKind;
  readonly name: string;
  /** How a sentence starts: "Failed requests". */
  readonly subject: string;
  /** Share of answers. */
  readonly maximumIncrease: number;
  readonly baseline: readonly (readonly (0 | 1)[])[];
  readonly candidate: readonly (readonly (0 | 1)[])[];
  readonly what: string;
}

/**
 * A guard on how often something goes wrong. It is a harm gate with a tolerance, not a proof: it fails when the rate
 * rises significantly and by more than is tolerated, passes while the observed rise is tolerated, and is undecided in
 * between. Whatever goes wrong counts as quality 0, so the quality gate carries the proof; asking for a second
 * one at 1 point would keep every suite below 380 cases from promoting anything.
 */
export function judgeRate(setting: Setting, gate: RateGate): Finding {
  const { evidence, sample } = setting;
  const { kind, name, subject, maximumIncrease } = gate;
  const fields = { kind, name, unit: 'fraction', threshold: maximumIncrease, method: 'guard' } as const;
  const undecided = (sentence: string): Finding => ({
    ...untestable({ ...fields, sentence }),
    untestable: false,
  });
  if (sample.problem !== undefined) return undecided(sample.problem);
  const read = (rows: RateGate['baseline'], arm: string) =>
    meanPerCase({ cases: evidence.cases, sample, rows, what: `${gate.what} from ${arm}`, low: 0, high: 1 });
  const baseline = read(gate.baseline, 'the baseline');
  if (baseline.kind === 'invalid') return undecided(baseline.sentence);
  const candidate = read(gate.candidate, 'the candidate');
  if (candidate.kind === 'invalid') return undecided(candidate.sentence);
  const paired = differences(candidate.values, baseline.values);
  const interval = differenceInterval(sample, paired, setting.confidence);
  const before = words.percent(sampleMean(sample, baseline.values));
  const after = words.percent(sampleMean(sample, candidate.values));
  const tolerated = `the ${words.points(maximumIncrease, 'fraction')} tolerated`;
  const figures = `${subject} ${before} → ${after} (${words.qualityChange(interval.estimate, 'fraction')}, ${words.qualityInterval(interval, 'fraction', setting.confidence)})`;
  const shared = { ...fields, test: 'fixed', untestable: false, interval } as const;
  // Rounding of a mean must not turn exactly the tolerated rise into more.
  if (interval.estimate <= maximumIncrease + 1e-12) {
    return { ...shared, status: 'passed', sentence: `${figures}, within ${tolerated}.` };
  }
  if (interval.low > 0) {
    return { ...shared, status: 'failed', sentence: `${figures}: a significant rise, beyond ${tolerated}.` };
  }
  const missing = missingCases({
    sample,
    excess: interval.estimate,
    deviation: sample.units < 2 ? 1 : robustMean(sample, paired, []).error * Math.sqrt(sample.units),
    minimum: 2,
    requiredP: setting.alpha,
  });
  return {
    ...shared,
    status: 'undecided',
    sentence: `${figures}: beyond ${tolerated}, but it may be chance${missing === undefined ? '' : `; ${words.more(missing)} would probably tell`}.`,
    ...(missing === undefined ? {} : { missing: { ...missing, reason: 'to tell whether the rise is real' } }),
  };
}
