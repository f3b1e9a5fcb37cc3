import { z } from 'zod';
import { memoise } from '../core/memo.ts';
import { type Message, mapTextAsync, type Part } from '../core/message.ts';
import type { CallContext, Decision, Middleware } from '../core/middleware.ts';
import { chatMiddleware, defineOptimization, type Fitting } from './optimization.ts';
import { extract } from './prompt-compression/extractive.ts';
import { fitInstructions, withoutInstructions } from './prompt-compression/instructions.ts';
import { compressBetweenSpans, loadLlmLingua } from './prompt-compression/llm-lingua.ts';
import { losslessCompressor } from './prompt-compression/lossless.ts';
import { applyRewrites, fitRewrites } from './prompt-compression/rewrite.ts';
import { type LlmLinguaSettings, type Settings, settings } from './prompt-compression/settings.ts';
import { spansSurvive } from './prompt-compression/surviving-spans.ts';

const artifact = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.literal('rewrite'),
    rewrites: z.array(
      z.strictObject({
        original: z.string(),
        rewritten: z.string(),
        /** Protected spans that the rewrite lost; with any, it is not used. */
        lost: z.array(z.string()),
        isUsed: z.boolean(),
      }),
    ),
  }),
  z.strictObject({
    method: z.literal('instructions'),
    dropped: z.array(z.strictObject({ sentence: z.string(), occurrence: z.number().int().min(1) })),
    of: z.number().int(),
  }),
]);

type Artifact = z.output<typeof artifact>;

async function fit(chosen: Settings, fitting: Fitting): Promise<Artifact> {
  if (chosen.method === 'instructions') {
    const { dropped, of } = await fitInstructions(chosen, fitting);
    return { method: 'instructions', dropped: [...dropped], of };
  }
  const rewrites = chosen.method === 'rewrite' ? await fitRewrites(chosen, fitting) : [];
  return {
    method: 'rewrite',
    rewrites: rewrites.map((rewrite) => ({ ...rewrite, lost: [...rewrite.lost] })),
  };
}

/** Sends the compressed messages when every protected span survived, else the request as it came. Counts both. */
function checked(
  before: readonly Message[],
  after: readonly Message[],
  parts: ReadonlySet<Part>,
  context: CallContext,
): readonly Message[] {
  const survives = spansSurvive(before, after, parts);
  context.decide({ name: 'prompt-compression.fallback', choice: survives ? 'no' : 'yes' });
  return survives ? after : before;
}

function betweenSpans(chosen: LlmLinguaSettings): Middleware {
  const parts = new Set<Part>(chosen.parts);
  let loading: Promise<(text: string) => Promise<string>> | undefined;
  return chatMiddleware(async (request, next, context) => {
    loading ??= loadLlmLingua(chosen).then((compress) =>
      memoise(2_000, (text) => compressBetweenSpans(text, compress)),
    );
    const messages = await mapTextAsync(request.messages, parts, await loading);
    return next({ ...request, messages: checked(request.messages, messages, parts, context) });
  });
}

function build(chosen: Settings, fitted: Artifact | undefined): Middleware {
  switch (chosen.method) {
    case 'lossless': {
      const compress = losslessCompressor(chosen);
      const parts = new Set<Part>(chosen.parts);
      return chatMiddleware((request, next, context) => {
        const messages = checked(request.messages, compress(request.messages), parts, context);
        return next({ ...request, messages });
      });
    }
    case 'extractive':
      return chatMiddleware((request, next, context) => {
        const { messages, kept, total } = extract(request.messages, chosen);
        context.decide({
          name: 'prompt-compression.kept',
          choice: `${kept} of ${total}`,
          score: total === 0 ? 1 : kept / total,
        });
        return next({ ...request, messages });
      });
    case 'llmlingua-2':
      return betweenSpans(chosen);
    case 'rewrite': {
      const rewrites = fitted?.method === 'rewrite' ? fitted.rewrites : [];
      return chatMiddleware((request, next, context) => {
        const { messages, kept } = applyRewrites(request.messages, chosen.parts, rewrites);
        context.decide({
          name: 'prompt-compression.fallback',
          choice: kept === 0 ? 'no' : 'yes',
          score: kept,
        });
        return next({ ...request, messages });
      });
    }
    case 'instructions': {
      const dropped = fitted?.method === 'instructions' ? fitted.dropped : [];
      return chatMiddleware((request, next) =>
        next({ ...request, messages: withoutInstructions(request.messages, chosen.parts, dropped) }),
      );
    }
  }
}

function describe(chosen: Settings, fitted: Artifact | undefined): string {
  switch (chosen.method) {
    case 'lossless':
      return 'prompt compressed without loss';
    case 'extractive': {
      const amount =
        chosen.keepUnits !== undefined
          ? `the ${chosen.keepUnits} most relevant ${chosen.unit}s`
          : chosen.keepShare !== undefined
            ? `the most relevant ${Math.round(chosen.keepShare * 100)} % by ${chosen.unit}`
            : `the most relevant ${chosen.keepTokens} tokens by ${chosen.unit}`;
      return `${chosen.parts.join(' and ')} cut to ${amount}`;
    }
    case 'llmlingua-2':
      return `${chosen.parts.join(' and ')} compressed to ${Math.round(chosen.keepShare * 100)} % of the words by LLMLingua-2`;
    case 'rewrite': {
      const rewrites = fitted?.method === 'rewrite' ? fitted.rewrites : undefined;
      const used = rewrites?.filter(({ isUsed }) => isUsed).length;
      const how = rewrites === undefined ? '' : ` (${used} of ${rewrites.length} texts replaced)`;
      return `${chosen.parts.join(' and ')} rewritten by ${chosen.model}${how}`;
    }
    case 'instructions':
      return fitted?.method === 'instructions'
        ? `${fitted.dropped.length} of ${fitted.of} sentences of ${chosen.parts.join(' and ')} dropped by backward elimination`
        : `sentences of ${chosen.parts.join(' and ')} dropped by backward elimination`;
  }
}

function summarise(decisions: readonly Decision[]) {
  const shares = decisions
    .filter(({ name }) => name === 'prompt-compression.kept')
    .flatMap(({ score }) => score ?? []);
  const checks = decisions.filter(({ name }) => name === 'prompt-compression.fallback');
  const fallbacks = checks.filter(({ choice }) => choice === 'yes').length;
  const mean = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
  return [
    ...(shares.length === 0 ? [] : [{ label: 'units kept, mean', value: `${(mean * 100).toFixed(1)} %` }]),
    ...(checks.length === 0
      ? []
      : [{ label: 'sent uncompressed to keep protected spans', value: `${fallbacks} of ${checks.length}` }]),
  ];
}

/**
 * Shortens the prompt. Protected segments are never touched. Where words change (lossless, llmlingua-2, rewrite), every
 * protected span (numbers, names in quotes, negations, code, …) must survive byte for byte, or the request is sent as it
 * came; where whole sentences or passages go (extractive, instructions), what stays keeps its bytes.
 */
export const promptCompression = defineOptimization({
  name: 'prompt-compression',
  layer: 'prompt',
  summary:
    'shortens parts of the prompt: clean-up without loss, relevant sentences only, a token classifier, a rewrite, or without the instructions that tune does not miss',
  settings,
  artifact,
  parts: (chosen) => (chosen.method === 'lossless' ? [] : chosen.parts),
  models: (chosen) => (chosen.method === 'rewrite' ? [chosen.model] : []),
  fit,
  needsFitting: ({ method }) => method === 'rewrite' || method === 'instructions',
  build,
  describe,
  summarise,
});
