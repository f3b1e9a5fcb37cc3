import type { Evidence } from '../evidence.ts';

/** α, the one-sided error that all verdicts on one set of test cases may spend together. */
export function errorOf(evidence: Pick<Evidence, 'gates'>): number {
  return 1 - evidence.gates.quality.confidence;
}

/**
 * The error that the verdict of a round may spend. Round k spends α / 2^k, the first included, so that all rounds on
 * overlapping cases together spend α at most (α/2 + α/4 + … = α), however the data overlap. Round 0, all of α, is for
 * simulations in which nobody looks again; no run has it, and no suite can ask for it.
 */
export function errorOfRound(alpha: number, round: number): number {
  return round >= 0 && Number.isFinite(round) ? alpha / 2 ** Math.ceil(round) : 0;
}

/** Confidence of the two-sided intervals that are shown: 1 − 2α, 90 % by default. */
export function shownConfidence(alpha: number): number {
  return 1 - 2 * alpha;
}
