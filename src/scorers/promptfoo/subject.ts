import { type Message, textOf } from '../../core/message.ts';
import { dollars } from '../../core/money.ts';
import type { FinishReason, ModelRequest, ToolCall } from '../../core/request.ts';
import { asBilledCost, type Exchange, type Outcome, type Trial } from '../../core/trial.ts';
import { addUsage, noUsage } from '../../core/usage.ts';
import type { PromptfooResponse } from '../promptfoo-types.ts';

const finishReasons: { readonly [reason in FinishReason]: string } = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
};

/** The call that produced the output: the last that was made to answer. */
function lastAnswer({ exchanges }: Pick<Trial, 'exchanges'>): Exchange | undefined {
  return exchanges.findLast(({ purpose }) => purpose === 'answer');
}

/**
 * What promptfoo's assertions look at. The cost is the whole trial's as billed, retries and component calls included,
 * in dollars; promptfoo's own is that of one answer.
 */
export function subjectOf(
  trial: Trial,
  outcome: Extract<Outcome, { kind: 'answered' }>,
  wantsToolCalls: boolean,
): PromptfooResponse {
  const usage = trial.charges.reduce((sum, charge) => addUsage(sum, charge.usage), noUsage);
  const response = lastAnswer(trial)?.response;
  return {
    output: outputOf(outcome, wantsToolCalls),
    cost: dollars(asBilledCost(trial)),
    tokenUsage: {
      prompt: usage.inputTokens,
      completion: usage.outputTokens,
      total: usage.inputTokens + usage.outputTokens,
    },
    ...(response?.kind === 'chat' ? { finishReason: finishReasons[response.finishReason] } : {}),
  };
}

/** Tool calls in OpenAI's form, which promptfoo's tool assertions read; with text beside them when both were asked for. */
function outputOf(
  { output, toolCalls }: Extract<Outcome, { kind: 'answered' }>,
  wantsToolCalls: boolean,
): NonNullable<PromptfooResponse['output']> {
  if (toolCalls.length === 0) return output;
  const calls = toolCalls.map(openaiCall);
  if (output === '') return calls;
  return wantsToolCalls ? { role: 'assistant', content: output, tool_calls: calls } : output;
}

function openaiCall(call: ToolCall) {
  return {
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  };
}

/** The prompt as promptfoo writes it: plain text for a single user message, otherwise a JSON chat. */
export function promptOf(trial: Pick<Trial, 'exchanges'>): string {
  const request = lastAnswer(trial)?.request;
  return request === undefined ? '' : render(request);
}

function render(request: ModelRequest): string {
  if (request.kind === 'embedding') return request.inputs.join('\n');
  const [first] = request.messages;
  if (request.messages.length === 1 && first?.role === 'user') return textOf(first);
  return `[${request.messages.map(chatTurn).join(',')}]`;
}

const knownTurns = new WeakMap<Message, string>();

/** Requests share their long messages, so each is written once. */
function chatTurn(message: Message): string {
  const turn = knownTurns.get(message) ?? JSON.stringify({ role: message.role, content: textOf(message) });
  knownTurns.set(message, turn);
  return turn;
}
