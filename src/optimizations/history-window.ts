import { z } from 'zod';
import { type Message, textSegment } from '../core/message.ts';
import type { CallContext } from '../core/middleware.ts';
import type { ChatRequest } from '../core/request.ts';
import { countRequestTokens } from '../pricing/count-tokens.ts';
import { keyFacts } from './history-window/key-facts.ts';
import { isHistory, type Turn, transcriptOf, turnsOf } from './history-window/turns.ts';
import { startByTokens, startByTurns } from './history-window/window.ts';
import { chatMiddleware, componentRequest, defineOptimization } from './optimization.ts';

const turns = z.number().int().min(1).describe('The newest turns that stay, at least.');
const block = z
  .number()
  .int()
  .min(1)
  .default(4)
  .describe(
    'Old turns leave this many at a time. In between, the beginning of the prompt stays the same, which prefix caches need; 1 drops each turn as soon as it may go.',
  );

const settings = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('last-turns'), turns, block }).describe('Keep the newest turns.'),
  z
    .strictObject({
      method: z.literal('budget'),
      tokens: z.number().int().min(1).describe('The turns that stay have at most this many tokens.'),
      block,
    })
    .describe('Keep the newest turns that fit into a token budget; the newest block always stays.'),
  z
    .strictObject({
      method: z.literal('summary'),
      turns,
      block,
      model: z.string().min(1).describe('The model that summarises, as `provider:model`.'),
      words: z.number().int().min(5).default(40).describe('How long the summary of one block may be.'),
    })
    .describe(
      'Keep the newest turns and a running summary of the others. Each block is summarised by itself, so earlier summaries never change. Every request is charged for all of its summaries; an application that keeps them pays less.',
    ),
  z
    .strictObject({ method: z.literal('key-facts'), turns, block })
    .describe(
      'Keep the newest turns, and of the others the sentences with identifiers, numbers, addresses or quotations, word for word.',
    ),
]);

type Settings = z.output<typeof settings>;

function startOf(chosen: Settings, all: readonly Turn[], request: ChatRequest): number {
  if (chosen.method !== 'budget') return startByTurns(all.length, chosen.turns, chosen.block);
  const tokens = all.map(
    ({ messages }) => countRequestTokens({ ...request, messages, tools: [] }).tokens - 3,
  );
  return startByTokens(tokens, chosen.tokens, chosen.block);
}

/** What stands for the turns that leave, in their order; one text for each block. */
async function insteadOf(
  chosen: Settings,
  dropped: readonly Turn[],
  request: ChatRequest,
  context: CallContext,
): Promise<readonly string[]> {
  if (chosen.method === 'key-facts') {
    const facts = keyFacts(dropped.map(transcriptOf).join('\n'));
    return facts.length === 0 ? [] : [`Facts from earlier in this conversation:\n${facts.join('\n')}`];
  }
  if (chosen.method !== 'summary') return [];
  const { model, words } = chosen;
  const instruction =
    `Summarise this part of a conversation in at most ${words} words. Keep what was asked, promised and ` +
    'decided, and every name, number and identifier. Add nothing.';
  const summaries: string[] = [];
  for (let start = 0; start < dropped.length; start += chosen.block) {
    const text = dropped
      .slice(start, start + chosen.block)
      .map(transcriptOf)
      .join('\n');
    const response = await context.call(componentRequest(request, { model, instruction, text }), 'compress');
    if (response.kind === 'chat' && response.text.trim() !== '')
      summaries.push(`Earlier in this conversation: ${response.text.trim()}`);
  }
  return summaries;
}

/** The kept history with the texts before it: in its first message when that is the user's, else in one of their own. */
function withTexts(kept: readonly Message[], texts: readonly string[]): readonly Message[] {
  if (texts.length === 0) return kept;
  const segments = texts.map((text, index) =>
    textSegment('history', `history-earlier-${index + 1}`, `${text}\n\n`),
  );
  const [first, ...rest] = kept;
  return first?.role === 'user'
    ? [{ ...first, segments: [...segments, ...first.segments] }, ...rest]
    : [{ role: 'user', segments }, ...kept];
}

/**
 * Sends less of a conversation's history. A tool's result stays with its call, protected turns always stay, and messages
 * that are not history are passed through where they are.
 */
export const historyWindow = defineOptimization({
  name: 'history-window',
  layer: 'prompt',
  summary:
    'sends fewer earlier turns: the newest, a token budget, with a running summary or key facts of the rest',
  settings,
  parts: () => ['history'],
  models: (chosen) => (chosen.method === 'summary' ? [chosen.model] : []),
  build: (chosen) =>
    chatMiddleware(async (request, next, context) => {
      const history = request.messages.filter(isHistory);
      const all = turnsOf(history);
      const start = startOf(chosen, all, request);
      const dropped = all.filter((turn, index) => index < start && !turn.isProtected);
      context.decide({
        name: 'history-window.kept',
        choice: `${all.length - dropped.length} of ${all.length}`,
        score: all.length === 0 ? 1 : 1 - dropped.length / all.length,
      });
      if (dropped.length === 0) return next(request);
      const gone = new Set(dropped.flatMap(({ messages }) => messages));
      const kept = history.filter((message) => !gone.has(message));
      const texts = await insteadOf(chosen, dropped, request, context);
      const place = request.messages.findIndex(isHistory);
      const others = request.messages.filter((message) => !isHistory(message));
      return next({ ...request, messages: others.toSpliced(place, 0, ...withTexts(kept, texts)) });
    }),
  describe: (chosen) => {
    const newest = chosen.method === 'budget' ? `${chosen.tokens} tokens` : `${chosen.turns} turns`;
    const rest =
      chosen.method === 'summary'
        ? `, the rest summarised by ${chosen.model}`
        : chosen.method === 'key-facts'
          ? ', of the rest the key facts'
          : '';
    return `history cut to the newest ${newest}${rest}`;
  },
  summarise: (decisions) => {
    const shares = decisions
      .filter(({ name }) => name === 'history-window.kept')
      .flatMap(({ score }) => score ?? []);
    const mean = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
    return shares.length === 0 ? [] : [{ label: 'turns kept, mean', value: `${(mean * 100).toFixed(1)} %` }];
  },
});
