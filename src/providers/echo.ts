import { textOf } from '../core/message.ts';
import { type ChatRequest, ModelCallError, type ModelRequest } from '../core/request.ts';
import { noUsage, type Usage } from '../core/usage.ts';
import { countRequestTokens, countTokens, truncateToTokens } from '../pricing/count-tokens.ts';
import type { Provider } from './provider.ts';

function lastUserText({ messages }: ChatRequest): string {
  const message = messages.findLast(({ role }) => role === 'user');
  return message === undefined ? '' : textOf(message);
}

function worstCase(request: ModelRequest): Usage {
  if (request.kind !== 'chat') return noUsage;
  const { maxOutputTokens = Number.POSITIVE_INFINITY } = request.parameters;
  return {
    ...noUsage,
    inputTokens: countRequestTokens(request).tokens,
    outputTokens: Math.min(maxOutputTokens, countTokens(lastUserText(request))),
  };
}

/** `echo:<anything>` answers with the text of the last user message, for trying out suites and prompts. */
export const echoProvider: Provider = {
  name: 'echo',
  illustrative: true,
  checkModel: () => undefined,
  worstCase,
  call: async (request) => {
    const started = performance.now();
    const attempt = { provider: 'echo', model: request.model, waitMilliseconds: 0, replayed: false };
    if (request.kind !== 'chat') {
      const failure = { kind: 'rejected', message: 'echo makes no embeddings' } as const;
      throw new ModelCallError(failure, [{ ...attempt, usage: noUsage, milliseconds: 0, failure }]);
    }
    const text = lastUserText(request);
    const { maxOutputTokens } = request.parameters;
    const limited = maxOutputTokens === undefined ? text : truncateToTokens(text, maxOutputTokens);
    const usage: Usage = {
      ...noUsage,
      inputTokens: countRequestTokens(request).tokens,
      outputTokens: countTokens(limited),
    };
    return {
      kind: 'chat',
      text: limited,
      toolCalls: [],
      finishReason: limited.length < text.length ? 'length' : 'stop',
      attempts: [{ ...attempt, usage, milliseconds: performance.now() - started }],
      answeredBy: request.model,
    };
  },
};
