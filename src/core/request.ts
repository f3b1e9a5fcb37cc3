import type { Json, JsonObject } from './json.ts';
import type { Message, ToolDefinition } from './message.ts';
import type { Usage } from './usage.ts';

export const serviceTiers = ['standard', 'batch', 'flex', 'priority'] as const;
export type ServiceTier = (typeof serviceTiers)[number];

export const reasoningEfforts = ['none', 'minimal', 'low', 'medium', 'high'] as const;
export type ReasoningEffort = (typeof reasoningEfforts)[number];

export interface RetryPolicy {
  /** Further tries after the first; 0 switches retrying off. */
  readonly retries: number;
  readonly firstWaitMilliseconds: number;
  readonly timeoutMilliseconds: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  retries: 4,
  firstWaitMilliseconds: 500,
  timeoutMilliseconds: 120_000,
};

export type ResponseFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json' }
  | { readonly type: 'json-schema'; readonly name: string; readonly schema: JsonObject };

/** Settings that change the answer, passed to the vendor; unset means the vendor's default. */
export interface SamplingParameters {
  readonly temperature?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly maxOutputTokens?: number;
  readonly reasoningEffort?: ReasoningEffort;
  readonly verbosity?: 'low' | 'medium' | 'high';
  readonly responseFormat?: ResponseFormat;
  readonly toolChoice?: 'auto' | 'none' | 'required' | { readonly name: string };
  /** Vendor parameters that Tollgate does not interpret. */
  readonly extra?: JsonObject;
}

export interface ChatRequest {
  readonly kind: 'chat';
  /** Provider and model, for example `pocket:large`; resolved at the bottom of the stack, so routing works. */
  readonly model: string;
  readonly messages: readonly Message[];
  readonly tools: readonly ToolDefinition[];
  readonly parameters: SamplingParameters;
  readonly serviceTier: ServiceTier;
  readonly retry: RetryPolicy;
  /** Indices of messages after which a vendor's prefix cache gets a breakpoint. */
  readonly cacheBreakpoints: readonly number[];
  /** Ids of the cases whose requests this one answers together; unset for a request that stands for itself. */
  readonly sharedBy?: readonly string[];
}

export interface EmbeddingRequest {
  readonly kind: 'embedding';
  readonly model: string;
  readonly inputs: readonly string[];
  readonly serviceTier: ServiceTier;
  readonly retry: RetryPolicy;
}

export type ModelRequest = ChatRequest | EmbeddingRequest;

/** Why a call failed; the first three are worth a retry. */
export type FailureKind = 'rate-limited' | 'timeout' | 'server' | 'rejected' | 'invalid-response' | 'aborted';

export interface CallFailure {
  readonly kind: FailureKind;
  readonly message: string;
  readonly status?: number;
  /** What the vendor asked for in Retry-After. */
  readonly retryAfterMilliseconds?: number;
}

/** One try of one call. Each becomes one charge, whether it succeeded or not. */
export interface Attempt {
  readonly provider: string;
  readonly model: string;
  readonly usage: Usage;
  /** Time spent waiting before this try: queue, rate limit, back-off. */
  readonly waitMilliseconds: number;
  readonly milliseconds: number;
  readonly failure?: CallFailure;
  /** True when the try was read from the recordings: it costs what it cost, and nothing is paid now. */
  readonly replayed: boolean;
}

export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter';

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: JsonObject;
}

export interface ChatResponse {
  readonly kind: 'chat';
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: FinishReason;
  /** The model's own confidence in [0, 1] (from log-probabilities where the vendor gives them). */
  readonly confidence?: number;
  readonly attempts: readonly Attempt[];
  /** The model that answered, as the vendor names it. */
  readonly answeredBy: string;
  readonly raw?: Json;
}

export interface EmbeddingResponse {
  readonly kind: 'embedding';
  readonly vectors: readonly (readonly number[])[];
  readonly attempts: readonly Attempt[];
}

export type ModelResponse = ChatResponse | EmbeddingResponse;

/** A call that failed for good. It carries what its tries cost. */
export class ModelCallError extends Error {
  override readonly name = 'ModelCallError';
  readonly failure: CallFailure;
  readonly attempts: readonly Attempt[];
  constructor(failure: CallFailure, attempts: readonly Attempt[], options?: { readonly cause?: unknown }) {
    super(failure.message, options);
    this.failure = failure;
    this.attempts = attempts;
  }
}
