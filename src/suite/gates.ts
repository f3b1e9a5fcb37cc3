import { z } from 'zod';

const share = z.number().min(0).max(1);
const increase = z.number().min(0).max(10);

const percentile = z
  .strictObject({
    maximumIncrease: increase.describe(
      'Largest tolerated increase of the percentile, as a fraction: 0.1 is 10 %.',
    ),
  })
  .readonly();

/** The rules that a candidate must pass. Every default is safe: a suite without `gates` still has all that matter. */
export const gatesSchema = z
  .strictObject({
    quality: z
      .strictObject({
        measure: z
          .enum(['pass', 'score'])
          .default('pass')
          .describe('Compare pass or fail, or the score in [0, 1].'),
        margin: z
          .number()
          .gt(0)
          .lt(1)
          .default(0.03)
          .describe('Non-inferiority margin: the largest loss of quality that is still acceptable.'),
        confidence: z.number().gt(0.5).lt(1).default(0.95).describe('1 − α, one-sided.'),
      })
      .prefault({}),
    slices: z
      .array(
        z.strictObject({
          tag: z.string().min(1).describe('A metadata key of the cases; each of its values is a slice.'),
          margin: z
            .number()
            .gt(0)
            .lt(1)
            .optional()
            .describe('Non-inferiority per slice; without it, a harm gate.'),
        }),
      )
      .default([]),
    mustPass: z
      .record(z.string(), z.string())
      .default({})
      .describe('Metadata that marks must-pass cases, for example { criticality: high }.'),
    cost: z
      .strictObject({
        minimumSaving: z
          .number()
          .min(0)
          .lt(1)
          .default(0)
          .describe('Smallest saving worth a change, as a fraction.'),
        worstCase: z
          .string()
          .regex(/^\$\d+(\.\d{1,9})?$/)
          .optional()
          .describe(
            'The dearest request imaginable, for example "$0.25"; the dearest observed one when unset.',
          ),
      })
      .prefault({}),
    latency: z
      .strictObject({ p50: percentile.optional(), p95: percentile.optional(), p99: percentile.optional() })
      .optional(),
    output: z
      .strictObject({
        p95Tokens: percentile.optional(),
        truncationRate: z
          .strictObject({ maximumIncrease: share.default(0.01) })
          .prefault({})
          .describe('How much more often an answer may be cut off, in share of answers.'),
      })
      .prefault({}),
    falseHits: z
      .strictObject({
        maximumRate: z
          .number()
          .gt(0)
          .lt(1)
          .default(0.02)
          .describe('Largest tolerated share of wrong answers among those given again to similar requests.'),
      })
      .prefault({})
      .describe('Concerns candidates that give answers of similar requests again, such as a semantic cache.'),
    errors: z
      .strictObject({ maximumIncrease: share.default(0.01) })
      .prefault({})
      .describe('How much more often a request may fail, in share of requests.'),
  })
  .describe('Gates that a candidate must pass to be promoted.');

export type Gates = z.output<typeof gatesSchema>;

/** Share of each value of a tag in real traffic. */
export const mixSchema = z
  .strictObject({
    tag: z.string().min(1),
    shares: z.record(z.string(), z.number().gt(0).max(1)),
  })
  .refine(({ shares }) => Math.abs(Object.values(shares).reduce((sum, value) => sum + value, 0) - 1) < 1e-6, {
    message: 'shares must add up to 1',
  });

export type Mix = z.output<typeof mixSchema>;

export const earlyStopSchema = z.strictObject({
  looks: z.number().int().min(2).max(10).default(4),
  futility: z
    .array(z.number())
    .optional()
    .describe('Non-binding futility bounds on z for every look but the last; -1, 0, 0.6 for four looks.'),
});

export type EarlyStop = z.output<typeof earlyStopSchema>;
