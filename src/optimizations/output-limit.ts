import { z } from 'zod';
import type { FitCase } from '../core/case.ts';
import type { ScoredTrial } from '../core/trial.ts';
import { chatMiddleware, defineOptimization, type Fitting } from './optimization.ts';

const settings = z
  .strictObject({
    maxOutputTokens: z.number().int().min(1).optional().describe('A fixed limit in tokens.'),
    percentile: z
      .union([z.literal(0.95), z.literal(0.99)])
      .optional()
      .describe('Take this percentile of the baseline’s output lengths on the tune split.'),
    buffer: z.number().min(0).max(5).default(0.2).describe('Added to the percentile, as a fraction of it.'),
  })
  .refine(
    ({ maxOutputTokens, percentile }) => (maxOutputTokens === undefined) !== (percentile === undefined),
    {
      message: 'give either maxOutputTokens or percentile',
    },
  );

type Settings = z.output<typeof settings>;

const artifact = z.strictObject({
  /** Tokens, by step of the pipeline. */
  limits: z.record(z.string(), z.number().int().min(1)),
});

/** The nearest-rank percentile: the smallest value that at least this share of the values does not exceed. */
function nearestRank(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function outputTokensByStep(trials: readonly ScoredTrial[]): ReadonlyMap<string, readonly number[]> {
  const byStep = new Map<string, number[]>();
  for (const { charges } of trials) {
    for (const charge of charges) {
      if (charge.purpose !== 'answer' || charge.failed) continue;
      const lengths = byStep.get(charge.step) ?? [];
      lengths.push(charge.usage.outputTokens);
      byStep.set(charge.step, lengths);
    }
  }
  return byStep;
}

async function fitLimits(
  { percentile, buffer }: Settings,
  { run, tune }: Fitting & { readonly tune: readonly FitCase[] },
): Promise<z.output<typeof artifact>> {
  if (percentile === undefined) return { limits: {} };
  const byStep = outputTokensByStep(await run([], tune));
  return {
    limits: Object.fromEntries(
      [...byStep].map(([step, lengths]) => [
        step,
        Math.max(1, Math.ceil(nearestRank(lengths, percentile) * (1 + buffer))),
      ]),
    ),
  };
}

/**
 * Limits the length of answers. It guards the tail; the truncation gate sees what it cuts off. A limit that the
 * request already has is only ever lowered.
 */
export const outputLimit = defineOptimization({
  name: 'output-limit',
  layer: 'output',
  summary: 'limits the tokens of an answer, to a number or to a percentile of the tune split',
  settings,
  artifact,
  fit: fitLimits,
  needsFitting: ({ percentile }) => percentile !== undefined,
  build: ({ maxOutputTokens }, fitted) =>
    chatMiddleware(async (request, next, context) => {
      const limit = maxOutputTokens ?? fitted?.limits[context.step];
      if (limit === undefined) return next(request);
      const current = request.parameters.maxOutputTokens;
      const response = await next({
        ...request,
        parameters: {
          ...request.parameters,
          maxOutputTokens: current === undefined ? limit : Math.min(current, limit),
        },
      });
      if (response.kind === 'chat') {
        context.decide({
          name: 'output-limit.truncated',
          choice: response.finishReason === 'length' ? 'yes' : 'no',
          score: limit,
        });
      }
      return response;
    }),
  describe: ({ maxOutputTokens, percentile, buffer }, fitted) =>
    maxOutputTokens === undefined
      ? `answers limited to p${Math.round((percentile ?? 0) * 100)} of tune + ${Math.round(buffer * 100)} %${
          fitted === undefined ? '' : ` (${Object.values(fitted.limits).join(', ')} tokens)`
        }`
      : `answers limited to ${maxOutputTokens} tokens`,
  summarise: (decisions) => {
    const made = decisions.filter(({ name }) => name === 'output-limit.truncated');
    const cut = made.filter(({ choice }) => choice === 'yes').length;
    return made.length === 0 ? [] : [{ label: 'answers cut off', value: `${cut} of ${made.length}` }];
  },
});
