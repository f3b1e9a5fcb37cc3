import type { GateKind, GateStatus, VerdictKind } from '../core/verdict.ts';
import type { PriceRow } from '../pricing/price-book.ts';

/**
 * The canonical report, written as report.json; every other format is a projection of it. Units: dollars, fractions
 * between 0 and 1, milliseconds, tokens. `null` means that the run cannot know the figure.
 */
export interface Report {
  /** 2 since figures that a run cannot know are `null`; version 1 wrote an estimate of 0 for them. */
  readonly version: 2;
  readonly suite: {
    readonly name: string;
    /** Relative to the project. */
    readonly file: string;
    readonly description: string | null;
    readonly digests: { readonly suite: string; readonly dataset: string; readonly code: string };
    readonly cases: { readonly train: number; readonly tune: number; readonly test: number };
  };
  readonly run: RunReport;
  readonly baseline: ArmReport;
  /** The frozen original, when the baseline is a promoted stack. */
  readonly original: ArmReport | null;
  readonly candidates: readonly CandidateReport[];
  readonly evaluation: EvaluationCost;
  /** Null for a run that did not stop early. */
  readonly earlyStop: EarlyStopReport | null;
  /** What this run cannot tell, one sentence each. */
  readonly cannotTell: readonly string[];
  readonly warnings: readonly string[];
  /** The next command to paste. */
  readonly next: string;
}

export interface RunReport {
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly tollgateVersion: string;
  readonly nodeVersion: string;
  readonly gitCommit: string | null;
  readonly seed: string;
  readonly repeats: number;
  /** The command that reproduces the run. */
  readonly command: string;
  /** True when embedded models answered: prices are invented, percentages only. */
  readonly illustrative: boolean;
  readonly confidence: number;
  readonly prices: readonly PriceRow[];
}

export interface EvaluationCost {
  /** What this run paid, judges and fitting included. */
  readonly paid: number;
  /** What it would have paid without recordings. */
  readonly withoutRecordings: number;
  readonly judges: number;
  readonly fitting: number;
  /** Answers that it took, replayed ones included. */
  readonly calls: number;
  readonly replayedCalls: number;
}

export interface EarlyStopReport {
  /** Looks that were planned. */
  readonly looks: number;
  /** Calls that the cases not run would have taken, judges included, reckoned like those that were run. */
  readonly savedCalls: number;
  /** Dollars as billed for the same calls. */
  readonly savedCost: number;
  readonly candidates: readonly {
    readonly name: string;
    /** The look at which it ended. */
    readonly look: number;
    /** Cases that its verdict rests on. */
    readonly cases: number;
    /** Cases that were run, must-pass cases behind the stop included. */
    readonly casesRun: number;
    /** `final` is the last look. */
    readonly reason: 'efficacy' | 'futility' | 'final';
  }[];
}

export interface MeanInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The ends are null where the interval is unbounded. */
export interface EstimateInterval {
  readonly estimate: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface ArmReport {
  readonly name: string;
  /** The lever's name; null for the baseline and the original. */
  readonly optimization: string | null;
  readonly stack: readonly string[];
  readonly quality: MeanInterval;
  /** Dollars for a thousand logical requests, as billed. */
  readonly costPerThousand: number;
  readonly steps: readonly {
    readonly step: string;
    readonly purpose: string;
    readonly model: string;
    readonly calls: number;
    readonly costPerThousand: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
  }[];
  readonly latency: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
  readonly outputTokens: { readonly mean: number; readonly p95: number };
  readonly inputTokens: { readonly mean: number; readonly p95: number };
  readonly truncationRate: number;
  readonly failureRate: number;
}

export interface GateReport {
  readonly name: string;
  readonly kind: GateKind;
  readonly status: GateStatus;
  readonly decisive: boolean;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly threshold: number | null;
  readonly p: number | null;
  readonly adjustedP: number | null;
  readonly method: string;
  readonly unit: string;
  readonly sentence: string;
  /** Figures beside the decision, for example the discordant cases and McNemar's mid-p. Money in dollars a request. */
  readonly details: { readonly [name: string]: number | string | null };
  readonly missing: {
    readonly cases: number;
    /** Where cases come in clusters, how many more of those. */
    readonly clusters: number | null;
    readonly reason: string;
    readonly price: number | null;
  } | null;
}

/** How a lever got better with more examples, on the tune split. */
export interface LearningCurveReport {
  /** Of the intervals, two-sided. */
  readonly confidence: number;
  /** From few examples to many; the last one is the model in use. */
  readonly points: readonly {
    readonly examples: number;
    /** Billed tokens, all epochs. */
    readonly trainingTokens: number;
    /** Dollars to set the lever up with so many examples, as billed. */
    readonly trainingCost: number;
    /** Dollars that scoring this point cost. */
    readonly scoringCost: number;
    /** The share of `cases` tune cases that pass. */
    readonly score: MeanInterval;
    readonly cases: number;
  }[];
}

export interface CandidateReport extends ArmReport {
  readonly optimization: string;
  readonly settings: unknown;
  readonly description: string | null;
  /** The change in a few words. */
  readonly change: string;
  /** Quality of the candidate − quality of the baseline; null when they cannot be compared. */
  readonly difference: EstimateInterval | null;
  /** 1 − the candidate's cost / the baseline's; null when the baseline costs nothing or a cost is not known. */
  readonly saving: EstimateInterval | null;
  /** Dollars a month at the suite's traffic; null without traffic or with illustrative prices. */
  readonly monthlySaving: number | null;
  /** Mean quality for a dollar; null without costs. */
  readonly qualityPerDollar: EstimateInterval | null;
  /** Dollars; trainings and scoring of the learning curve included. */
  readonly setUpCost: number;
  /** Null for a lever that drew none. */
  readonly learningCurve: LearningCurveReport | null;
  readonly gates: readonly GateReport[];
  readonly verdict: VerdictKind;
  readonly sentence: string;
  readonly p: number | null;
  readonly adjustedP: number | null;
  /** What the lever decided, in figures: hit rate, escalation rate, truncations. */
  readonly figures: readonly { readonly label: string; readonly value: string }[];
  readonly slices: readonly {
    readonly tag: string;
    readonly value: string;
    readonly cases: number;
    readonly difference: EstimateInterval;
  }[];
  /** On the quality frontier: no other arm is both cheaper and better. */
  readonly onFrontier: boolean;
  readonly counts: {
    readonly regressions: number;
    readonly improvements: number;
    readonly unchanged: number;
  };
  /** The worst regressions first; a limited number, `counts` has them all. */
  readonly regressions: readonly Regression[];
}

export interface RegressionSide {
  readonly output: string;
  readonly failure: string | null;
  readonly pass: boolean;
  readonly score: number;
  readonly reasons: readonly string[];
  /** Dollars, as billed. */
  readonly cost: number;
  readonly charges: readonly {
    readonly step: string;
    readonly purpose: string;
    readonly model: string;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cost: number;
  }[];
}

/** A case that the baseline got right (or more right) and the candidate did not. */
export interface Regression {
  readonly caseId: string;
  readonly location: string;
  readonly tags: { readonly [name: string]: string };
  readonly question: string;
  readonly baseline: RegressionSide;
  readonly candidate: RegressionSide;
  /** What the lever removed or changed in the request: pieces in order; long equal stretches are shortened. */
  readonly requestDiff: readonly { readonly kind: 'same' | 'removed' | 'added'; readonly text: string }[];
}
