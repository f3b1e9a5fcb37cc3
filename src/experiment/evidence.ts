import type { NanoDollars } from '../core/money.ts';
import type { EarlyStop, Gates, Mix } from '../suite/gates.ts';

/** What the gates need to know of a case. */
export interface EvidenceCase {
  readonly id: string;
  readonly tags: { readonly [name: string]: string };
  /** Cases with the same cluster are not independent; undefined when the suite declares no clusters. */
  readonly cluster?: string;
}

/**
 * What was observed of one arm: one row per case of the evidence (same order), one column per repeat. Failed trials
 * count as quality 0 with what they cost. The rows of cases that were not run, after an early stop, are empty.
 */
export interface Observations {
  readonly pass: readonly (readonly (0 | 1)[])[];
  readonly score: readonly (readonly number[])[];
  /** As billed, nano-dollars. */
  readonly cost: readonly (readonly NanoDollars[])[];
  /** Null where a call was read from recordings: not measured. */
  readonly milliseconds: readonly (readonly (number | null)[])[];
  readonly outputTokens: readonly (readonly number[])[];
  readonly truncated: readonly (readonly (0 | 1)[])[];
  readonly failed: readonly (readonly (0 | 1)[])[];
  /**
   * The calls that answered a case together with others: cases with a label in common are not independent. Undefined when
   * every call answered one case.
   */
  readonly sharedCalls?: readonly (readonly string[])[];
}

/** An answer that was made for another request and given to this one. */
export interface EvidenceHit {
  /** Index into the evidence's cases. */
  readonly case: number;
  /** Equal for hits of the same text on the answer to the same text. */
  readonly pair: string;
  /** True when the two requests do not have the same answer. */
  readonly wrong: boolean;
}

/** One candidate of a run, as the gates see it. */
export interface EvidenceCandidate {
  readonly name: string;
  /** The change in words, for sentences. */
  readonly change: string;
  /** True when every request and every answer equals the baseline's: nothing to promote. */
  readonly identity: boolean;
  /**
   * 1 for the first verdict on these test cases, 2 for the next on the same or overlapping cases, and so on: round k
   * spends α / 2^k. Simulations may say 0, for a verdict that spends all of α; a lock file that says so does not verify. A verdict that early stopping gave counts: what was stopped is never judged
   * afresh on cases that it has seen.
   */
  readonly round: number;
  /**
   * Cases observed, as indices into `cases`; undefined means all of them. Early stopping leaves fewer, and says at
   * which look it ended. Must-pass cases that were run after the stop have rows, but are not listed here.
   */
  readonly stopped?: {
    readonly look: number;
    readonly looks: number;
    readonly cases: readonly number[];
    readonly reason: 'efficacy' | 'futility' | 'final';
  };
  readonly observations: Observations;
  /** In a stream: answers given to requests that only resembled the one they were made for. */
  readonly hits?: readonly EvidenceHit[];
}

/** What people said of answers that the judge labelled too. */
export interface JudgeCounts {
  /** Answers that people found right, and how many of them the judge accepted. */
  readonly correct: number;
  readonly correctAccepted: number;
  /** Answers that people found wrong, and how many of them the judge rejected. */
  readonly incorrect: number;
  readonly incorrectRejected: number;
}

export interface JudgeCalibration {
  readonly assertion: string;
  /** Labels that hold for any arm; undefined when every label names its arm. */
  readonly all?: JudgeCounts;
  /** Labels of one arm's own answers, by `baseline`, `frozen original` or the candidate's name. */
  readonly arms: { readonly [arm: string]: JudgeCounts };
}

/**
 * Everything a verdict follows from: plain JSON, so that a lock file can hold it and `tollgate verify` can judge it
 * again offline.
 */
export interface Evidence {
  readonly version: 1;
  readonly cases: readonly EvidenceCase[];
  readonly baseline: Observations;
  /** The frozen original, when the baseline is a promoted stack. */
  readonly original?: Observations;
  readonly candidates: readonly EvidenceCandidate[];
  readonly gates: Gates;
  readonly mix?: Mix;
  readonly earlyStop?: EarlyStop;
  /** Quality is one judge's pass or fail, and this is how often it errs; undefined otherwise. */
  readonly judge?: JudgeCalibration;
  /** Seed of every bootstrap. */
  readonly seed: string;
  readonly repeats: number;
}
