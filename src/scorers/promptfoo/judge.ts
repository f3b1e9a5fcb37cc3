import { isJsonObject } from '../../core/json.ts';
import { type Message, type Role, roles, textSegment } from '../../core/message.ts';
import type { StackCall } from '../../core/middleware.ts';
import {
  defaultRetryPolicy,
  ModelCallError,
  type ModelRequest,
  type ModelResponse,
} from '../../core/request.ts';
import { addUsage, noUsage } from '../../core/usage.ts';
import type { PromptfooProvider, PromptfooTokenUsage } from '../promptfoo-types.ts';
import type { JudgeModel } from './judge-model.ts';

/**
 * A judge for promptfoo whose calls go through the judges' own stack.
 *
 * @param onFatal is told of errors that end the run; promptfoo itself would turn them into a failed assertion
 */
export function createJudge(
  { model, embeddingModel, parameters }: JudgeModel,
  call: StackCall,
  onFatal: (error: unknown) => void,
): PromptfooProvider {
  const ask = async (request: ModelRequest): Promise<ModelResponse | string> => {
    try {
      return await call(request, 'judge', 'judge');
    } catch (error) {
      if (!(error instanceof ModelCallError) || error.failure.kind === 'aborted') onFatal(error);
      return `the judge ${request.model} failed: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
  return {
    id: () => model,
    callApi: async (prompt) => {
      const response = await ask({
        kind: 'chat',
        model,
        messages: readMessages(prompt),
        tools: [],
        parameters,
        serviceTier: 'standard',
        retry: defaultRetryPolicy,
        cacheBreakpoints: [],
      });
      if (typeof response === 'string') return { error: response };
      return {
        output: response.kind === 'chat' ? response.text : '',
        tokenUsage: tokenUsage(response),
      };
    },
    callEmbeddingApi: async (text) => {
      if (embeddingModel === undefined) return { error: `the judge ${model} has no embedding model` };
      const response = await ask({
        kind: 'embedding',
        model: embeddingModel,
        inputs: [text],
        serviceTier: 'standard',
        retry: defaultRetryPolicy,
      });
      if (typeof response === 'string') return { error: response };
      const vector = response.kind === 'embedding' ? response.vectors[0] : undefined;
      return vector === undefined
        ? { error: `the judge ${embeddingModel} returned no embedding` }
        : { embedding: vector, tokenUsage: tokenUsage(response) };
    },
  };
}

function tokenUsage({ attempts }: ModelResponse): PromptfooTokenUsage {
  const { inputTokens, outputTokens } = attempts.reduce((sum, { usage }) => addUsage(sum, usage), noUsage);
  return { prompt: inputTokens, completion: outputTokens, total: inputTokens + outputTokens };
}

/** promptfoo's prompts for judges are JSON chats or plain text. */
function readMessages(prompt: string): readonly Message[] {
  return parseChat(prompt) ?? [message('user', prompt, 0)];
}

function parseChat(prompt: string): readonly Message[] | undefined {
  if (!prompt.trimStart().startsWith('[')) return undefined;
  let chat: unknown;
  try {
    chat = JSON.parse(prompt);
  } catch {
    return undefined;
  }
  if (!Array.isArray(chat) || chat.length === 0) return undefined;
  const messages = chat.map((turn: unknown, index) => {
    if (!isJsonObject(turn)) return undefined;
    const role = roles.find((name) => name === turn['role']);
    const { content } = turn;
    return role === undefined || typeof content !== 'string' ? undefined : message(role, content, index);
  });
  return messages.every((turn) => turn !== undefined) ? messages : undefined;
}

function message(role: Role, text: string, index: number): Message {
  const part = role === 'system' ? 'system' : 'user';
  return { role, segments: [textSegment(part, `judge-${index}`, text, true)] };
}
