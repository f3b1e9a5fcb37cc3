import type { FitCase } from '../../src/core/case.ts';
import { textSegment } from '../../src/core/message.ts';
import type { Middleware, RequestAttributes } from '../../src/core/middleware.ts';
import { type Attempt, type ChatRequest, ModelCallError } from '../../src/core/request.ts';
import { requestText } from '../../src/core/request-text.ts';
import type { Outcome, ScoredTrial } from '../../src/core/trial.ts';
import type { ConfiguredOptimization, Fitting } from '../../src/optimizations/optimization.ts';
import { createPriceBook } from '../../src/pricing/price-book.ts';
import type { CallableProvider } from '../../src/transport/terminal.ts';
import { chat, identity, memoryStore, transportWith, usage } from '../transport/harness.ts';

export interface ShopAnswer {
  readonly text: string;
  readonly confidence?: number;
  /** Fails for good instead of answering. */
  readonly fails?: boolean;
}

/** What a model of the shop says; `call` counts this model's calls from 1. */
export type Shop = (model: string, text: string, call: number, request: ChatRequest) => ShopAnswer;

/** A vendor whose models cost, by name: cheap $1, middle $3, dear $10 and judge $0.1 per million tokens. */
export function shopProvider(answer: Shop): CallableProvider & { readonly requests: readonly ChatRequest[] } {
  const requests: ChatRequest[] = [];
  return {
    name: 'shop',
    requests,
    worstCase: () => usage(1_000, 1_000),
    checkModel: () => undefined,
    call: async (request) => {
      if (request.kind !== 'chat') throw new TypeError('the shop only chats');
      requests.push(request);
      const model = request.model.slice('shop:'.length);
      const nth = requests.filter((earlier) => earlier.model === request.model).length;
      const { text, confidence, fails } = answer(model, requestText(request), nth, request);
      const attempt: Attempt = {
        provider: 'shop',
        model: request.model,
        usage: usage(100, 10),
        waitMilliseconds: 0,
        milliseconds: 1,
        replayed: false,
      };
      if (fails === true) {
        const failure = { kind: 'rejected', message: `${model} is down` } as const;
        throw new ModelCallError(failure, [{ ...attempt, failure }]);
      }
      return {
        kind: 'chat',
        text,
        toolCalls: [],
        finishReason: 'stop',
        ...(confidence === undefined ? {} : { confidence }),
        attempts: [attempt],
        answeredBy: request.model,
      };
    },
  };
}

const prices = ['cheap', 'middle', 'dear', 'judge'].map((name, index) => ({
  model: `shop:${name}`,
  input: [1, 3, 10, 0.1][index] ?? 0,
  output: [1, 3, 10, 0.1][index] ?? 0,
}));

export interface ShopTrial extends Omit<ScoredTrial, 'quality'> {
  /** In nano-dollars. */
  readonly cost: number;
  readonly calls: readonly string[];
}

/** Opens a shop with a transport of its own: real meter, replay and retry. */
export async function openShop(answer: Shop) {
  const store = await memoryStore();
  const provider = shopProvider(answer);
  const transport = transportWith(provider, store, {
    priceBook: createPriceBook({ declared: prices, at: new Date('2026-11-21T12:00:00Z') }),
    replay: { mode: 'refresh', maxAgeDays: 7 },
  });
  let opened = 0;
  const trial = async (
    middlewares: readonly Middleware[],
    text: string,
    { attributes, caseId }: { readonly attributes?: RequestAttributes; readonly caseId?: string } = {},
  ): Promise<ShopTrial> => {
    opened += 1;
    const trialIdentity = identity(caseId ?? `case-${opened}`, `arm-${opened}`);
    const session = transport.openTrial({
      trial: trialIdentity,
      attributes,
      middlewares,
      signal: new AbortController().signal,
    });
    let outcome: Outcome;
    try {
      const messages = [{ role: 'user' as const, segments: [textSegment('user', 'user', text)] }];
      const response = await session.call(chat(text, { model: 'shop:dear', messages }), 'answer', 'main');
      outcome = { kind: 'answered', output: response.kind === 'chat' ? response.text : '', toolCalls: [] };
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      outcome = { kind: 'failed', errorName: name, message };
    }
    const charges = session.charges();
    return {
      ...trialIdentity,
      outcome,
      charges,
      decisions: session.decisions(),
      exchanges: session.exchanges(),
      cost: charges.reduce((sum, charge) => sum + charge.asBilled, 0),
      calls: charges.map(({ model, purpose }) => `${model} ${purpose}`),
    };
  };
  return { trial, requests: provider.requests, close: store.close };
}

export type OpenShop = Awaited<ReturnType<typeof openShop>>;

export function built(lever: ConfiguredOptimization, artifact?: Awaited<ReturnType<typeof lever.fit>>) {
  return lever.build(artifact, { restoreModel: (model) => model });
}

export function outputOf({ outcome }: Pick<ShopTrial, 'outcome'>): string {
  return outcome.kind === 'answered' ? outcome.output : `${outcome.errorName}: ${outcome.message}`;
}

/** Fits a lever in a shop; an answer is right when it is the case's `expected`. */
export function fittingIn(shop: OpenShop, cases: readonly FitCase[]): Fitting {
  const textOfCase = ({ vars }: FitCase) => String(vars['text']);
  return {
    train: cases.filter(({ split }) => split === 'train'),
    tune: cases.filter(({ split }) => split === 'tune'),
    seed: '2026',
    run: (middlewares, some) =>
      Promise.all(
        some.map(async (fitCase): Promise<ScoredTrial> => {
          const trial = await shop.trial(middlewares, textOfCase(fitCase), { caseId: fitCase.id });
          const pass = outputOf(trial) === fitCase.vars['expected'];
          return { ...trial, quality: { pass, score: pass ? 1 : 0, scores: [], judgeCharges: [] } };
        }),
      ),
    requestsOf: async (fitCase) => [{ step: 'main', request: chat(textOfCase(fitCase)) }],
    fineTune: () => Promise.reject(new RangeError('the shop trains nothing')),
    dropModel: () => Promise.resolve(),
  };
}
