import type { FitCase } from '../../../src/core/case.ts';
import { textSegment } from '../../../src/core/message.ts';
import type { Decision, Middleware, RequestAttributes } from '../../../src/core/middleware.ts';
import type { Attempt, ChatRequest, ModelRequest } from '../../../src/core/request.ts';
import type { Charge, ScoredTrial } from '../../../src/core/trial.ts';
import type { ConfiguredOptimization, Fitting } from '../../../src/optimizations/optimization.ts';
import { responseCache } from '../../../src/optimizations/response-cache.ts';
import { createPriceBook } from '../../../src/pricing/price-book.ts';
import type { CallableProvider } from '../../../src/transport/terminal.ts';
import { chat, identity, memoryStore, transportWith, usage } from '../../transport/harness.ts';

export interface Asked {
  readonly text: string;
  /** Seconds since the first request. */
  readonly at?: number;
  readonly system?: string;
  readonly attributes?: RequestAttributes;
  readonly canonical?: string;
  readonly change?: (request: ChatRequest) => ChatRequest;
}

export interface Served {
  readonly text: string;
  readonly tier: string | undefined;
  readonly decisions: readonly Decision[];
  readonly charges: readonly Charge[];
  /** In nano-dollars. */
  readonly cost: number;
}

function textOf(request: ChatRequest): string {
  return request.messages
    .flatMap(({ segments }) =>
      segments.map(({ part, content }) => (part === 'user' && content.type === 'text' ? content.text : '')),
    )
    .join('');
}

/** Counts letters, so that anagrams are alike: a model of embeddings that is easy to reckon with. */
function letters(text: string): readonly number[] {
  const counts = new Array<number>(26).fill(0);
  for (const character of text.toLowerCase()) {
    const place = character.charCodeAt(0) - 97;
    if (place >= 0 && place < 26) counts[place] += 1;
  }
  return counts;
}

function desk(answer: (question: string, model: string) => string): CallableProvider {
  const attempt = (request: ModelRequest): Attempt => ({
    provider: 'shop',
    model: request.model,
    usage: usage(100, request.kind === 'chat' ? 10 : 0),
    waitMilliseconds: 0,
    milliseconds: 1,
    replayed: false,
  });
  return {
    name: 'shop',
    checkModel: () => undefined,
    worstCase: () => usage(1_000, 1_000),
    call: async (request) =>
      request.kind === 'embedding'
        ? { kind: 'embedding', vectors: request.inputs.map(letters), attempts: [attempt(request)] }
        : {
            kind: 'chat',
            text: answer(textOf(request), request.model),
            toolCalls: [],
            finishReason: 'stop',
            attempts: [attempt(request)],
            answeredBy: request.model,
          },
  };
}

export function cache(settings: object): ConfiguredOptimization {
  return responseCache.configure(settings);
}

const monday = Date.parse('2026-03-02T00:00:00Z');

/** A support desk with a transport of its own: real meter, replay and retry. What it answers names the question. */
export async function openDesk(
  answer: (question: string, model: string) => string = (question) => `To ${question}`,
) {
  const store = await memoryStore();
  const transport = transportWith(desk(answer), store, {
    priceBook: createPriceBook({
      declared: ['model', 'other', 'embed'].map((name) => ({ model: `shop:${name}`, input: 1, output: 2 })),
      at: new Date('2026-11-21T12:00:00Z'),
    }),
    replay: { mode: 'refresh', maxAgeDays: 7 },
  });
  let opened = 0;
  const serve = async (
    middlewares: readonly Middleware[],
    { text, at = 0, system = 'Be polite.', attributes, change = (request) => request }: Asked,
    caseId = `case-${opened}`,
  ): Promise<Served> => {
    opened += 1;
    const session = transport.openTrial({
      trial: identity(caseId, `arm-${opened}`),
      attributes,
      arrival: monday + at * 1_000,
      middlewares,
      signal: new AbortController().signal,
    });
    const request = chat(text, {
      parameters: { temperature: 0 },
      messages: [
        { role: 'system', segments: [textSegment('system', 'system', system)] },
        { role: 'user', segments: [textSegment('user', 'user', text)] },
      ],
    });
    const response = await session.call(change(request), 'answer', 'main');
    const charges = session.charges();
    return {
      text: response.kind === 'chat' ? response.text : '',
      tier: session.decisions().find(({ name }) => name === 'response-cache.tier')?.choice,
      decisions: session.decisions(),
      charges,
      cost: charges.reduce((sum, { asBilled }) => sum + asBilled, 0),
    };
  };
  return {
    /** Sends requests through one session of the lever, in their order. */
    stream: async (
      lever: ConfiguredOptimization | undefined,
      asked: readonly Asked[],
      artifact?: Parameters<ConfiguredOptimization['build']>[0],
    ) => {
      const middlewares =
        lever === undefined ? [] : [lever.build(artifact, { restoreModel: (model) => model })];
      const served: Served[] = [];
      for (const [index, request] of asked.entries())
        served.push(await serve(middlewares, request, `case-${index}`));
      return served;
    },
    fitting: (asked: readonly Asked[]): Fitting => {
      const cases = asked.map(
        ({ text, at = 0, canonical = text }, index): FitCase => ({
          id: `case-${index}`,
          vars: { text },
          assertions: [],
          tags: {},
          split: 'tune',
          stream: { arrival: monday + at * 1_000, canonical },
          location: { file: 'stream.jsonl' },
        }),
      );
      return {
        train: [],
        tune: cases,
        seed: '2026',
        run: (middlewares, some) =>
          Promise.all(
            some.map(async (fitCase): Promise<ScoredTrial> => {
              const request = asked[cases.indexOf(fitCase)];
              const { text, decisions, charges } = await serve(middlewares, request, fitCase.id);
              return {
                ...identity(fitCase.id),
                outcome: { kind: 'answered', output: text, toolCalls: [] },
                charges,
                decisions,
                exchanges: [],
                quality: { pass: true, score: 1, scores: [], judgeCharges: [] },
              };
            }),
          ),
        fineTune: () => Promise.reject(new Error('the desk trains nothing')),
        dropModel: async () => {},
        requestsOf: async () => [],
      };
    },
    close: store.close,
  };
}
