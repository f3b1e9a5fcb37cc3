import { textSegment } from '../../src/core/message.ts';
import type { Middleware, TrialIdentity } from '../../src/core/middleware.ts';
import {
  type Attempt,
  type CallFailure,
  type ChatRequest,
  type ChatResponse,
  ModelCallError,
  type ModelRequest,
} from '../../src/core/request.ts';
import { noUsage, type Usage } from '../../src/core/usage.ts';
import { createPriceBook, type DeclaredPrice } from '../../src/pricing/price-book.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { createTransport, type Transport, type TransportOptions } from '../../src/transport/assemble.ts';
import type { CallableProvider } from '../../src/transport/terminal.ts';

export const identity = (caseId = 'case-1', armId = 'arm-1', repeat = 0): TrialIdentity => ({
  armId,
  caseId,
  repeat,
});

export const chat = (text: string, fields: Partial<ChatRequest> = {}): ChatRequest => ({
  kind: 'chat',
  model: 'shop:model',
  messages: [{ role: 'user', segments: [textSegment('user', 'user', text)] }],
  tools: [],
  parameters: {},
  serviceTier: 'standard',
  retry: { retries: 2, firstWaitMilliseconds: 1, timeoutMilliseconds: 5_000 },
  cacheBreakpoints: [],
  ...fields,
});

export const usage = (inputTokens: number, outputTokens = 0, fields: Partial<Usage> = {}): Usage => ({
  ...noUsage,
  inputTokens,
  outputTokens,
  ...fields,
});

/** What one try of the scripted provider does. */
export interface Step {
  readonly usage?: Usage;
  readonly failure?: CallFailure;
  readonly text?: string;
  /** Throws this instead of a ModelCallError. */
  readonly crash?: Error;
  readonly milliseconds?: number;
  /** Never answers and does not listen to its signal. */
  readonly hang?: boolean;
}

export interface ScriptedProvider extends CallableProvider {
  readonly requests: ModelRequest[];
  readonly mostAtOnce: () => number;
}

/** A provider whose n-th try does what `script(request, n)` says. */
export function scriptedProvider(
  script: (request: ModelRequest, tries: number) => Step,
  { name = 'shop', worstCase = usage(1_000, 1_000) }: { name?: string; worstCase?: Usage } = {},
): ScriptedProvider {
  const requests: ModelRequest[] = [];
  let atOnce = 0;
  let most = 0;
  return {
    name,
    requests,
    mostAtOnce: () => most,
    worstCase: () => worstCase,
    checkModel: (model) =>
      model === 'missing' ? { message: 'no such model "missing".', found: model } : undefined,
    call: async (request): Promise<ChatResponse> => {
      requests.push(request);
      const step = script(request, requests.length);
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => {
        if (step.hang !== true) setTimeout(resolve, step.milliseconds ?? 0);
      });
      atOnce -= 1;
      if (step.crash !== undefined) throw step.crash;
      const attempt: Attempt = {
        provider: name,
        model: request.model,
        usage: step.usage ?? usage(100, 10),
        waitMilliseconds: 0,
        milliseconds: step.milliseconds ?? 0,
        replayed: false,
        ...(step.failure === undefined ? {} : { failure: step.failure }),
      };
      if (step.failure !== undefined) throw new ModelCallError(step.failure, [attempt]);
      return {
        kind: 'chat',
        text: step.text ?? `answer ${requests.length}`,
        toolCalls: [],
        finishReason: 'stop',
        attempts: [attempt],
        answeredBy: request.model,
      };
    },
  };
}

/** $1 in, $2 out, half for cached input and a quarter more for cache writes, per million tokens. */
export const shopPrice: DeclaredPrice = {
  model: 'shop:model',
  input: 1,
  output: 2,
  cachedInput: 0.5,
  cacheWrite: 1.25,
};

export const memoryStore = (): Promise<Store> => openStore({ file: ':memory:', content: 'full' });

export function transportWith(
  provider: CallableProvider,
  store: TransportOptions['recordings'],
  options: Partial<TransportOptions> = {},
): Transport {
  return createTransport({
    providers: [provider],
    priceBook: createPriceBook({ declared: [shopPrice], at: new Date('2026-11-21T12:00:00Z') }),
    recordings: store,
    runId: 'run-1',
    replay: { mode: 'use', maxAgeDays: 7 },
    limits: { concurrency: 8, budget: undefined },
    seed: '2026',
    environment: {},
    ...options,
  });
}

export const openTrial = (
  transport: Transport,
  trial: TrialIdentity = identity(),
  middlewares: readonly Middleware[] = [],
  signal: AbortSignal = new AbortController().signal,
) => transport.openTrial({ trial, middlewares, signal });
