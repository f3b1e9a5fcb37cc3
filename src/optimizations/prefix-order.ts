import { z } from 'zod';
import { digestText } from '../core/digest.ts';
import type { ChatRequest } from '../core/request.ts';
import { chatMiddleware, defineOptimization, type Fitting } from './optimization.ts';
import { blocksOf, blockText, withStableFirst } from './prefix-order/blocks.ts';

const settingsSchema = z.strictObject({
  share: z
    .number()
    .gt(0.5)
    .max(1)
    .default(0.9)
    .describe(
      'A block is stable when at least this share of the requests of its step hold it word for word.',
    ),
  sample: z
    .number()
    .int()
    .min(2)
    .max(1_000)
    .default(50)
    .describe('How many requests of the train and tune splits are compared.'),
  breakpoints: z
    .boolean()
    .default(true)
    .describe('Mark the end of the stable messages, for vendors whose prefix cache needs marks.'),
});

type Settings = z.output<typeof settingsSchema>;

const artifactSchema = z.strictObject({
  /** Digests of stable blocks, by step. */
  stable: z.record(z.string(), z.array(z.string())),
  /** Requests that were compared. */
  compared: z.number().int(),
});

type Artifact = z.output<typeof artifactSchema>;

function evenly<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (items.length <= count) return items;
  return Array.from(
    { length: count },
    (_, index) => items[Math.floor(((index + 0.5) * items.length) / count)],
  );
}

async function findStable(
  { share, sample }: Settings,
  { train, tune, requestsOf }: Fitting,
): Promise<Artifact> {
  const counts = new Map<string, Map<string, number>>();
  const requests = new Map<string, number>();
  for (const fitCase of evenly([...train, ...tune], sample)) {
    for (const { step, request } of await requestsOf(fitCase)) {
      requests.set(step, (requests.get(step) ?? 0) + 1);
      const ofStep = counts.get(step) ?? new Map<string, number>();
      counts.set(step, ofStep);
      const blocks = request.messages.flatMap((message) => blocksOf(message.segments).map(blockText));
      for (const block of new Set(blocks)) {
        const key = digestText(block);
        ofStep.set(key, (ofStep.get(key) ?? 0) + 1);
      }
    }
  }
  const stable = Object.fromEntries(
    [...counts].map(([step, ofStep]) => {
      const needed = Math.max(2, share * (requests.get(step) ?? 0));
      return [step, [...ofStep].filter(([, count]) => count >= needed).map(([key]) => key)];
    }),
  );
  return { stable, compared: [...requests.values()].reduce((sum, count) => sum + count, 0) };
}

/** The messages that the vendor's cache can keep whole end where the first unstable one begins. */
function lastStableMessage({ messages }: ChatRequest, isStable: (block: string) => boolean): number {
  const unstable = messages.findIndex(
    ({ segments }) => !blocksOf(segments).every((block) => isStable(blockText(block))),
  );
  return (unstable === -1 ? messages.length : unstable) - 1;
}

/**
 * Puts what is equal in every request before what differs, inside each message, so that a vendor's prefix cache finds a long
 * common beginning. The words stay the same; only their order changes. Its saving is the prefix cache's, so it shows only
 * where the suite simulates one (`prefixCache: simulate` over a stream).
 */
export const prefixOrder = defineOptimization({
  name: 'prefix-order',
  layer: 'prompt',
  summary: 'puts the stable blocks of a prompt first, so that a vendor’s prefix cache finds them again',
  settings: settingsSchema,
  artifact: artifactSchema,
  fit: findStable,
  build: ({ breakpoints }, fitted) =>
    chatMiddleware((request, next, context) => {
      const stable = new Set(fitted?.stable[context.step] ?? []);
      const isStable = (block: string): boolean => stable.has(digestText(block));
      const messages = request.messages.map((message) =>
        message.role === 'assistant' || message.role === 'tool'
          ? message
          : withStableFirst(message, isStable),
      );
      const moved = messages.some((message, index) => message !== request.messages[index]);
      context.decide({ name: 'prefix-order.moved', choice: moved ? 'yes' : 'no' });
      const ordered = moved ? { ...request, messages } : request;
      const last = lastStableMessage(ordered, isStable);
      return next(
        breakpoints && last >= 0 && !ordered.cacheBreakpoints.includes(last)
          ? { ...ordered, cacheBreakpoints: [...ordered.cacheBreakpoints, last] }
          : ordered,
      );
    }),
  describe: (_, fitted) =>
    fitted === undefined
      ? 'stable blocks first'
      : `${Object.values(fitted.stable).reduce((sum, blocks) => sum + blocks.length, 0)} stable blocks first`,
  summarise: (decisions) => {
    const made = decisions.filter(({ name }) => name === 'prefix-order.moved');
    const moved = made.filter(({ choice }) => choice === 'yes').length;
    return made.length === 0
      ? []
      : [{ label: 'requests put in another order', value: `${moved} of ${made.length}` }];
  },
});
