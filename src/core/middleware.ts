import type { ChatRequest, ChatResponse, ModelRequest, ModelResponse } from './request.ts';

export type ModelCall = (request: ModelRequest) => Promise<ModelResponse>;

/** The one shape of every optimization, and of the plumbing below them. */
export type Middleware = (
  request: ModelRequest,
  next: ModelCall,
  context: CallContext,
) => Promise<ModelResponse>;

/** Why a call is made. Judges are never in a production stack: they have their own. */
export const purposes = ['answer', 'route', 'verify', 'compress', 'embed', 'judge'] as const;
export type Purpose = (typeof purposes)[number];

/** What a lever decided for one request: hit or miss, which tier, escalated, truncated. */
export interface Decision {
  /** The lever's name and what was decided, for example `routing.tier`. */
  readonly name: string;
  readonly choice: string;
  readonly score?: number;
}

export interface TrialIdentity {
  readonly armId: string;
  readonly caseId: string;
  readonly repeat: number;
}

/**
 * What production knows about a request besides its text: channel, interactive or not, plan. Levers may read it;
 * pipelines and models never see it. The suite names the metadata keys, so that labels stay out.
 */
export interface RequestAttributes {
  readonly [name: string]: string;
}

/** One request's answer out of an answer to several; or why there is none. */
export type PackedAnswer =
  | { readonly kind: 'answered'; readonly response: ChatResponse }
  | { readonly kind: 'lost'; readonly reason: string };

/**
 * Sends several requests as one and takes the answer apart: one for each, in their order. `next` is the leading request's;
 * what goes through it is charged to all of them in equal parts.
 */
export type SendTogether = (
  requests: readonly ChatRequest[],
  next: ModelCall,
) => Promise<readonly PackedAnswer[]>;

/** Where the trials of a group meet, so that a lever can send their requests as one. */
export interface Pack {
  /**
   * Waits until every trial of the group that is not done waits too. Requests of the same kind then go out together, at most
   * `size` at a time, by the `send` of the first one; `requests` says how many there were.
   */
  readonly join: (waiting: {
    readonly kind: string;
    readonly size: number;
    readonly request: ChatRequest;
    readonly next: ModelCall;
    readonly send: SendTogether;
  }) => Promise<PackedAnswer & { readonly requests: number }>;
}

export interface CallContext {
  readonly trial: TrialIdentity;
  readonly attributes: RequestAttributes;
  /**
   * When the request arrived, in milliseconds since 1970. Levers that let things expire go by it, never by the clock on the
   * wall; undefined outside a stream.
   */
  readonly arrival?: number | undefined;
  readonly purpose: Purpose;
  /** The step of the pipeline that makes the call; `main` for a pipeline of one call. */
  readonly step: string;
  /** A component call (classifier, verifier, summary, embedding). It enters the stack at the top, so it is metered. */
  readonly call: (request: ModelRequest, purpose: Purpose) => Promise<ModelResponse>;
  readonly decide: (decision: Decision) => void;
  /** Undefined where trials run by themselves: the arm packs nothing, or only one request is looked at. */
  readonly pack?: Pack | undefined;
  /** Aborted when the run is stopped. */
  readonly signal: AbortSignal;
}

/** The bottom of a stack: a provider's call. */
export type TerminalCall = (request: ModelRequest, context: CallContext) => Promise<ModelResponse>;

export interface StackSession {
  readonly trial: TrialIdentity;
  /** None when unset. */
  readonly attributes?: RequestAttributes | undefined;
  readonly arrival?: number | undefined;
  readonly decide: (decision: Decision) => void;
  readonly pack?: Pack | undefined;
  readonly signal: AbortSignal;
}

/** Enters the stack at the top. */
export type StackCall = (request: ModelRequest, purpose: Purpose, step: string) => Promise<ModelResponse>;

/** Puts middlewares (outermost first) on top of a terminal call, for one trial. */
export function assembleStack(
  middlewares: readonly Middleware[],
  terminal: TerminalCall,
  session: StackSession,
): StackCall {
  const enter: StackCall = (request, purpose, step) => {
    const context: CallContext = {
      ...session,
      attributes: session.attributes ?? {},
      purpose,
      step,
      call: (inner, innerPurpose) => enter(inner, innerPurpose, step),
    };
    const callFrom =
      (index: number): ModelCall =>
      (current) => {
        const middleware = middlewares[index];
        return middleware === undefined
          ? terminal(current, context)
          : middleware(current, callFrom(index + 1), context);
      };
    return callFrom(0)(request);
  };
  return enter;
}
