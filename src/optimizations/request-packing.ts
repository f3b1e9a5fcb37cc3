import { z } from 'zod';
import { canonicalJson } from '../core/json.ts';
import type { Decision, Middleware, ModelCall, SendTogether } from '../core/middleware.ts';
import { type ChatRequest, type ChatResponse, ModelCallError } from '../core/request.ts';
import { chatMiddleware, defineOptimization } from './optimization.ts';
import { composeRequest, readPackable } from './request-packing/compose.ts';
import { splitAnswer } from './request-packing/split.ts';

const settings = z.strictObject({
  size: z
    .int()
    .min(1)
    .max(100)
    .describe(
      'How many requests go out as one, at most. 1 packs nothing, which shows that nothing else changes.',
    ),
  instruction: z
    .string()
    .trim()
    .min(1)
    .default(
      'Answer each of the numbered items below by itself. Write each answer on a line of its own that begins with the number of its item, as "1: answer", "2: answer" and so on. Keep their order, leave no item out, and write nothing else.',
    )
    .describe(
      'What stands above the items: it must ask for answers that begin with the numbers of their items.',
    ),
  onMissing: z
    .enum(['retry-alone', 'fail'])
    .default('retry-alone')
    .describe(
      'What happens to an item without an answer of its own: it is asked again alone, which is paid for too, or it fails.',
    ),
});

type Settings = z.output<typeof settings>;

/** An item that the packed answer does not answer exactly once. */
class ItemNotAnsweredError extends Error {
  override readonly name = 'ItemNotAnsweredError';
}

/** A vendor that refuses a packed request may accept its items; one that is overloaded should not be asked k times more. */
const refusals: ReadonlySet<string> = new Set(['rejected', 'invalid-response']);

function isRefused(error: unknown): boolean {
  return error instanceof ModelCallError && refusals.has(error.failure.kind);
}

function answerFrom(whole: ChatResponse, text: string): ChatResponse {
  const { attempts, answeredBy } = whole;
  // A confidence or a raw answer would be about all items.
  return { kind: 'chat', text, toolCalls: [], finishReason: 'stop', attempts, answeredBy };
}

async function sendChat(request: ChatRequest, next: ModelCall): Promise<ChatResponse> {
  const response = await next(request);
  if (response.kind !== 'chat') throw new TypeError(`a chat request was answered with ${response.kind}`);
  return response;
}

/** Sends requests of one kind as one, and one as it is. */
function sendTogether({ instruction, onMissing }: Settings): SendTogether {
  return async (requests, next) => {
    if (requests.length === 1) {
      return [{ kind: 'answered', response: await sendChat(requests[0], next) }];
    }
    const items = requests.map((request) => readPackable(request)?.item ?? '');
    let response: ChatResponse;
    try {
      response = await sendChat(composeRequest(requests, items, instruction), next);
    } catch (error) {
      if (!isRefused(error) || onMissing === 'fail') throw error;
      return requests.map(() => ({ kind: 'lost', reason: 'refused' }));
    }
    return splitAnswer(response, requests.length).map((answer) =>
      answer.kind === 'answer'
        ? { kind: 'answered', response: answerFrom(response, answer.text) }
        : { kind: 'lost', reason: answer.kind },
    );
  };
}

const itemsDecision = 'request-packing.items';
const missingDecision = 'request-packing.missing';

function packing(chosen: Settings): Middleware {
  const { size, instruction, onMissing } = chosen;
  const send = sendTogether(chosen);
  return chatMiddleware(async (request, next, context) => {
    const { pack, step, decide } = context;
    const packable = readPackable(request);
    if (size === 1 || pack === undefined || packable === undefined) {
      decide({
        name: itemsDecision,
        choice: packable === undefined ? 'cannot be packed' : 'alone',
        score: 1,
      });
      return next(request);
    }
    const kind = canonicalJson([step, size, instruction, packable.constant]);
    const answer = await pack.join({ kind, size, request, next, send });
    const { requests } = answer;
    decide({ name: itemsDecision, choice: requests > 1 ? 'packed' : 'alone', score: requests });
    if (answer.kind === 'answered') return answer.response;
    decide({ name: missingDecision, choice: answer.reason });
    if (onMissing === 'retry-alone') return next(request);
    throw new ItemNotAnsweredError(
      `the answer to ${requests} requests in one has no usable line for this one: ${answer.reason}`,
    );
  });
}

function percentage(count: number, all: number): string {
  return `${count} of ${all} (${((count / all) * 100).toFixed(1)} %)`;
}

function summarise(decisions: readonly Decision[]) {
  const sent = decisions.filter(({ name }) => name === itemsDecision);
  if (sent.length === 0) return [];
  const packed = sent.filter(({ choice }) => choice === 'packed');
  const unfit = sent.filter(({ choice }) => choice === 'cannot be packed').length;
  const missing = decisions.filter(({ name }) => name === missingDecision);
  const calls = packed.reduce((sum, { score = 1 }) => sum + 1 / score, 0);
  const reasons = [...new Set(missing.map(({ choice }) => choice))].sort();
  return [
    { label: 'requests that shared a call', value: percentage(packed.length, sent.length) },
    ...(packed.length === 0
      ? []
      : [{ label: 'requests per shared call', value: (packed.length / calls).toFixed(1) }]),
    ...(unfit === 0
      ? []
      : [
          {
            label: 'sent alone: tools, images, earlier turns or a format',
            value: percentage(unfit, sent.length),
          },
        ]),
    ...reasons.map((reason) => ({
      label: `items without an answer of their own: ${reason}`,
      value: percentage(missing.filter(({ choice }) => choice === reason).length, sent.length),
    })),
  ];
}

/**
 * Sends several requests that differ in the user's words only as one: what they have in common once, then the items,
 * numbered. The answer is taken apart by the numbers. It saves the prompt, not the answers; a model may answer worse when
 * it has many items before it, one lost item is asked again, and in production requests have to wait until enough have come.
 */
export const requestPacking = defineOptimization({
  name: 'request-packing',
  layer: 'service',
  summary: 'sends several requests as one, with the prompt once, and takes the answer apart',
  settings,
  fileSettings: ['instruction'],
  parts: () => ['user'],
  packs: ({ size }) => size,
  build: packing,
  describe: ({ size }) => `up to ${size} requests in one`,
  summarise,
});
