import { createRandom, derive, shuffle } from '../../stats/random.ts';
import type { Evidence, Observations } from '../evidence.ts';
import { judge } from '../judge/judge.ts';

/** How often verdicts on subsamples of a suite's test cases agree with what all of its cases say. */
export interface SubsampleRow {
  readonly candidate: string;
  /** Candidate − baseline over all cases, in the suite's measure. */
  readonly difference: number;
  /** 1 − cost of the candidate / cost of the baseline, over all cases. */
  readonly saving: number;
  /** Within the margin and cheaper by more than the minimum, over all cases. */
  readonly acceptable: boolean;
  /** Shares of the subsamples. */
  readonly promoted: number;
  readonly rejected: number;
  readonly undecided: number;
}

function pick<Row>(rows: readonly Row[], positions: readonly number[]): readonly Row[] {
  return positions.map((position) => rows[position]);
}

function observationsAt(observations: Observations, positions: readonly number[]): Observations {
  return {
    pass: pick(observations.pass, positions),
    score: pick(observations.score, positions),
    cost: pick(observations.cost, positions),
    milliseconds: pick(observations.milliseconds, positions),
    outputTokens: pick(observations.outputTokens, positions),
    truncated: pick(observations.truncated, positions),
    failed: pick(observations.failed, positions),
    ...(observations.sharedCalls === undefined
      ? {}
      : { sharedCalls: pick(observations.sharedCalls, positions) }),
  };
}

/** The evidence as it would be with only these cases. */
export function evidenceAt(evidence: Evidence, positions: readonly number[]): Evidence {
  return {
    ...evidence,
    cases: pick(evidence.cases, positions),
    baseline: observationsAt(evidence.baseline, positions),
    candidates: evidence.candidates.map((candidate) => ({
      ...candidate,
      round: 1,
      observations: observationsAt(candidate.observations, positions),
    })),
  };
}

function mean(rows: readonly (readonly number[])[]): number {
  const values = rows.flat();
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Takes all cases of a run as the truth, judges random subsamples of them (drawn without replacement), and counts false
 * promotions and misses. Every verdict comes from the same `judge` as a real one.
 *
 * @param evidence a run without early stopping and without a frozen original
 */
export function judgeSubsamples(
  evidence: Evidence,
  { draws, cases, seed }: { readonly draws: number; readonly cases: number; readonly seed: string },
): readonly SubsampleRow[] {
  const everything = evidence.cases.map((_, position) => position);
  const kinds = evidence.candidates.map(() => ({ promote: 0, reject: 0, undecided: 0 }));
  for (let draw = 0; draw < draws; draw += 1) {
    const chosen = shuffle(createRandom(derive(seed, `subsample ${draw}`)), everything).slice(0, cases);
    const verdicts = judge(
      { ...evidenceAt(evidence, chosen), seed: `${seed} ${draw}` },
      { decisionOnly: true },
    );
    verdicts.forEach(({ kind }, index) => {
      kinds[index][kind] += 1;
    });
  }
  const { quality, cost } = evidence.gates;
  const costBefore = mean(evidence.baseline.cost);
  return evidence.candidates.map(({ name, observations }, index) => {
    const difference = mean(observations[quality.measure]) - mean(evidence.baseline[quality.measure]);
    const saving = costBefore === 0 ? 0 : 1 - mean(observations.cost) / costBefore;
    return {
      candidate: name,
      difference,
      saving,
      acceptable: difference > -quality.margin && saving > cost.minimumSaving,
      promoted: kinds[index].promote / draws,
      rejected: kinds[index].reject / draws,
      undecided: kinds[index].undecided / draws,
    };
  });
}
