import { digest } from '../core/digest.ts';
import type { Json } from '../core/json.ts';
import type { Verdict } from '../core/verdict.ts';
import { lookSizes } from './early-stop.ts';
import type { Evidence, EvidenceCandidate, Observations } from './evidence.ts';
import type { Arms, CandidateArm } from './fit-arms.ts';
import { lookOrder } from './look-order.ts';
import type { Plan } from './plan.ts';
import type { Session } from './session.ts';
import { describeEntry, stackDigest } from './stack.ts';

/** What a verdict is about: one optimization on one baseline. Two runs that ask the same question share it. */
export function candidateDigest(
  { baselineStack }: Pick<Plan, 'baselineStack'>,
  { definition }: Pick<CandidateArm, 'definition'>,
): string {
  return digest({
    baseline: stackDigest(baselineStack),
    entry: describeEntry({ optimization: definition.optimization, artifact: undefined }),
  });
}

/**
 * What was observed, without times: a run that only replays recordings observes nothing new. Under early stopping the
 * cases of the first look stand for all, because the round decides how far the later looks go.
 */
function observationsDigest(evidence: Evidence, candidate: Observations): string {
  const { cases, earlyStop, seed } = evidence;
  const positions =
    earlyStop === undefined
      ? cases.map((_, position) => position)
      : lookOrder(seed, cases.length).slice(0, lookSizes(cases.length, earlyStop.looks)[0]);
  const figures = ({ pass, score, cost, outputTokens }: Observations) =>
    positions.map((position) => [pass[position], score[position], cost[position], outputTokens[position]]);
  return digest([
    positions.map((position) => cases[position].id),
    figures(evidence.baseline),
    figures(candidate),
  ]);
}

/**
 * Which verdict this is on the suite's test cases: 1 for the first. The same observations judged again are the same
 * verdict; new ones are a further look at the cases and spend a smaller part of α. Any earlier verdict on the same
 * question counts, also on an older dataset, because datasets grow by adding cases and so overlap.
 */
async function roundOf(session: Session, question: string, observations: string): Promise<number> {
  const uses = await session.store.testUses.list({
    suiteName: session.suite.name,
    candidateDigest: question,
  });
  const same = uses.find((use) => use.observationsDigest === observations);
  if (same !== undefined) return same.round;
  return uses.reduce((largest, { round }) => Math.max(largest, round), 0) + 1;
}

/** Gives every candidate of the evidence its round. */
export async function withRounds(
  evidence: Evidence,
  plan: Plan,
  arms: Arms,
  session: Session,
): Promise<Evidence> {
  const candidates: EvidenceCandidate[] = [];
  for (const [index, candidate] of evidence.candidates.entries()) {
    const question = candidateDigest(plan, arms.candidates[index]);
    const observations = observationsDigest(evidence, candidate.observations);
    candidates.push({ ...candidate, round: await roundOf(session, question, observations) });
  }
  return { ...evidence, candidates };
}

function stackJson(arm: Arms['baseline']): Json {
  return arm.stack.map(describeEntry);
}

/** Writes down what was judged and on what evidence, so that `promote` can act on it later. */
export async function recordVerdicts(
  verdicts: readonly Verdict[],
  evidence: Evidence,
  plan: Plan,
  arms: Arms,
  { store, run, priceBook, suite }: Session,
): Promise<void> {
  const others = [arms.baseline, ...(arms.original === undefined ? [] : [arms.original])];
  await store.saveArms(
    run.id,
    [...others, ...arms.candidates.map(({ arm }) => arm)].map((arm) => ({
      id: arm.id,
      role: arm.role,
      name: arm.name,
      stack: stackJson(arm),
    })),
  );
  await store.saveCandidates(
    run.id,
    arms.candidates.map(({ definition, arm, artifactKey }) => ({
      name: definition.name,
      armId: arm.id,
      ...(definition.description === undefined ? {} : { description: definition.description }),
      optimization: definition.optimization.name,
      settings: definition.optimization.settings,
      ...(artifactKey === undefined ? {} : { artifactKey }),
    })),
  );
  await store.savePrices(run.id, priceBook.used());
  await store.saveVerdicts(run.id, verdicts);
  await store.saveEvidence(run.id, evidence);
  for (const [index, candidate] of evidence.candidates.entries()) {
    await store.testUses.append({
      suiteName: suite.name,
      datasetDigest: suite.digests.dataset,
      candidateDigest: candidateDigest(plan, arms.candidates[index]),
      observationsDigest: observationsDigest(evidence, candidate.observations),
      runId: run.id,
      round: candidate.round,
      at: new Date(),
    });
  }
}

/** How many different looks gates have taken at the suite's test split: more than a few wear it out. */
export async function testSplitUses({ suite, store }: Session): Promise<number> {
  const uses = await store.testUses.list({ suiteName: suite.name });
  const looks = uses.filter(({ datasetDigest }) => datasetDigest === suite.digests.dataset);
  return new Set(looks.map((use) => `${use.candidateDigest} ${use.observationsDigest}`)).size;
}
