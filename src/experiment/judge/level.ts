import type { Evidence } from '../evidence.ts';

/** α, the one-sided error that all verdicts on one set of test cases may spend together. */
export function errorOf(evidence: Pick<Evidence, 'gates'>): number {
  return 1 - evidence.gates.quality.confidence;
}

/**
 * The error that the verdict of a round may spend. Round k spends α / 2^k, the first included, so that all rounds on
 * overlapping cases together spend α at most (α/2 + α/4 + … = α), however the data overlap. A suite that promises
 * not to be judged twice on the same cases (`retests: false`) spends all of α at once and has nothing left later.
 */
export function errorOfRound(alpha: number, round: number, retests: boolean): number {
  const counted = Number.isFinite(round) ? Math.max(1, Math.ceil(round)) : Number.POSITIVE_INFINITY;
  if (!retests) return counted === 1 ? alpha : 0;
  return alpha / 2 ** counted;
}

/** Confidence of the two-sided intervals that are shown: 1 − 2α, 90 % by default. */
export function shownConfidence(alpha: number): number {
  return 1 - 2 * alpha;
}
