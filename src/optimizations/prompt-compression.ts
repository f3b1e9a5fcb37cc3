import { z } from 'zod';
import { memoise } from '../core/memo.ts';
import { mapText, type Part, parts } from '../core/message.ts';
import { compactMarkdown, compactWhitespace, removeDuplicateSentences } from '../text/normalise.ts';
import { chatMiddleware, defineOptimization } from './optimization.ts';
import { extract } from './prompt-compression/extractive.ts';

const partNames = z.array(z.enum(parts)).min(1);

const settings = z.discriminatedUnion('method', [
  z
    .strictObject({
      method: z.literal('lossless'),
      parts: partNames.default(['system', 'instructions', 'examples', 'context']),
      whitespace: z.boolean().default(true),
      markdown: z.boolean().default(true).describe('Remove emphasis marks, rules and table padding.'),
      duplicateSentences: z
        .boolean()
        .default(true)
        .describe('Remove sentences that repeat an earlier one of their segment.'),
    })
    .describe(
      'Remove what carries no meaning. Code, JSON, URLs, quotes and template variables stay byte-identical.',
    ),
  z
    .strictObject({
      method: z.literal('extractive'),
      parts: partNames.default(['context']),
      unit: z.enum(['chunk', 'sentence']).default('chunk').describe('What is kept or dropped as a whole.'),
      keepUnits: z.number().int().min(1).optional().describe('Keep this many of the most relevant units.'),
      keepShare: z
        .number()
        .gt(0)
        .max(1)
        .optional()
        .describe('Keep the most relevant units up to this share of the tokens.'),
      keepTokens: z
        .number()
        .int()
        .min(1)
        .optional()
        .describe('Keep the most relevant units up to this many tokens.'),
      protect: z
        .array(z.string().min(1))
        .default([])
        .describe('Regular expressions; a unit that matches one is always kept.'),
    })
    .refine(
      ({ keepUnits, keepShare, keepTokens }) =>
        [keepUnits, keepShare, keepTokens].filter((value) => value !== undefined).length === 1,
      { message: 'give exactly one of keepUnits, keepShare, keepTokens' },
    )
    .describe('Keep the chunks or sentences that BM25 ranks closest to the user’s text, in their order.'),
]);

type Settings = z.output<typeof settings>;
export type ExtractiveSettings = Extract<Settings, { method: 'extractive' }>;

function losslessly(chosen: Extract<Settings, { method: 'lossless' }>) {
  const partsToChange = new Set<Part>(chosen.parts);
  const compact = memoise(2_000, (text) => {
    const spaced = chosen.whitespace ? compactWhitespace(text) : text;
    const marked = chosen.markdown ? compactMarkdown(spaced) : spaced;
    const shorter = chosen.duplicateSentences ? removeDuplicateSentences(marked) : marked;
    return shorter.trim() === '' ? text : shorter;
  });
  return chatMiddleware((request, next) =>
    next({ ...request, messages: mapText(request.messages, partsToChange, compact) }),
  );
}

/** Shortens the prompt: without loss, or by keeping only what is relevant to the request. */
export const promptCompression = defineOptimization({
  name: 'prompt-compression',
  layer: 'prompt',
  summary:
    'shortens parts of the prompt: lossless clean-up, or the chunks and sentences that BM25 finds relevant',
  settings,
  parts: (chosen) => (chosen.method === 'extractive' ? chosen.parts : []),
  build: (chosen) =>
    chosen.method === 'lossless'
      ? losslessly(chosen)
      : chatMiddleware((request, next, context) => {
          const { messages, kept, total } = extract(request.messages, chosen);
          context.decide({
            name: 'prompt-compression.kept',
            choice: `${kept} of ${total}`,
            score: total === 0 ? 1 : kept / total,
          });
          return next({ ...request, messages });
        }),
  describe: (chosen) => {
    if (chosen.method === 'lossless') return 'prompt compressed without loss';
    const amount =
      chosen.keepUnits !== undefined
        ? `the ${chosen.keepUnits} most relevant ${chosen.unit}s`
        : chosen.keepShare !== undefined
          ? `the most relevant ${Math.round(chosen.keepShare * 100)} % by ${chosen.unit}`
          : `the most relevant ${chosen.keepTokens} tokens by ${chosen.unit}`;
    return `${chosen.parts.join(' and ')} cut to ${amount}`;
  },
  summarise: (decisions) => {
    const shares = decisions
      .filter(({ name }) => name === 'prompt-compression.kept')
      .flatMap(({ score }) => score ?? []);
    if (shares.length === 0) return [];
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    return [{ label: 'units kept, mean', value: `${(mean * 100).toFixed(1)} %` }];
  },
});
