import { z } from 'zod';
import { textOfPart } from '../core/message.ts';
import type { Middleware } from '../core/middleware.ts';
import { meanQuality } from '../core/trial.ts';
import { eliminateBackward } from '../learn/backward-elimination.ts';
import { type Example, evenlySpaced, examplesIn, withExamples } from './few-shot-pruning/examples.ts';
import { nearestExamples } from './few-shot-pruning/nearest.ts';
import { chatMiddleware, defineOptimization, type Fitting } from './optimization.ts';

const maximumRuns = z
  .number()
  .int()
  .min(1)
  .max(500)
  .default(24)
  .describe('How many times the tune split may be run; this bounds the set-up cost.');

const settings = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('remove-all') }).describe('Send no examples.'),
  z
    .strictObject({
      method: z.literal('keep'),
      count: z.number().int().min(1).describe('How many examples stay, evenly spaced over the list.'),
    })
    .describe('Keep a fixed number of examples.'),
  z
    .strictObject({
      method: z.literal('backward-elimination'),
      tolerance: z
        .number()
        .min(0)
        .max(0.2)
        .default(0)
        .describe('Quality on the tune split that may be lost in all, as a fraction.'),
      maximumRuns,
    })
    .describe('Drop the examples that the tune split does not miss.'),
  z
    .strictObject({ method: z.literal('best'), maximumRuns })
    .describe('Keep the one example with which the tune split does best.'),
  z
    .strictObject({
      method: z.literal('nearest'),
      count: z.number().int().min(1).describe('How many examples each request gets.'),
    })
    .describe(
      'Send each request the examples closest to it by TF-IDF. The prompt’s beginning then differs between requests, so a vendor’s prefix cache no longer helps.',
    ),
  z
    .strictObject({
      method: z.literal('when-unsure'),
      below: z
        .number()
        .min(0)
        .max(1)
        .describe('Ask again with the examples when the confidence without them is lower than this.'),
    })
    .describe(
      'Ask without examples first. An answer without a confidence counts as unsure, so the model must give one.',
    ),
]);

type Settings = z.output<typeof settings>;

const artifact = z.strictObject({
  /** Ids of the examples that are sent. */
  kept: z.array(z.string()),
  of: z.number().int(),
});

type Artifact = z.output<typeof artifact>;

type Choose = (examples: readonly Example[], query: string) => readonly Example[];

function keepExamples(choose: Choose): Middleware {
  return chatMiddleware((request, next, context) => {
    const examples = examplesIn(request.messages);
    if (examples.length === 0) return next(request);
    const kept = new Set(choose(examples, textOfPart(request.messages, 'user')).map(({ id }) => id));
    context.decide({
      name: 'few-shot-pruning.kept',
      choice: `${kept.size} of ${examples.length}`,
      score: kept.size,
    });
    return next({ ...request, messages: withExamples(request.messages, kept) });
  });
}

const only =
  (ids: readonly string[]): Choose =>
  (examples) =>
    examples.filter(({ id }) => ids.includes(id));

function whenUnsure(below: number): Middleware {
  return chatMiddleware(async (request, next, context) => {
    if (examplesIn(request.messages).length === 0) return next(request);
    const first = await next({ ...request, messages: withExamples(request.messages, new Set()) });
    const confidence = first.kind === 'chat' ? first.confidence : undefined;
    const isSure = confidence !== undefined && confidence >= below;
    context.decide({
      name: 'few-shot-pruning.examples',
      choice: isSure ? 'left out' : 'sent',
      ...(confidence === undefined ? {} : { score: confidence }),
    });
    return isSure ? first : next(request);
  });
}

async function examplesOf({ tune, requestsOf }: Fitting): Promise<readonly string[]> {
  const first = tune[0];
  const requests = first === undefined ? [] : await requestsOf(first);
  return [...new Set(requests.flatMap(({ request }) => examplesIn(request.messages)).map(({ id }) => id))];
}

async function fit(chosen: Settings, fitting: Fitting): Promise<Artifact> {
  if (chosen.method !== 'backward-elimination' && chosen.method !== 'best') return { kept: [], of: 0 };
  const examples = await examplesOf(fitting);
  const qualityWith = async (ids: readonly string[]): Promise<number> =>
    meanQuality(await fitting.run([keepExamples(only(ids))], fitting.tune));
  if (chosen.method === 'backward-elimination') {
    return { kept: [...(await eliminateBackward(examples, qualityWith, chosen))], of: examples.length };
  }
  let best: { readonly id: string; readonly quality: number } | undefined;
  for (const id of evenlySpaced(examples, chosen.maximumRuns)) {
    const quality = await qualityWith([id]);
    if (best === undefined || quality > best.quality) best = { id, quality };
  }
  return { kept: best === undefined ? [] : [best.id], of: examples.length };
}

function build(chosen: Settings, fitted: Artifact | undefined): Middleware {
  switch (chosen.method) {
    case 'remove-all':
      return keepExamples(() => []);
    case 'keep':
      return keepExamples((examples) => evenlySpaced(examples, chosen.count));
    case 'backward-elimination':
    case 'best':
      return keepExamples(fitted === undefined ? (examples) => examples : only(fitted.kept));
    case 'nearest': {
      const nearest = nearestExamples();
      return keepExamples((examples, query) => nearest(examples, query, chosen.count));
    }
    case 'when-unsure':
      return whenUnsure(chosen.below);
  }
}

function describe(chosen: Settings, fitted: Artifact | undefined): string {
  switch (chosen.method) {
    case 'remove-all':
      return 'all examples removed';
    case 'keep':
      return `${chosen.count} examples kept`;
    case 'backward-elimination':
      return fitted === undefined
        ? 'examples dropped by backward elimination'
        : `${fitted.of - fitted.kept.length} of ${fitted.of} examples dropped by backward elimination`;
    case 'best':
      return fitted === undefined
        ? 'one best example kept'
        : `one best example of ${fitted.of} kept (${fitted.kept.join(', ')})`;
    case 'nearest':
      return `the ${chosen.count} nearest examples for each request`;
    case 'when-unsure':
      return `examples only when the confidence without them is below ${chosen.below}`;
  }
}

/** Sends fewer examples. Its effect on quality depends on how much the model leans on them, which is what the gate measures. */
export const fewShotPruning = defineOptimization({
  name: 'few-shot-pruning',
  layer: 'prompt',
  summary:
    'sends fewer examples: none, k, the best one, those that the tune split misses, the nearest, or only when unsure',
  settings,
  artifact,
  parts: () => ['examples'],
  fit,
  needsFitting: ({ method }) => method === 'backward-elimination' || method === 'best',
  build,
  describe,
  summarise: (decisions) => {
    const asked = decisions.filter(({ name }) => name === 'few-shot-pruning.examples');
    if (asked.length === 0) return [];
    const again = asked.filter(({ choice }) => choice === 'sent').length;
    const share = ((again / asked.length) * 100).toFixed(1);
    return [{ label: 'asked again with examples', value: `${again} of ${asked.length} (${share} %)` }];
  },
});
