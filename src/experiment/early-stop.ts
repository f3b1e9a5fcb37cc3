import type { Problem } from '../core/errors.ts';
import type { EarlyStop } from '../suite/gates.ts';
import type { Evidence } from './evidence.ts';
import { boundaryAt, lookOf, lookSizes } from './judge/boundaries.ts';
import { lookCorrection } from './judge/composition.ts';
import type { Finding } from './judge/finding.ts';
import { findingsOf, settingOf } from './judge/findings.ts';

export { lookSizes };

/** What the runner does next with one candidate. */
export interface LookDecision {
  /**
   * `continue` to the next look; `efficacy`: every statistical gate is beyond its boundary, so run what is left of the
   * must-pass cases and stop; `futility`: stop, there is little hope; `final`: this was the last look.
   */
  readonly decision: 'continue' | 'efficacy' | 'futility' | 'final';
  /** Tango's z of the quality gate; undefined when it could not be tested yet. */
  readonly z?: number;
  /** What z, and every other statistical gate, has to reach at this look. */
  readonly boundary: number;
  /** Below this z the candidate is given up; undefined at the last look. */
  readonly futility?: number;
  /** One line for the log. */
  readonly sentence: string;
}

export interface LookInput {
  /**
   * The evidence so far: all cases, and rows for those that have been run. It must list every candidate of the run,
   * because each gets its share of α.
   */
  readonly evidence: Evidence;
  readonly candidate: string;
  /** Counts from 1. */
  readonly look: number;
  /** The cases run so far with both arms, as indices into the evidence's cases. */
  readonly cases: readonly number[];
}

/**
 * Decides at a look whether a candidate goes on: Lan–DeMets O'Brien–Fleming boundaries at the round's error divided by
 * the number of candidates, the same one for every statistical gate, and non-binding futility bounds on the
 * quality gate's z. `judge` comes to the same verdict when the candidate is recorded as stopped here.
 * @throws RangeError for a candidate that the evidence does not hold.
 */
export function decideAtLook({ evidence, candidate, look, cases }: LookInput): LookDecision {
  const found = evidence.candidates.find(({ name }) => name === candidate);
  if (found === undefined) throw new RangeError(`no candidate is named ${JSON.stringify(candidate)}`);
  const looks = evidence.earlyStop?.looks ?? 1;
  const stopped = { look, looks, cases, reason: 'efficacy' } as const;
  const setting = settingOf(evidence, { ...found, stopped }, { decisionOnly: true });
  const at = lookOf(evidence, setting.candidate) ?? { fractions: [1], interim: false };
  const boundary = boundaryAt(at.fractions, setting.level / evidence.candidates.length);
  if (look >= looks || !at.interim) {
    return { decision: 'final', boundary, sentence: `${candidate}: last look, after ${cases.length} cases.` };
  }
  const { requiredP } = lookCorrection(evidence.candidates.length, at, setting.level);
  const findings = findingsOf(setting);
  const z = qualityZ(findings);
  const bound = futilityBound(evidence.earlyStop, look, at.fractions[at.fractions.length - 1]);
  const shared = {
    boundary,
    ...(z === undefined ? {} : { z }),
    ...(bound === undefined ? {} : { futility: bound }),
  };
  const where = `${candidate}: look ${look} of ${looks}, ${cases.length} cases, z ${z === undefined ? 'not known' : z.toFixed(2)}`;
  if (findings.some(broken)) {
    return {
      ...shared,
      decision: 'futility',
      sentence: `${where}; stopped, a must-pass case is broken or nothing changes.`,
    };
  }
  if (z !== undefined && bound !== undefined && z < bound) {
    return {
      ...shared,
      decision: 'futility',
      sentence: `${where}, below ${bound.toFixed(2)}; stopped, little hope is left.`,
    };
  }
  if (findings.every((finding) => passesAt(finding, requiredP))) {
    return {
      ...shared,
      decision: 'efficacy',
      sentence: `${where}, beyond ${boundary.toFixed(2)} as is every other gate; stopped.`,
    };
  }
  return { ...shared, decision: 'continue', sentence: `${where}, ${boundary.toFixed(2)} needed; going on.` };
}

/** Rules that no further case can mend. */
function broken(finding: Finding): boolean {
  return (
    finding.test === 'fixed' &&
    finding.status === 'failed' &&
    (finding.kind === 'must-pass' || finding.kind === 'identity')
  );
}

/** Must-pass cases that have not come up yet are run after the stop; everything else has to hold already. */
function passesAt(finding: Finding, requiredP: number): boolean {
  if (finding.test === 'statistical') return requiredP > 0 && finding.p <= requiredP;
  if (finding.kind === 'must-pass') return finding.status !== 'failed';
  return finding.status === 'passed';
}

/** The smallest z of the gates on all cases: against the baseline and the frozen original. */
function qualityZ(findings: readonly Finding[]): number | undefined {
  const all = findings.flatMap((finding) => {
    const z = finding.kind === 'quality' ? finding.details?.['z'] : undefined;
    return typeof z === 'number' ? [z] : [];
  });
  return all.length === 0 ? undefined : Math.min(...all);
}

/** The default bounds, by share of the cases: −1, 0 and 0.6 at a quarter, a half and three quarters. */
const defaultFutility = [
  { fraction: 0.25, z: -1 },
  { fraction: 0.5, z: 0 },
  { fraction: 0.75, z: 0.6 },
] as const;

/** Other numbers of looks read the default bounds at their own fractions, on straight lines. */
function futilityBound(earlyStop: EarlyStop | undefined, look: number, fraction: number): number | undefined {
  if (earlyStop?.futility !== undefined) return earlyStop.futility[look - 1];
  const [first, second, third] = defaultFutility;
  const [from, to] = fraction <= second.fraction ? [first, second] : [second, third];
  return from.z + ((fraction - from.fraction) / (to.fraction - from.fraction)) * (to.z - from.z);
}

/** What the suite is like, as far as it matters to stopping early. */
export interface EarlyStopFacts {
  readonly clusters: boolean;
  readonly mix: boolean;
  readonly measure: 'pass' | 'score';
  readonly repeats: number;
  /** An ordered dataset with timestamps: its arms keep state, so its order cannot be shuffled. */
  readonly stream: boolean;
  readonly earlyStop: EarlyStop;
}

/** Why a suite may not stop early; empty when it may. Its error is known on Tango's path only. */
export function refuseEarlyStop(facts: EarlyStopFacts): readonly Problem[] {
  const problems: Problem[] = [];
  const refuse = (applies: boolean, reason: string, found: string): void => {
    if (applies) problems.push({ message: `earlyStop cannot be used ${reason}.`, found });
  };
  refuse(facts.clusters, 'with clusters: stopping on dependent cases errs .38 instead of .05', 'cluster');
  refuse(facts.mix, 'with a mix: weighted cases have no stopping bounds', 'mix');
  refuse(
    facts.measure === 'score',
    'when quality is measured by score: its bounds are those of pass or fail',
    'score',
  );
  refuse(
    facts.repeats > 1,
    'with repeats: averaged repeats are no longer pass or fail',
    String(facts.repeats),
  );
  refuse(facts.stream, 'on a stream: its cases must run in the order of arrival', 'stream');
  const { futility, looks } = facts.earlyStop;
  refuse(
    futility !== undefined && futility.length !== looks - 1,
    `with ${futility?.length} futility bounds for ${looks} looks: every look but the last needs one`,
    String(futility?.length),
  );
  return problems;
}
