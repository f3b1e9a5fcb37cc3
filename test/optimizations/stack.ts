import type { FitCase } from '../../src/core/case.ts';
import { type Message, type Part, textSegment } from '../../src/core/message.ts';
import {
  assembleStack,
  type CallContext,
  type Decision,
  type Middleware,
  type Purpose,
  type RequestAttributes,
  type TerminalCall,
} from '../../src/core/middleware.ts';
import { type ChatRequest, type ChatResponse, defaultRetryPolicy } from '../../src/core/request.ts';
import type { ScoredTrial } from '../../src/core/trial.ts';
import type { ConfiguredOptimization, Fitting } from '../../src/optimizations/optimization.ts';
import { findOptimization } from '../../src/optimizations/registry.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { providers } from '../../src/providers/registry.ts';

export function configure(
  name: string,
  settings: unknown,
  steps?: readonly string[],
): ConfiguredOptimization {
  const optimization = findOptimization(name);
  if (optimization === undefined) throw new RangeError(`there is no lever ${name}`);
  return optimization.configure(settings, steps);
}

/** A system message of the given parts and a user message with the rest, as the suite renders them. */
export function promptOf(
  parts: { readonly [part in Part]?: string | readonly string[] },
  protect: readonly Part[] = [],
): readonly Message[] {
  const segments = (names: readonly Part[]) => {
    const pieces = names.flatMap((part) => {
      const given = parts[part];
      const texts = given === undefined ? [] : typeof given === 'string' ? [given] : given;
      const isList = part === 'examples' || part === 'context';
      const stem = part === 'examples' ? 'example' : part;
      return texts.map((text, index) => ({ part, text, id: isList ? `${stem}-${index + 1}` : part }));
    });
    return pieces.map(({ part, id, text }, index) =>
      textSegment(part, id, index === pieces.length - 1 ? text : `${text}\n\n`, protect.includes(part)),
    );
  };
  const system = segments(['system', 'instructions', 'tools', 'examples']);
  const user = segments(['context', 'user']);
  return [
    ...(system.length > 0 ? [{ role: 'system' as const, segments: system }] : []),
    ...(user.length > 0 ? [{ role: 'user' as const, segments: user }] : []),
  ];
}

export function chatRequest(messages: readonly Message[], fields: Partial<ChatRequest> = {}): ChatRequest {
  return {
    kind: 'chat',
    model: 'echo:echo',
    messages,
    tools: [],
    parameters: {},
    serviceTier: 'standard',
    retry: defaultRetryPolicy,
    cacheBreakpoints: [],
    ...fields,
  };
}

/** All text of one part, or of every part, in the order of the messages. */
export function textIn({ messages }: Pick<ChatRequest, 'messages'>, part?: Part): string {
  return messages
    .flatMap(({ segments }) => segments)
    .map((segment) =>
      (part === undefined || segment.part === part) && segment.content.type === 'text'
        ? segment.content.text
        : '',
    )
    .join('');
}

/** What the embedded providers answer. */
export const embedded: TerminalCall = (request, { signal }) => {
  const provider: Provider | undefined = providers.find(({ name }) => request.model.startsWith(`${name}:`));
  if (provider === undefined) throw new RangeError(`no provider for ${request.model}`);
  return provider.call(request, signal);
};

export interface Passage {
  /** What reached the bottom of the stack, in order. */
  readonly sent: readonly { readonly request: ChatRequest; readonly purpose: Purpose }[];
  readonly decisions: readonly Decision[];
  readonly response: ChatResponse;
}

export interface SendOptions {
  readonly attributes?: RequestAttributes;
  readonly terminal?: TerminalCall;
  readonly step?: string;
  readonly purpose?: Purpose;
}

/** Sends one request through middlewares on top of an embedded provider. */
export async function send(
  middlewares: readonly Middleware[],
  request: ChatRequest,
  { attributes, terminal = embedded, step = 'main', purpose = 'answer' }: SendOptions = {},
): Promise<Passage> {
  const sent: { request: ChatRequest; purpose: Purpose }[] = [];
  const decisions: Decision[] = [];
  const recording: TerminalCall = (received, context: CallContext) => {
    if (received.kind === 'chat') sent.push({ request: received, purpose: context.purpose });
    return terminal(received, context);
  };
  const call = assembleStack(middlewares, recording, {
    trial: { armId: 'arm', caseId: 'case', repeat: 0 },
    attributes,
    decide: (decision) => decisions.push(decision),
    signal: new AbortController().signal,
  });
  const response = await call(request, purpose, step);
  if (response.kind !== 'chat') throw new TypeError('expected a chat response');
  return { sent, decisions, response };
}

/** Sends one request through one lever. */
export function sendThrough(
  optimization: ConfiguredOptimization,
  request: ChatRequest,
  options: SendOptions & { readonly artifact?: Awaited<ReturnType<ConfiguredOptimization['fit']>> } = {},
): Promise<Passage> {
  const middleware = optimization.build(options.artifact, { restoreModel: (baseModel) => baseModel });
  return send([middleware], request, options);
}

/** The only request that a lever passed on. */
export function onlyRequest({ sent }: Passage): ChatRequest {
  const [first] = sent;
  if (first === undefined || sent.length !== 1) throw new RangeError(`${sent.length} requests were sent`);
  return first.request;
}

/** Fits a lever on cases that a function turns into requests; an answer scores 1 when it is the case's `expected`. */
export function fittingOn(
  cases: readonly FitCase[],
  requestOf: (fitCase: FitCase) => ChatRequest,
  { terminal = embedded, step = 'main' }: SendOptions = {},
): Fitting & { readonly runs: () => number; readonly calls: () => readonly Purpose[] } {
  let runs = 0;
  const calls: Purpose[] = [];
  const trialOf = async (middlewares: readonly Middleware[], fitCase: FitCase): Promise<ScoredTrial> => {
    const { sent, decisions, response } = await send(middlewares, requestOf(fitCase), { terminal, step });
    calls.push(...sent.map(({ purpose }) => purpose));
    const pass = response.text === fitCase.vars['expected'];
    return {
      armId: 'fit',
      caseId: fitCase.id,
      repeat: 0,
      outcome: { kind: 'answered', output: response.text, toolCalls: [] },
      charges: [],
      decisions,
      exchanges: [],
      quality: { pass, score: pass ? 1 : 0, scores: [], judgeCharges: [] },
    };
  };
  return {
    train: cases.filter(({ split }) => split === 'train'),
    tune: cases.filter(({ split }) => split === 'tune'),
    seed: '2026',
    run: async (middlewares, some) => {
      runs += 1;
      return Promise.all(some.map((fitCase) => trialOf(middlewares, fitCase)));
    },
    requestsOf: async (fitCase) => [{ step, request: requestOf(fitCase) }],
    fineTune: () => Promise.reject(new RangeError('this fitting trains nothing')),
    dropModel: () => Promise.resolve(),
    runs: () => runs,
    calls: () => calls,
  };
}

export function fitCase(id: string, vars: FitCase['vars'], split: FitCase['split'] = 'tune'): FitCase {
  return { id, vars, split, assertions: [], tags: {}, location: { file: 'cases.jsonl' } };
}
