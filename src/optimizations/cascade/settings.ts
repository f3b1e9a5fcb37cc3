import { z } from 'zod';
import { rateBaselines } from '../../learn/router-baselines.ts';
import { answeringFields, hasOneModel, oneModel, trainedModels } from '../answering-model.ts';
import { labelFreeAssertions } from './label-free-assertions.ts';

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

const pattern = z.string().min(1).refine(isPattern, { error: 'is not a regular expression' });

const assertion = z
  .strictObject({
    type: z
      .enum(labelFreeAssertions)
      .describe('A promptfoo assertion that needs no label; `not-` reverses it.'),
    value: z.json().optional(),
    threshold: z.number().optional(),
  })
  .refine(({ value }) => typeof value !== 'string' || !value.startsWith('file://'), {
    error: 'write the value out: a verifier reads no files',
  });

const checkFields = {
  labels: z.array(z.string().min(1)).min(1).optional().describe('The answer must be one of these.'),
  patterns: z.array(pattern).default([]).describe('Regular expressions that the answer must match.'),
  jsonSchema: z
    .record(z.string(), z.json())
    .optional()
    .describe('The answer must be JSON that fits this schema.'),
  assert: z.array(assertion).default([]).describe('promptfoo assertions that the answer must pass.'),
};

const format = z
  .strictObject({ method: z.literal('format'), ...checkFields })
  .refine(
    ({ labels, patterns, jsonSchema, assert }) =>
      labels !== undefined || jsonSchema !== undefined || patterns.length + assert.length > 0,
    { error: 'give at least one of labels, patterns, jsonSchema, assert' },
  )
  .describe('Accepts answers of the right form that were not cut off. Free.');

const confidence = z
  .strictObject({ method: z.literal('confidence') })
  .describe('The model’s own confidence, from log-probabilities where the vendor gives them. Free.');

const agreement = z
  .strictObject({
    method: z.literal('agreement'),
    samples: z.number().int().min(2).max(15).default(3).describe('How many answers are drawn at most.'),
    temperature: z.number().gt(0).max(2).default(0.7).describe('At which they are drawn.'),
    compare: pattern
      .optional()
      .describe(
        'Compare only what this matches (its first group, where it has one), for example the last number.',
      ),
  })
  .describe('The share of samples that agree on an answer. Drawing stops when the outcome is certain.');

const model = z
  .strictObject({
    method: z.literal('model'),
    model: z.string().min(1).describe('The model that verifies, as `provider:model`; its calls are charged.'),
    prompt: z
      .string()
      .min(1)
      .refine((text) => /\{\{\s*answer\s*\}\}/.test(text), { error: 'must hold {{answer}}' })
      .describe('What the verifier is asked, with {{request}} and {{answer}} in it.'),
    accept: z.array(z.string().min(1)).min(1).describe('Replies that accept the answer.'),
    reject: z
      .array(z.string().min(1))
      .min(1)
      .describe('Replies that reject it; any other reply rejects too.'),
    maxOutputTokens: z.number().int().min(1).default(16),
  })
  .describe('Another model judges the answer; the score is its verdict, drawn towards .5 by its own doubt.');

const learned = z
  .strictObject({
    method: z.literal('learned'),
    ...checkFields,
    samples: z
      .number()
      .int()
      .min(1)
      .max(15)
      .default(1)
      .describe('More than one: draw samples, whose agreement is a feature.'),
    temperature: z.number().gt(0).max(2).default(0.7).describe('At which they are drawn.'),
  })
  .describe(
    'A logistic regression, fitted on train, on confidence, length, numbers, doubts and the checks given here.',
  );

const level = z
  .strictObject({
    ...answeringFields,
    threshold: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe(
        'Answers with this score or more are kept: 0 keeps all, unverified; 1 none, so the level is skipped.',
      ),
  })
  .refine(hasOneModel, oneModel);

const fields = z.strictObject({
  levels: z.array(level).min(2).max(3).describe('Cheapest first; the last one’s answers are not verified.'),
  verifier: z
    .discriminatedUnion('method', [format, confidence, agreement, model, learned])
    .describe('How likely an answer is to be right, from 0 to 1.'),
  chooseThresholds: z
    .strictObject({
      maximumLoss: z
        .number()
        .min(0)
        .max(1)
        .describe('Quality on the tune split that may be lost against the last level alone, as a fraction.'),
    })
    .optional()
    .describe('Choose the thresholds on the tune split: least cost for this loss. Then no level has one.'),
});

type Fields = z.output<typeof fields>;

function* problemsOf({ levels, verifier, chooseThresholds }: Fields): Generator<string> {
  const thresholds = levels.map(({ threshold }) => threshold);
  if (thresholds.at(-1) !== undefined) yield 'the last level answers what is left, so it has no threshold';
  if (chooseThresholds !== undefined) {
    if (thresholds.some((threshold) => threshold !== undefined)) {
      yield 'chooseThresholds chooses every threshold, so no level may have one';
    }
  } else if (verifier.method !== 'format' && thresholds.slice(0, -1).includes(undefined)) {
    yield 'every level but the last needs a threshold, or the cascade needs chooseThresholds';
  }
}

export const settings = fields.check(({ value, issues }) => {
  for (const message of problemsOf(value)) issues.push({ code: 'custom', message, input: value });
});

export type Settings = z.output<typeof settings>;
export type Level = Settings['levels'][number];
export type VerifierSettings = Settings['verifier'];
export type Checks = Pick<Extract<VerifierSettings, { method: 'format' }>, keyof typeof checkFields>;

const numbers = z.array(z.number()).readonly();

/** What a cascade has learned; null where its settings need nothing of the kind. */
export const artifact = z.strictObject({
  /** One for each level but the last. */
  verifiers: z
    .array(z.strictObject({ means: numbers, deviations: numbers, weights: numbers, bias: numbers }))
    .readonly()
    .nullable(),
  /** Trained on the train split. */
  trained: trainedModels,
  /** Chosen on the tune split. */
  thresholds: numbers.nullable(),
  /** What simple rules would have reached there; null where no threshold was chosen, or for more than two levels. */
  baselines: rateBaselines.nullable().default(null),
});

export type Artifact = z.output<typeof artifact>;

export function thresholdsOf({ levels }: Settings, fitted: Artifact | undefined): readonly number[] {
  return fitted?.thresholds ?? levels.slice(0, -1).map(({ threshold }) => threshold ?? 0.5);
}
