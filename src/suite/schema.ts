import { z } from 'zod';
import type { Optimization } from '../optimizations/optimization.ts';
import { earlyStopSchema, gatesSchema, mixSchema } from './gates.ts';
import { judgeCalibrationSchema } from './judge-calibration.ts';
import { baselineSchema } from './schema-baseline.ts';
import { defaultTestSchema, testsSchema } from './schema-tests.ts';
import { streamSchema } from './stream.ts';
import { contentPolicies } from './suite.ts';

const dollars = z.string().regex(/^\$\d+(\.\d{1,9})?$/, 'must be dollars, for example "$2.00"');
const price = z.number().min(0);
const share = z.number().min(0).max(1);

export const splitsSchema = z
  .strictObject({ train: share.default(0), tune: share.default(0), test: share.default(0) })
  .refine(({ train, tune, test }) => Math.abs(train + tune + test - 1) < 1e-6, {
    message: 'train, tune and test must add up to 1',
  });

export const priceSchema = z
  .strictObject({
    model: z.string().min(1),
    input: price.exactOptional().describe('Dollars per million input tokens.'),
    output: price.exactOptional().describe('Dollars per million output tokens.'),
    selfHosted: z
      .strictObject({
        dollarsPerHour: price.describe('What the hardware costs an hour.'),
        tokensPerSecond: z
          .number()
          .gt(0)
          .describe('Input and output tokens together that it handles a second under full load.'),
        utilisation: z.number().gt(0).max(1).describe('The share of that load over the hours paid for.'),
      })
      .exactOptional()
      .describe('A model on your own or rented hardware, in the place of input and output.'),
    cachedInput: price.exactOptional(),
    cacheWrite: price.exactOptional(),
    reasoning: price.exactOptional(),
    embedding: price.exactOptional(),
    training: price.exactOptional().describe('Dollars per million training tokens of a fine-tune.'),
    illustrative: z.boolean().exactOptional().describe('True for prices that nobody charges.'),
  })
  .refine(
    ({ input, output, selfHosted }) =>
      selfHosted === undefined
        ? input !== undefined && output !== undefined
        : input === undefined && output === undefined,
    { message: 'give either input and output, or selfHosted' },
  )
  .describe('A price that the catalogue does not have.');

export const graderSchema = z.strictObject({
  provider: z
    .union([
      z.string().min(1),
      z.strictObject({
        id: z.string().min(1),
        config: z.record(z.string(), z.json()).exactOptional(),
        embedding: z
          .string()
          .min(1)
          .exactOptional()
          .describe('The embedding model of similar and answer-relevance.'),
      }),
    ])
    .describe('The judge: a model id, or { id, config, embedding }.'),
});

const candidateFields = {
  name: z.string().min(1).describe('Unique in the suite; reports and the command line use it.'),
  steps: z
    .array(z.string().min(1))
    .min(1)
    .exactOptional()
    .describe('Steps of the pipeline it acts on; all when unset.'),
  description: z.string().exactOptional(),
};

/** A candidate before its optimization is looked up; `candidates.ts` checks the settings. */
export const candidateSchema = z.strictObject({
  ...candidateFields,
  use: z.string().min(1),
  with: z.unknown().optional(),
});
export type RawCandidate = z.output<typeof candidateSchema>;

function candidatesSchema(registry: readonly Optimization[]) {
  const [first, ...rest] = registry.map((optimization) =>
    z
      .strictObject({
        ...candidateFields,
        use: z.literal(optimization.name).describe(optimization.summary),
        with: optimization.settingsSchema.optional().describe(`Settings of ${optimization.name}.`),
      })
      .describe(optimization.summary),
  );
  const candidate = first === undefined ? candidateSchema : z.discriminatedUnion('use', [first, ...rest]);
  return z
    .array(candidate)
    .default([])
    .describe('Changes to try: the baseline plus exactly one optimization each.');
}

/** The keys of a suite, each with its schema. */
export const suiteShape = {
  $schema: z.string().optional().describe('The schema that editors check this file with.'),
  name: z.string().min(1).describe('Name of the suite in reports and in the store.'),
  description: z.string().optional().describe('What the suite is for, in one sentence.'),
  baseline: baselineSchema,
  tests: testsSchema,
  defaultTest: z
    .union([z.string().startsWith('file://'), defaultTestSchema])
    .optional()
    .describe('What every test has in common.'),
  splits: splitsSchema
    .optional()
    .describe(
      'Shares of the splits, for cases without metadata.split; a seeded hash of the case decides. In a stream they are cut in order of arrival, whatever metadata.split says.',
    ),
  stream: streamSchema
    .optional()
    .describe(
      'An ordered dataset: cases are requests in the order of their arrival, for levers that remember.',
    ),
  cluster: z
    .string()
    .min(1)
    .optional()
    .describe('Metadata key whose value groups cases that are not independent.'),
  attributes: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Metadata keys that production knows of a request (channel, interactive): levers may read them. Never a label.',
    ),
  prefixCache: z
    .enum(['none', 'simulate'])
    .default('none')
    .describe(
      'How costs are billed: without the vendor’s prefix cache, or as a cold one meets the stream, by the same rule for every arm.',
    ),
  mix: mixSchema.optional().describe('Shares of a tag in real traffic; estimates are weighted by them.'),
  gates: gatesSchema.prefault({}).describe('Gates that a candidate must pass to be promoted.'),
  earlyStop: z
    .union([z.boolean(), earlyStopSchema])
    .default(false)
    .describe('Stop a candidate at interim looks when its verdict is clear.'),
  repeats: z.number().int().min(1).max(100).default(1).describe('Trials of each case.'),
  seed: z
    .union([z.string().min(1), z.number()])
    .default('tollgate')
    .describe('Seed of everything random.'),
  prices: z
    .array(priceSchema)
    .default([])
    .describe('Prices that the catalogue does not have, or that are yours.'),
  traffic: z
    .strictObject({ requestsPerMonth: z.number().gt(0) })
    .optional()
    .describe('Real traffic, for projections.'),
  grader: graderSchema.optional().describe('The judge of model-graded assertions.'),
  judgeCalibration: judgeCalibrationSchema
    .optional()
    .describe('Answers that people labelled beside the judge: how often the judge errs.'),
  budget: dollars.optional().describe('Hard limit of what a run may spend, for example "$2.00".'),
  concurrency: z.number().int().min(1).max(1024).default(16).describe('Calls that run at the same time.'),
  store: z
    .strictObject({
      file: z.string().min(1).exactOptional().describe('The DuckDB file, relative to the suite.'),
      content: z.enum(contentPolicies).default('full').describe('How much of prompts and outputs is kept.'),
    })
    .prefault({})
    .describe('Where runs are recorded.'),
  replay: z
    .strictObject({ maxAgeDays: z.number().gt(0).default(7).describe('Older recordings are called again.') })
    .prefault({})
    .describe('What is read from earlier runs in place of a call.'),
  paths: z
    .strictObject({ allowOutside: z.boolean().default(false).describe('Let paths leave the project.') })
    .prefault({})
    .describe('Where files may lie.'),
};

/** The whole suite with the settings of every optimization, so that editors complete `use` and `with`. */
export function suiteSchema(registry: readonly Optimization[]) {
  return z
    .strictObject({ ...suiteShape, candidates: candidatesSchema(registry) })
    .describe('A Tollgate suite: what runs today, how it is judged, and which changes to try.');
}

/** JSON Schema (draft 2020-12) of a suite file. */
export function suiteJsonSchema(registry: readonly Optimization[]): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(suiteSchema(registry), { io: 'input', unrepresentable: 'any', reused: 'ref' });
}
