import { decideAtLook, lookSizes } from '../early-stop.ts';
import type { Evidence } from '../evidence.ts';
import { judged } from './outcome.ts';
import type { Outcome } from './world.ts';

/** The first cases of some evidence, judged in a later or earlier round. */
export function firstCases(evidence: Evidence, count: number, round: number): Evidence {
  return {
    ...evidence,
    cases: evidence.cases.slice(0, count),
    candidates: evidence.candidates.map((candidate) => ({ ...candidate, round })),
  };
}

/** Doubles the cases after every undecided verdict and judges again, as a hopeful team would. */
export function retested(evidence: Evidence, first: number, rounds: number): Outcome {
  for (let round = 1; round <= rounds; round += 1) {
    const [verdict] = judged(firstCases(evidence, first * 2 ** (round - 1), round));
    if (verdict?.kind === 'promote') return { promoted: true, rejected: false };
    if (verdict?.kind === 'reject') return { promoted: false, rejected: true };
  }
  return { promoted: false, rejected: false };
}

/** Runs the looks as the runner does, then judges what was recorded. The cases are already in random order. */
export function stoppedEarly(evidence: Evidence, looks: number): Outcome {
  const sizes = lookSizes(evidence.cases.length, looks);
  let spent = 0;
  const candidates = evidence.candidates.map((candidate) => {
    for (const [index, size] of sizes.entries()) {
      const cases = Array.from({ length: size }, (_, position) => position);
      const { decision } = decideAtLook({ evidence, candidate: candidate.name, look: index + 1, cases });
      if (decision === 'continue') continue;
      spent += size;
      return { ...candidate, stopped: { look: index + 1, looks, cases, reason: decision } };
    }
    return candidate;
  });
  const verdicts = judged({ ...evidence, candidates });
  return {
    promoted: verdicts.some(({ kind }) => kind === 'promote'),
    rejected: verdicts.some(({ kind }) => kind === 'reject'),
    cases: spent / candidates.length,
  };
}
