import { setTimeout as wait } from 'node:timers/promises';
import { textOf } from '../../src/core/message.ts';
import { type ChatRequest, ModelCallError } from '../../src/core/request.ts';
import type { Provider } from '../../src/providers/provider.ts';

export interface ShopProviderOptions {
  /** Called once for every call that a vendor would bill. */
  readonly onCall?: (request: ChatRequest) => void;
  readonly milliseconds?: number;
}

/** Names the colour in the last sentence. `careless` gets every second van wrong. Bills a token for every four letters. */
export function shopProvider({ onCall = () => {}, milliseconds = 0 }: ShopProviderOptions = {}): Provider {
  return {
    name: 'shop',
    illustrative: false,
    checkModel: (model) =>
      ['strong', 'fair', 'cheap', 'careless'].includes(model)
        ? undefined
        : { message: `unknown shop model "${model}".` },
    worstCase: (request) => usageOf(request.kind === 'chat' ? request : undefined, 100),
    call: async (request, signal) => {
      if (request.kind !== 'chat') throw new TypeError('the shop has no embeddings');
      if (signal.aborted) throw new ModelCallError({ kind: 'aborted', message: 'stopped' }, []);
      onCall(request);
      if (milliseconds > 0) await wait(milliseconds);
      const sentence = request.messages.map(textOf).join('\n').split('Sentence:').at(-1) ?? '';
      const colour = /\b(red|green|blue|amber)\b/.exec(sentence)?.[1] ?? 'none';
      const number = Number(/\d+/.exec(sentence)?.[0] ?? 0);
      const text = request.model === 'shop:careless' && number % 2 === 0 ? 'mauve' : colour;
      const usage = usageOf(request, text.length);
      const attempt = {
        provider: 'shop',
        model: request.model,
        usage,
        waitMilliseconds: 0,
        milliseconds,
        replayed: false,
      };
      return {
        kind: 'chat',
        text,
        toolCalls: [],
        finishReason: 'stop',
        attempts: [attempt],
        answeredBy: request.model,
      };
    },
  };
}

function usageOf(request: ChatRequest | undefined, outputLetters: number) {
  const letters = request?.messages.map(textOf).join('').length ?? 0;
  return {
    inputTokens: Math.ceil(letters / 4),
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: Math.ceil(outputLetters / 4),
    reasoningTokens: 0,
  };
}
