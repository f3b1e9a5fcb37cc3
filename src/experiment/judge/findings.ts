import type { Evidence, EvidenceCandidate, Observations } from '../evidence.ts';
import { boundaryAt, type Look, lookOf, nominalP } from './boundaries.ts';
import type { Setting } from './context.ts';
import { judgeCost } from './cost.ts';
import { judgeErrors } from './errors.ts';
import { judgeFalseHits } from './false-hits.ts';
import { type Finding, untestable } from './finding.ts';
import { judgeIdentity } from './identity.ts';
import { judgeJudgedQuality } from './judged-quality.ts';
import { judgeLatency } from './latency.ts';
import { errorOf, errorOfRound, shownConfidence } from './level.ts';
import { judgeMustPass } from './must-pass.ts';
import { judgeOutput } from './output.ts';
import { judgeQuality } from './quality.ts';
import { type Sample, sampleOf } from './sample.ts';
import { judgeSlices } from './slices.ts';

export interface JudgeOptions {
  /** Fewest resamples of every bootstrap of a mean; 5,000 unless said otherwise. */
  readonly resamples?: number;
  /** Only the verdict's kind is wanted (simulations): bootstraps that cannot change it are left out. */
  readonly decisionOnly?: boolean;
}

/** The fewest of a verdict; many candidates, late rounds and early looks take more. */
const judgeResamples = 5000;

/** The very first of many looks asks for a p that no affordable bootstrap shows: it then cannot stop a candidate. */
const mostResamples = 100_000;

/** R resamples show no p below 1 / (R + 1). */
function resolving(p: number): number {
  return p > 0 ? Math.min(mostResamples, Math.ceil(1.5 / p)) : 0;
}

/** The cases that a candidate was judged on: all, or those before it was stopped. */
function positionsOf(evidence: Evidence, { stopped }: EvidenceCandidate): readonly number[] {
  return stopped?.cases ?? evidence.cases.map((_, position) => position);
}

/** The candidate, and what it is compared with. */
function armsOf(
  { baseline, original }: Evidence,
  { observations }: EvidenceCandidate,
): readonly Observations[] {
  return [baseline, ...(original === undefined ? [] : [original]), observations];
}

export function settingOf(
  evidence: Evidence,
  candidate: EvidenceCandidate,
  options: JudgeOptions = {},
  sample: Sample = sampleOf(
    evidence.cases,
    positionsOf(evidence, candidate),
    evidence.mix,
    armsOf(evidence, candidate),
  ),
): Setting {
  const alpha = errorOf(evidence);
  const level = errorOfRound(alpha, candidate.round);
  const share = level / Math.max(1, evidence.candidates.length);
  const look = lookOf(evidence, candidate);
  const finestP = look === undefined ? share : nominalP(boundaryAt(look.fractions, share));
  return {
    evidence,
    candidate,
    baseline: evidence.baseline,
    sample,
    alpha,
    level,
    confidence: shownConfidence(alpha),
    resamples: Math.max(options.resamples ?? judgeResamples, resolving(finestP)),
    finestP,
    passableP: look === undefined ? level : finestP,
    decisionOnly: options.decisionOnly ?? false,
    blocked: false,
  };
}

/** Every gate of one candidate, before the corrections over the candidates of the run. */
export function findingsOf(setting: Setting): readonly Finding[] {
  const look = lookOf(setting.evidence, setting.candidate);
  const quality = [...judgeIdentity(setting), ...judgeQuality(setting), ...judgeJudgedQuality(setting)];
  const blocked = setting.decisionOnly && quality.some((finding) => !couldPass(finding, setting.passableP));
  const findings = [
    ...quality,
    ...judgeSlices(setting),
    ...judgeMustPass(setting),
    ...judgeCost({ ...setting, blocked }),
    ...judgeLatency(setting),
    ...judgeOutput(setting),
    ...judgeErrors(setting),
    ...judgeFalseHits(setting),
  ];
  return findings.map((finding) => refuseInterim(finding, look));
}

/** No correction over candidates or looks makes a p smaller. */
function couldPass(finding: Finding, passableP: number): boolean {
  return finding.test === 'statistical' ? finding.p <= passableP : finding.status === 'passed';
}

/** Looks are bounded on Tango's z only; a numeric comparison that was stopped early has no known error. */
function refuseInterim(finding: Finding, look: Look | undefined): Finding {
  const numericQuality =
    finding.test === 'statistical' && finding.method === 'bca+t' && finding.unit !== 'share';
  if (look?.interim !== true || !numericQuality) return finding;
  const { kind, name, unit, interval, threshold } = finding;
  return untestable({
    kind,
    name,
    unit,
    ...(interval === undefined ? {} : { interval }),
    ...(threshold === undefined ? {} : { threshold }),
    sentence:
      'Stopped early, which is only valid for pass or fail on independent, unweighted cases with one repeat; run all cases.',
  });
}
