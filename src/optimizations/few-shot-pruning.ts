import { z } from 'zod';
import type { Message } from '../core/message.ts';
import type { Middleware } from '../core/middleware.ts';
import type { ScoredTrial } from '../core/trial.ts';
import { chatMiddleware, defineOptimization, type Fitting } from './optimization.ts';

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
      maximumRuns: z
        .number()
        .int()
        .min(1)
        .max(500)
        .default(24)
        .describe('How many times the tune split may be run; this bounds the set-up cost.'),
    })
    .describe('Drop the examples that the tune split does not miss.'),
]);

type Settings = z.output<typeof settings>;

const artifact = z.strictObject({
  /** Ids of the examples that are sent. */
  kept: z.array(z.string()),
  of: z.number().int(),
});

/** An example may be a pair of messages (`example-3-input`, `example-3-output`); both go together. */
function exampleOf(segmentId: string): string {
  return /^example-\d+/.exec(segmentId)?.[0] ?? segmentId;
}

function examplesIn(messages: readonly Message[]): readonly string[] {
  const ids = messages.flatMap(({ segments }) =>
    segments.filter((segment) => segment.part === 'examples').map((segment) => exampleOf(segment.id)),
  );
  return [...new Set(ids)];
}

function evenlySpaced(ids: readonly string[], count: number): readonly string[] {
  if (count >= ids.length) return ids;
  return Array.from({ length: count }, (_, index) => ids[Math.floor(((index + 0.5) * ids.length) / count)]);
}

function keepExamples(choose: (ids: readonly string[]) => readonly string[]): Middleware {
  return chatMiddleware((request, next, context) => {
    const ids = examplesIn(request.messages);
    if (ids.length === 0) return next(request);
    const kept = new Set(choose(ids));
    const messages = request.messages
      .map((message) => ({
        ...message,
        segments: message.segments.filter(
          (segment) => segment.part !== 'examples' || segment.protected || kept.has(exampleOf(segment.id)),
        ),
      }))
      .filter(({ segments }) => segments.length > 0);
    context.decide({
      name: 'few-shot-pruning.kept',
      choice: `${kept.size} of ${ids.length}`,
      score: kept.size,
    });
    return next({ ...request, messages });
  });
}

function meanQuality(trials: readonly ScoredTrial[]): number {
  return trials.length === 0
    ? 0
    : trials.reduce((sum, { quality }) => sum + quality.score, 0) / trials.length;
}

/**
 * Backward elimination in groups that get smaller (a quarter of the list, an eighth, …, single examples): a group
 * stays out when quality on `tune` does not fall below the start's by more than the tolerance. Groups first, because
 * each trial costs a run of the tune split.
 */
async function eliminate(
  { tolerance, maximumRuns }: Extract<Settings, { method: 'backward-elimination' }>,
  { tune, run, requestsOf }: Fitting,
): Promise<z.output<typeof artifact>> {
  const first = tune[0];
  const all =
    first === undefined
      ? []
      : (await requestsOf(first)).flatMap(({ request }) => examplesIn(request.messages));
  const examples = [...new Set(all)];
  const qualityWith = async (ids: readonly string[]): Promise<number> =>
    meanQuality(await run([keepExamples((present) => present.filter((id) => ids.includes(id)))], tune));
  let kept: readonly string[] = examples;
  let runs = 1;
  const floor = (await qualityWith(kept)) - tolerance;
  for (let size = Math.ceil(examples.length / 4); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length && runs < maximumRuns; ) {
      const shorter = [...kept.slice(0, start), ...kept.slice(start + size)];
      runs += 1;
      if ((await qualityWith(shorter)) >= floor) kept = shorter;
      else start += size;
    }
  }
  return { kept: [...kept], of: examples.length };
}

/** Sends fewer examples. Its effect on quality depends on how much the model leans on them, which is what the gate measures. */
export const fewShotPruning = defineOptimization({
  name: 'few-shot-pruning',
  layer: 'prompt',
  summary: 'removes examples from the prompt: all, all but k, or those that the tune split does not miss',
  settings,
  artifact,
  parts: () => ['examples'],
  fit: async (chosen, fitting): Promise<z.output<typeof artifact>> =>
    chosen.method === 'backward-elimination' ? eliminate(chosen, fitting) : { kept: [], of: 0 },
  needsFitting: ({ method }) => method === 'backward-elimination',
  build: (chosen, fitted) => {
    switch (chosen.method) {
      case 'remove-all':
        return keepExamples(() => []);
      case 'keep':
        return keepExamples((ids) => evenlySpaced(ids, chosen.count));
      case 'backward-elimination':
        return keepExamples((ids) =>
          fitted === undefined ? ids : ids.filter((id) => fitted.kept.includes(id)),
        );
    }
  },
  describe: (chosen, fitted) => {
    switch (chosen.method) {
      case 'remove-all':
        return 'all examples removed';
      case 'keep':
        return `${chosen.count} examples kept`;
      case 'backward-elimination':
        return fitted === undefined
          ? 'examples dropped by backward elimination'
          : `${fitted.of - fitted.kept.length} of ${fitted.of} examples dropped by backward elimination`;
    }
  },
});
