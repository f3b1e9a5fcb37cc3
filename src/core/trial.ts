import type { Decision, Purpose } from './middleware.ts';
import { addMoney, type NanoDollars } from './money.ts';
import type { ModelRequest, ModelResponse, ServiceTier, ToolCall } from './request.ts';
import type { Usage } from './usage.ts';

/** What a trial produced. A failure is data, and its charges still count. */
export type Outcome =
  | { readonly kind: 'answered'; readonly output: string; readonly toolCalls: readonly ToolCall[] }
  | { readonly kind: 'failed'; readonly errorName: string; readonly message: string };

/** One try of one model call, priced. */
export interface Charge {
  readonly purpose: Purpose;
  readonly step: string;
  readonly provider: string;
  readonly model: string;
  readonly serviceTier: ServiceTier;
  readonly usage: Usage;
  /** What production would pay: recorded tokens at the price of the arm's tier. Verdicts use this. */
  readonly asBilled: NanoDollars;
  /** What this run spent: nothing when replayed. The budget uses this. */
  readonly paid: NanoDollars;
  readonly waitMilliseconds: number;
  readonly milliseconds: number;
  readonly replayed: boolean;
  readonly failed: boolean;
  /** How many requests the call answered together, when these tokens and this money are one request's part of it. */
  readonly sharedBy?: number;
}

/** One model call as it left the levers, with its answer. */
export interface Exchange {
  readonly purpose: Purpose;
  readonly step: string;
  readonly request: ModelRequest;
  readonly response?: ModelResponse;
  readonly failure?: string;
}

/** One call as the meter saw it: what was sent and received, and a charge for each try. */
export interface MeteredCall {
  readonly charges: readonly Charge[];
  readonly exchange: Exchange;
}

/** One assertion's result, or the judge's. `score` is in [0, 1]. */
export interface Score {
  readonly assertion: string;
  readonly metric?: string;
  readonly score: number;
  readonly weight: number;
  readonly pass: boolean;
  readonly reason: string;
}

export interface CaseScore {
  readonly pass: boolean;
  /** The weighted mean of the assertions' scores, as promptfoo computes it. */
  readonly score: number;
  readonly scores: readonly Score[];
  /** What the judges cost; evaluation cost, never production cost. */
  readonly judgeCharges: readonly Charge[];
}

/** One arm × case × repeat, finished. */
export interface Trial {
  readonly armId: string;
  readonly caseId: string;
  readonly repeat: number;
  readonly outcome: Outcome;
  readonly charges: readonly Charge[];
  readonly decisions: readonly Decision[];
  readonly exchanges: readonly Exchange[];
  /** Wall time of the pipeline; undefined when a call was replayed, because then nothing was measured. */
  readonly milliseconds?: number;
}

export interface ScoredTrial extends Trial {
  readonly quality: CaseScore;
}

/** What production would pay for the trial, every attempt of every call included. */
export function asBilledCost({ charges }: Pick<Trial, 'charges'>): NanoDollars {
  return addMoney(...charges.map((charge) => charge.asBilled));
}

export function paidCost({ charges }: Pick<Trial, 'charges'>): NanoDollars {
  return addMoney(...charges.map((charge) => charge.paid));
}

/** The mean score of trials; 0 when there are none. */
export function meanQuality(trials: readonly ScoredTrial[]): number {
  return trials.length === 0
    ? 0
    : trials.reduce((sum, { quality }) => sum + quality.score, 0) / trials.length;
}
