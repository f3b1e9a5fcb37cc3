import type { Split } from '../core/case.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { TrialIdentity } from '../core/middleware.ts';
import type { NanoDollars, NanoDollarsPerMillion } from '../core/money.ts';
import type { Attempt, CallFailure, ChatResponse, EmbeddingResponse } from '../core/request.ts';
import type { ScoredTrial } from '../core/trial.ts';

export const runStatuses = ['running', 'finished', 'failed', 'interrupted'] as const;
export type RunStatus = (typeof runStatuses)[number];

/** Digests of what a run's results depend on. */
export interface RunDigests {
  readonly suite: string;
  readonly dataset: string;
  readonly code: string;
}

export interface RunRecord {
  /** Sortable by start: see `newRunId`. */
  readonly id: string;
  readonly suiteName: string;
  /** Relative to the directory that holds the project, never absolute. */
  readonly suiteFile: string;
  readonly digests: RunDigests;
  readonly seed: string;
  readonly repeats: number;
  readonly tollgateVersion: string;
  readonly catalogueVersion: string;
  readonly nodeVersion: string;
  readonly gitCommit?: string;
  readonly startedAt: Date;
  readonly finishedAt?: Date;
  readonly status: RunStatus;
  readonly options: JsonObject;
  readonly noReplay: boolean;
}

export interface RunEnd {
  readonly status: Exclude<RunStatus, 'running'>;
  readonly finishedAt: Date;
}

export const armRoles = ['baseline', 'original', 'candidate', 'head', 'step'] as const;
export type ArmRole = (typeof armRoles)[number];

export interface ArmRecord {
  readonly id: string;
  readonly role: ArmRole;
  readonly name: string;
  /** The optimizations of its stack, outermost first, with settings and artifact keys. */
  readonly stack: Json;
}

export interface CandidateRecord {
  readonly name: string;
  readonly armId: string;
  readonly description?: string;
  /** Name of the optimization that the candidate adds. */
  readonly optimization: string;
  readonly settings: Json;
  readonly artifactKey?: string;
}

/** One token price list; structurally what the price book calls `prices`. */
export interface StoredTokenPrices {
  readonly input: NanoDollarsPerMillion;
  readonly cachedInput: NanoDollarsPerMillion;
  readonly cacheWrite: NanoDollarsPerMillion;
  readonly output: NanoDollarsPerMillion;
  readonly reasoning: NanoDollarsPerMillion;
}

/** A row of the price book as a run used it; a `PriceRow` of the pricing floor can be passed as it is. */
export interface PriceRecord {
  readonly model: string;
  readonly source: 'catalogue' | 'suite' | 'illustrative';
  readonly version: string;
  readonly prices: StoredTokenPrices;
  readonly longContext: readonly { readonly fromInputTokens: number; readonly prices: StoredTokenPrices }[];
  readonly training: NanoDollarsPerMillion | undefined;
  readonly tiers: {
    readonly [tier in 'standard' | 'batch' | 'flex' | 'priority']?: {
      readonly numerator: number;
      readonly denominator: number;
    };
  };
}

/** A response as it is recorded: its attempts stand beside it, without a word on whether they were replayed. */
export type RecordedResponse = Omit<ChatResponse, 'attempts'> | Omit<EmbeddingResponse, 'attempts'>;
export type RecordedAttempt = Omit<Attempt, 'replayed'>;

export type RecordedResult =
  | { readonly kind: 'answered'; readonly response: RecordedResponse }
  | { readonly kind: 'failed'; readonly failure: CallFailure };

/** One call that was paid for, for replay. A failure is recorded too. */
export interface Recording {
  readonly key: string;
  readonly runId: string;
  /** The trial that paid. */
  readonly trial: TrialIdentity;
  readonly model: string;
  readonly recordedAt: Date;
  readonly result: RecordedResult;
  readonly attempts: readonly RecordedAttempt[];
  /** False when the content policy, or the masking of secrets, changed or dropped what the model answered. */
  readonly replayable: boolean;
}

export type NewRecording = Omit<Recording, 'replayable'>;

/** What a lever learned, under the digest of all that it depends on. */
export interface ArtifactRecord {
  readonly key: string;
  readonly runId: string;
  /** Name of the optimization. */
  readonly optimization: string;
  readonly artifact: Json;
  readonly setUpCost: NanoDollars;
  readonly createdAt: Date;
}

export const promotionActions = ['promote', 'rollback', 'force'] as const;
export type PromotionAction = (typeof promotionActions)[number];

/** One entry of the ledger: after it, `stack` is the suite's baseline. */
export interface PromotionRecord {
  readonly suiteName: string;
  readonly action: PromotionAction;
  /** Undefined for a rollback. */
  readonly candidate?: string;
  readonly reason: string;
  readonly at: Date;
  /** The resulting stack. */
  readonly stack: Json;
  /** Runs whose evidence the resulting stack rests on; purging never deletes them while this entry is current. */
  readonly runIds: readonly string[];
  /** Artifacts that the resulting stack uses; purging never deletes them while this entry is current. */
  readonly artifactKeys: readonly string[];
}

/** A test split is a suite and the digest of its dataset. */
export interface TestSplit {
  readonly suiteName: string;
  readonly datasetDigest: string;
}

/** One verdict that looked at a test split. */
export interface TestUse extends TestSplit {
  readonly candidateDigest: string;
  /** Digest of what was observed; the same observations judged again are not a further use. */
  readonly observationsDigest: string;
  readonly runId: string;
  /** 1 for the first verdict. */
  readonly round: number;
  readonly at: Date;
}

/**
 * A trial read back. Its texts are what the content policy kept: masked under `redacted`, stand-ins such as
 * `[digest 9f86d081884c7d659a2feaa0c55ad015, 52 characters]` under `digest`, so equal texts stay equal.
 */
export interface StoredTrial extends ScoredTrial {
  readonly split: Split;
}
