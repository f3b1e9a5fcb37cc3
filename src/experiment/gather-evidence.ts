import { digest } from '../core/digest.ts';
import { readSharedCall } from '../core/share.ts';
import { asBilledCost, type ScoredTrial } from '../core/trial.ts';
import type { JudgeLabel, Suite } from '../suite/suite.ts';
import type { ArmTrials } from './arm-trials.ts';
import type {
  Evidence,
  EvidenceCandidate,
  EvidenceCase,
  JudgeCalibration,
  JudgeCounts,
  Observations,
} from './evidence.ts';
import type { Arms } from './fit-arms.ts';
import { hitsOf } from './gather-hits.ts';
import type { Plan } from './plan.ts';
import type { TrialGrid } from './trial-grid.ts';

function answerTokens(trial: ScoredTrial): number {
  return trial.charges.reduce(
    (sum, { purpose, usage }) => (purpose === 'answer' ? sum + usage.outputTokens : sum),
    0,
  );
}

/** An answer is truncated when any of its calls stopped at the output limit. */
export function isTruncated({ exchanges }: Pick<ScoredTrial, 'exchanges'>): boolean {
  return exchanges.some(
    ({ purpose, response }) =>
      purpose === 'answer' && response?.kind === 'chat' && response.finishReason === 'length',
  );
}

/** Calls that several cases share, named by repeat and leading case. */
function sharedCallsOf(row: readonly ScoredTrial[]): readonly string[] {
  const labels = row.flatMap(({ repeat, decisions }) =>
    decisions.flatMap((decision) => {
      const leading = readSharedCall(decision);
      return leading === undefined ? [] : [`${repeat} ${leading}`];
    }),
  );
  return [...new Set(labels)];
}

export function observe(grid: TrialGrid): Observations {
  const sharedCalls = grid.map(sharedCallsOf);
  const each = <Value>(value: (trial: ScoredTrial) => Value): Value[][] => grid.map((row) => row.map(value));
  return {
    pass: each(({ quality }) => (quality.pass ? 1 : 0)),
    score: each(({ quality }) => quality.score),
    cost: each(asBilledCost),
    milliseconds: each(({ milliseconds }) => milliseconds ?? null),
    outputTokens: each(answerTokens),
    truncated: each((trial) => (isTruncated(trial) ? 1 : 0)),
    failed: each(({ outcome }) => (outcome.kind === 'failed' ? 1 : 0)),
    ...(sharedCalls.some((labels) => labels.length > 0) ? { sharedCalls } : {}),
  };
}

/** What a trial sent and got, without times: equal for two arms that do the same. */
function fingerprint({ outcome, charges }: ScoredTrial): string {
  return digest({
    outcome,
    charges: charges.map(({ purpose, step, model, serviceTier, usage, asBilled }) => ({
      purpose,
      step,
      model,
      serviceTier,
      usage,
      asBilled,
    })),
  });
}

/** True when every answer and every charge of the two arms is the same: the candidate changes nothing. */
export function changesNothing(baseline: TrialGrid, candidate: TrialGrid): boolean {
  return candidate.every((row, index) =>
    row.every((trial, repeat) => fingerprint(trial) === fingerprint(baseline[index][repeat])),
  );
}

/** Only the tags that a gate looks at, so that evidence stays small and holds nothing it does not need. */
function tagsForGates({ gates, mix }: Suite): ReadonlySet<string> {
  return new Set([
    ...gates.slices.map(({ tag }) => tag),
    ...Object.keys(gates.mustPass),
    ...(mix === undefined ? [] : [mix.tag]),
  ]);
}

function countsOf(labels: readonly JudgeLabel[]): JudgeCounts {
  const correct = labels.filter(({ human }) => human);
  const incorrect = labels.filter(({ human }) => !human);
  return {
    correct: correct.length,
    correctAccepted: correct.filter(({ judge }) => judge).length,
    incorrect: incorrect.length,
    incorrectRejected: incorrect.filter(({ judge }) => !judge).length,
  };
}

/** How often the judge erred, on the labels of any arm and on those of each arm. */
function countLabels(labels: readonly JudgeLabel[]): JudgeCalibration {
  const shared = labels.filter(({ arm }) => arm === undefined);
  const arms = [...new Set(labels.flatMap(({ arm }) => arm ?? []))].sort();
  return {
    assertion: labels[0]?.assertion ?? '',
    ...(shared.length === 0 ? {} : { all: countsOf(shared) }),
    arms: Object.fromEntries(arms.map((name) => [name, countsOf(labels.filter(({ arm }) => arm === name))])),
  };
}

/** Everything that the gates need to know of a run. Rounds are the ledger's, see `withRounds`. */
export function gatherEvidence({ suite, test }: Plan, arms: Arms, trials: ArmTrials): Evidence {
  const wanted = tagsForGates(suite);
  const cases = test.map(({ id, tags }): EvidenceCase => {
    const cluster = suite.clusterTag === undefined ? undefined : tags[suite.clusterTag];
    return {
      id,
      tags: Object.fromEntries(Object.entries(tags).filter(([name]) => wanted.has(name))),
      ...(cluster === undefined ? {} : { cluster }),
    };
  });
  return {
    version: 1,
    cases,
    baseline: observe(trials.baseline),
    ...(trials.original === undefined ? {} : { original: observe(trials.original) }),
    candidates: arms.candidates.map(({ definition: { name }, change }): EvidenceCandidate => {
      const grid = trials.candidates.get(name) ?? [];
      const hits = hitsOf(grid, test, suite.cases);
      const stopped = trials.stopped.get(name);
      return {
        name,
        change,
        identity: changesNothing(trials.baseline, grid),
        round: 1,
        ...(stopped === undefined ? {} : { stopped }),
        observations: observe(grid),
        ...(hits === undefined ? {} : { hits }),
      };
    }),
    gates: suite.gates,
    ...(suite.mix === undefined ? {} : { mix: suite.mix }),
    ...(suite.earlyStop === undefined ? {} : { earlyStop: suite.earlyStop }),
    ...(suite.judgeCalibration === undefined ? {} : { judge: countLabels(suite.judgeCalibration) }),
    seed: suite.seed,
    repeats: suite.repeats,
  };
}
