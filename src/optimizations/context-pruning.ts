import { z } from 'zod';
import { textOfPart } from '../core/message.ts';
import type { Middleware } from '../core/middleware.ts';
import { countTokens } from '../pricing/count-tokens.ts';
import { type Relevance, rankByRelevance } from '../text/relevance.ts';
import { type ContextPassage, passagesOf, withPassages, withSummary } from './context-pruning/passages.ts';
import { chatMiddleware, componentRequest, defineOptimization } from './optimization.ts';

const settings = z.discriminatedUnion('method', [
  z
    .strictObject({
      method: z.literal('top-k'),
      count: z.number().int().min(1).describe('How many passages stay.'),
    })
    .describe('Keep the passages closest to the user’s text by BM25.'),
  z
    .strictObject({
      method: z.literal('threshold'),
      minimum: z
        .number()
        .gt(0)
        .max(1)
        .describe('A passage stays when its BM25 score is at least this share of the best one’s.'),
    })
    .describe('Keep as many passages as are relevant; easy questions get fewer than hard ones.'),
  z
    .strictObject({
      method: z.literal('budget'),
      tokens: z.number().int().min(1).describe('The passages that stay have at most this many tokens.'),
    })
    .describe('Keep the most relevant passages that fit into a token budget.'),
  z
    .strictObject({
      method: z.literal('summary'),
      model: z.string().min(1).describe('The model that summarises, as `provider:model`.'),
      words: z.number().int().min(10).default(150).describe('How long the summary may be.'),
    })
    .describe('Let a cheap model summarise the passages for each request; its cost counts.'),
]);

type Settings = z.output<typeof settings>;
type Selection = Exclude<Settings, { method: 'summary' }>;

/** The passages to keep; at least one, so that the model is never left without context. */
function choose(
  chosen: Selection,
  passages: readonly ContextPassage[],
  { order, shares }: Relevance,
): ReadonlySet<number> {
  switch (chosen.method) {
    case 'top-k':
      return new Set(order.slice(0, chosen.count));
    case 'threshold':
      return new Set(order.filter((index) => shares[index] >= chosen.minimum));
    case 'budget': {
      const kept = new Set<number>();
      let used = 0;
      for (const index of order) {
        const tokens = countTokens(passages[index].text);
        if (kept.size > 0 && used + tokens > chosen.tokens) continue;
        kept.add(index);
        used += tokens;
      }
      return kept;
    }
  }
}

function selecting(chosen: Selection): Middleware {
  return chatMiddleware((request, next, context) => {
    const passages = passagesOf(request.messages);
    const relevance = rankByRelevance(
      passages.map(({ text }) => text),
      textOfPart(request.messages, 'user'),
    );
    if (relevance === undefined) return next(request);
    const kept = choose(chosen, passages, relevance);
    context.decide({
      name: 'context-pruning.kept',
      choice: `${kept.size} of ${passages.length}`,
      score: kept.size / passages.length,
    });
    return next({ ...request, messages: withPassages(request.messages, passages, kept) });
  });
}

function summarising({ model, words }: Extract<Settings, { method: 'summary' }>): Middleware {
  return chatMiddleware(async (request, next, context) => {
    const passages = passagesOf(request.messages);
    if (passages.length === 0) return next(request);
    const question = textOfPart(request.messages, 'user').trim();
    const instruction =
      `Summarise the text in at most ${words} words. Keep every fact that may answer the question, with its ` +
      `numbers, names and conditions. Add nothing.\n\n<question>${question}</question>`;
    const text = passages.map((passage) => passage.text).join('');
    const response = await context.call(componentRequest(request, { model, instruction, text }), 'compress');
    const summary = response.kind === 'chat' ? response.text.trim() : '';
    const isShorter = summary !== '' && countTokens(summary) < countTokens(text);
    context.decide({ name: 'context-pruning.summary', choice: isShorter ? 'sent' : 'not shorter' });
    return next(
      isShorter ? { ...request, messages: withSummary(request.messages, passages, summary) } : request,
    );
  });
}

/**
 * Sends less context: the passages that matter to the request, or a summary of them. Protected passages are neither
 * ranked nor dropped, and a request whose text shares no word with any passage keeps them all.
 */
export const contextPruning = defineOptimization({
  name: 'context-pruning',
  layer: 'prompt',
  summary: 'sends fewer passages: the k most relevant, those above a relevance, a token budget, or a summary',
  settings,
  parts: () => ['context'],
  models: (chosen) => (chosen.method === 'summary' ? [chosen.model] : []),
  build: (chosen) => (chosen.method === 'summary' ? summarising(chosen) : selecting(chosen)),
  describe: (chosen) => {
    switch (chosen.method) {
      case 'top-k':
        return `context cut to the ${chosen.count} most relevant passages`;
      case 'threshold':
        return `context cut to passages of at least ${Math.round(chosen.minimum * 100)} % of the best one’s relevance`;
      case 'budget':
        return `context cut to ${chosen.tokens} tokens of the most relevant passages`;
      case 'summary':
        return `context summarised by ${chosen.model} in ${chosen.words} words`;
    }
  },
  summarise: (decisions) => {
    const shares = decisions
      .filter(({ name }) => name === 'context-pruning.kept')
      .flatMap(({ score }) => score ?? []);
    const summaries = decisions.filter(({ name }) => name === 'context-pruning.summary');
    const sent = summaries.filter(({ choice }) => choice === 'sent').length;
    const mean = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
    return [
      ...(shares.length === 0
        ? []
        : [{ label: 'passages kept, mean', value: `${(mean * 100).toFixed(1)} %` }]),
      ...(summaries.length === 0
        ? []
        : [{ label: 'summaries sent', value: `${sent} of ${summaries.length}` }]),
    ];
  },
});
