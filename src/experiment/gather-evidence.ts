import type { TestCase } from '../core/case.ts';
import { digest } from '../core/digest.ts';
import { asBilledCost, type ScoredTrial } from '../core/trial.ts';
import type { Suite } from '../suite/suite.ts';
import type { Evidence, EvidenceCandidate, EvidenceCase, Observations } from './evidence.ts';

/** Trials of one arm: one row per case, one column per repeat. */
export type TrialGrid = readonly (readonly ScoredTrial[])[];

/** @throws RangeError when a case has fewer trials than repeats. */
export function gridOf(
  trials: readonly ScoredTrial[],
  cases: readonly TestCase[],
  repeats: number,
): TrialGrid {
  const byCase = new Map<string, ScoredTrial[]>();
  for (const trial of trials) byCase.set(trial.caseId, [...(byCase.get(trial.caseId) ?? []), trial]);
  return cases.map(({ id }) => {
    const row = [...(byCase.get(id) ?? [])].sort((a, b) => a.repeat - b.repeat);
    if (row.length !== repeats) throw new RangeError(`case ${id} has ${row.length} trials of ${repeats}`);
    return row;
  });
}

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

export function observe(grid: TrialGrid): Observations {
  const each = <Value>(value: (trial: ScoredTrial) => Value): Value[][] => grid.map((row) => row.map(value));
  return {
    pass: each(({ quality }) => (quality.pass ? 1 : 0)),
    score: each(({ quality }) => quality.score),
    cost: each(asBilledCost),
    milliseconds: each(({ milliseconds }) => milliseconds ?? null),
    outputTokens: each(answerTokens),
    truncated: each((trial) => (isTruncated(trial) ? 1 : 0)),
    failed: each(({ outcome }) => (outcome.kind === 'failed' ? 1 : 0)),
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
  return baseline.every((row, index) =>
    row.every((trial, repeat) => fingerprint(trial) === fingerprint(candidate[index][repeat])),
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

export function gatherEvidence(
  suite: Suite,
  cases: readonly TestCase[],
  arms: {
    readonly baseline: TrialGrid;
    readonly original: TrialGrid | undefined;
    readonly candidates: readonly Omit<EvidenceCandidate, 'observations' | 'identity'>[];
    readonly gridOfCandidate: (name: string) => TrialGrid;
  },
): Evidence {
  const wanted = tagsForGates(suite);
  const evidenceCases = cases.map(({ id, tags }): EvidenceCase => {
    const cluster = suite.clusterTag === undefined ? undefined : tags[suite.clusterTag];
    return {
      id,
      tags: Object.fromEntries(Object.entries(tags).filter(([name]) => wanted.has(name))),
      ...(cluster === undefined ? {} : { cluster }),
    };
  });
  return {
    version: 1,
    cases: evidenceCases,
    baseline: observe(arms.baseline),
    ...(arms.original === undefined ? {} : { original: observe(arms.original) }),
    candidates: arms.candidates.map((candidate) => {
      const grid = arms.gridOfCandidate(candidate.name);
      return { ...candidate, identity: changesNothing(arms.baseline, grid), observations: observe(grid) };
    }),
    gates: suite.gates,
    ...(suite.mix === undefined ? {} : { mix: suite.mix }),
    ...(suite.earlyStop === undefined ? {} : { earlyStop: suite.earlyStop }),
    seed: suite.seed,
    repeats: suite.repeats,
  };
}
