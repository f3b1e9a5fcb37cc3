import { z } from 'zod';
import type { RequestAttributes } from '../core/middleware.ts';
import { chatMiddleware, defineOptimization } from './optimization.ts';

const settings = z.strictObject({
  when: z
    .record(z.string().min(1), z.union([z.string(), z.array(z.string()).min(1)]))
    .refine((when) => Object.keys(when).length > 0, { message: 'name at least one attribute' })
    .describe(
      'Attributes of the requests that can wait, each with the value or values that it must have, for example { channel: email }.',
    ),
  completionHours: z
    .number()
    .gt(0)
    .max(168)
    .default(24)
    .describe('Within how many hours the vendor promises to answer a batch; that long a request may wait.'),
});

type When = z.output<typeof settings>['when'];

function canWait(when: When, attributes: RequestAttributes): boolean {
  return Object.entries(when).every(([name, wanted]) => {
    const value = attributes[name];
    return value !== undefined && (typeof wanted === 'string' ? [wanted] : wanted).includes(value);
  });
}

/**
 * Sends requests that can wait at the batch tier's price. A request without a named attribute counts as interactive and
 * keeps its tier. The wait is the vendor's promise, not a measurement: latency gates do not see it, so the report
 * names it.
 */
export const batch = defineOptimization({
  name: 'batch',
  layer: 'service',
  summary: 'sends requests that can wait to the batch tier; interactive ones never',
  settings,
  attributes: ({ when }) => Object.keys(when),
  build: ({ when, completionHours }) =>
    chatMiddleware((request, next, context) => {
      const waits = canWait(when, context.attributes);
      context.decide({
        name: 'batch.tier',
        choice: waits ? 'batch' : request.serviceTier,
        score: waits ? completionHours : 0,
      });
      return next(waits ? { ...request, serviceTier: 'batch' } : request);
    }),
  describe: ({ when }) => {
    const conditions = Object.entries(when).map(
      ([name, wanted]) => `${name} ${typeof wanted === 'string' ? wanted : wanted.join(' or ')}`,
    );
    return `batch tier for ${conditions.join(' and ')}`;
  },
  summarise: (decisions) => {
    const made = decisions.filter(({ name }) => name === 'batch.tier');
    const waiting = made.filter(({ score = 0 }) => score > 0);
    if (made.length === 0) return [];
    const share = ((waiting.length / made.length) * 100).toFixed(1);
    const hours = waiting[0]?.score;
    return [
      { label: 'calls that can wait', value: `${waiting.length} of ${made.length} (${share} %)` },
      ...(hours === undefined
        ? []
        : [{ label: 'added latency of those calls, at most', value: `${hours} hours` }]),
    ];
  },
});
