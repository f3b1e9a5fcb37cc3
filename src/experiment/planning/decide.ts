import type { TestCase } from '../../core/case.ts';
import type { Suite } from '../../suite/suite.ts';
import type { Evidence, EvidenceCandidate, EvidenceCase } from '../evidence.ts';
import { compare, gateSeed } from '../judge/compare.ts';
import { settingOf } from '../judge/findings.ts';
import { errorOf } from '../judge/level.ts';
import { differences } from '../judge/measure.ts';
import { qualityPerCase } from '../judge/non-inferiority.ts';
import { type GatePlan, type PlanFacts, planGates } from '../judge/power-plan.ts';
import { sampleOf } from '../judge/sample.ts';

/** What does not depend on how much two arms differ. */
export type SuiteFacts = Omit<PlanFacts, 'deviation' | 'round'>;

export function evidenceCases({ clusterTag }: Suite, test: readonly TestCase[]): readonly EvidenceCase[] {
  return test.map(({ id, tags }) => {
    const cluster = clusterTag === undefined ? undefined : tags[clusterTag];
    return { id, tags, ...(cluster === undefined ? {} : { cluster }) };
  });
}

/** The test split as the gates will see it: its independent units and its slices. */
export function factsOf(
  suite: Suite,
  test: readonly TestCase[],
  {
    candidates,
    original,
    packSize = 1,
  }: {
    readonly candidates: number;
    readonly original: boolean;
    /** How many consecutive cases an arm may answer with one call. */
    readonly packSize?: number | undefined;
  },
): SuiteFacts {
  const everything = test.map((_, position) => position);
  const sharedCalls = everything.map((position) => [String(Math.floor(position / packSize))]);
  const arms = packSize > 1 ? [{ sharedCalls }] : [];
  const sample = sampleOf(evidenceCases(suite, test), everything, suite.mix, arms);
  const { quality, slices } = suite.gates;
  return {
    units: sample.effective,
    casesPerUnit: sample.effective === 0 ? 1 : sample.positions.length / sample.effective,
    margin: quality.margin,
    alpha: errorOf({ gates: suite.gates }),
    candidates,
    original,
    slices: slices.flatMap(({ tag, margin }) => {
      const values = test.flatMap(({ tags }) => (Object.hasOwn(tags, tag) ? [tags[tag]] : []));
      return [...new Set(values)].sort().map((value) => ({
        name: `${tag}=${value}`,
        cases: values.filter((other) => other === value).length,
        ...(margin === undefined ? {} : { margin }),
      }));
    }),
  };
}

/** How much a candidate differed from the baseline in an earlier run. */
export interface ObservedDifference {
  readonly candidate: string;
  /** Standard deviation of the difference per independent unit. */
  readonly deviation: number;
  /** Share of the cases whose quality differs. */
  readonly discordance: number;
}

function observedDifference(evidence: Evidence, candidate: EvidenceCandidate): readonly ObservedDifference[] {
  const setting = settingOf(evidence, candidate);
  const { sample } = setting;
  if (candidate.identity || sample.units < 2 || sample.problem !== undefined) return [];
  const before = qualityPerCase(setting, sample, evidence.baseline, 'the baseline');
  const after = qualityPerCase(setting, sample, candidate.observations, 'the candidate');
  if (before.kind === 'invalid' || after.kind === 'invalid') return [];
  const paired = differences(after.values, before.values);
  const { deviation } = compare({
    sample,
    paired,
    margin: evidence.gates.quality.margin,
    alpha: setting.alpha,
    seed: gateSeed(evidence.seed, 'plan'),
    resamples: setting.resamples,
    // Only the deviation is wanted, and it needs no bootstrap.
    skipBootstrapAbove: -1,
  });
  const differing = paired.reduce((sum, difference) => sum + (difference === 0 ? 0 : 1), 0);
  return [{ candidate: candidate.name, deviation, discordance: differing / paired.length }];
}

/** One entry for each candidate of an earlier run that changed something. */
export function observedDifferences(evidence: Evidence): readonly ObservedDifference[] {
  return evidence.candidates.flatMap((candidate) => observedDifference(evidence, candidate));
}

/** The middle of several, the lower one of two. */
export function typical(differences: readonly ObservedDifference[]): ObservedDifference | undefined {
  const sorted = [...differences].sort((a, b) => a.deviation - b.deviation);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

export function decide(facts: SuiteFacts, deviation: number, round: number): GatePlan {
  return planGates({ ...facts, deviation, round });
}
