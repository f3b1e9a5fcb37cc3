import { z } from 'zod';
import { rateBaselines } from '../../learn/router-baselines.ts';
import { answeringFields, answeringName, hasOneModel, oneModel, trainedModels } from '../answering-model.ts';

const pattern = z.string().min(1).refine(isPattern, { error: 'is not a regular expression' });

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'iu') instanceof RegExp;
  } catch {
    return false;
  }
}

const weight = z.number().min(-1).max(1);

const heuristic = z
  .strictObject({
    method: z.literal('heuristic'),
    base: z.number().min(0).max(1).default(0).describe('The score of an empty request.'),
    length: z
      .strictObject({
        characters: z.number().int().min(1).describe('From this length on the whole weight counts.'),
        weight: weight.describe('Added in proportion to the length.'),
      })
      .optional(),
    keywords: z
      .array(z.strictObject({ words: z.array(z.string().min(1)).min(1), weight }))
      .default([])
      .describe('Each entry adds its weight once when the text has one of the words, whatever their case.'),
    patterns: z
      .array(z.strictObject({ pattern, weight }))
      .default([])
      .describe('Regular expressions, without regard to case; each adds its weight once when it matches.'),
  })
  .describe('Adds up weights for length, words and patterns. Free, and as good as its author’s guess.');

const learned = z
  .strictObject({
    method: z.literal('learned'),
    model: z
      .enum(['logistic', 'neighbours'])
      .default('logistic')
      .describe('Logistic regression on TF-IDF, or the mean of the most similar training requests.'),
    neighbours: z.number().int().min(1).max(200).default(20).describe('How many similar requests count.'),
  })
  .describe(
    'Learns from the train split how much the dearest tier gains over the cheapest. A score of .3 means: 30 % of the train split gains less.',
  );

const model = z
  .strictObject({
    method: z.literal('model'),
    model: z
      .string()
      .min(1)
      .describe('The model that classifies, as `provider:model`; its calls are charged.'),
    prompt: z
      .string()
      .min(1)
      .describe('What the classifier is told. The user’s text follows as its own message.'),
    answers: z
      .record(z.string().min(1), z.number().min(0).max(1))
      .optional()
      .describe('The score of each answer; without it the answer must be a number from 0 to 1.'),
    maxOutputTokens: z.number().int().min(1).default(16),
  })
  .describe(
    'A cheap model classifies the request. An answer that is not understood goes to the dearest tier.',
  );

const tier = z
  .strictObject({
    ...answeringFields,
    name: z.string().min(1).optional().describe('How reports and the policy call it; the model when unset.'),
    upTo: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('Requests with a lower score go here (with 1: all that are left). The last tier has none.'),
  })
  .refine(hasOneModel, oneModel);

const rule = z.strictObject({
  when: z
    .record(z.string().min(1), z.union([z.string(), z.array(z.string()).min(1)]))
    .describe('Attributes of the request, all of which must have (one of) these values.'),
  atLeast: z.string().optional().describe('The cheapest tier that may answer.'),
  atMost: z.string().optional().describe('The dearest tier that may answer; `atLeast` wins over it.'),
});

const fields = z.strictObject({
  tiers: z.array(tier).min(2).max(6).describe('Cheapest first.'),
  scorer: z
    .discriminatedUnion('method', [heuristic, learned, model])
    .describe('How difficult a request is, from 0 to 1.'),
  band: z
    .number()
    .min(0)
    .max(0.5)
    .default(0)
    .describe('A score that is below a threshold by less than this is uncertain and goes one tier up.'),
  policy: z.array(rule).default([]).describe('What attributes of a request demand, whatever its score.'),
  chooseThresholds: z
    .strictObject({
      maximumLoss: z
        .number()
        .min(0)
        .max(1)
        .describe('Quality on the tune split that may be lost against the dearest tier, as a fraction.'),
    })
    .optional()
    .describe('Choose the thresholds on the tune split: least cost for this loss. Then no tier has `upTo`.'),
});

type Fields = z.output<typeof fields>;

export function tierName(of: Fields['tiers'][number]): string {
  return of.name ?? answeringName(of);
}

function* problemsOf({ tiers, policy, chooseThresholds, scorer }: Fields): Generator<string> {
  const names = tiers.map(tierName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) yield `two tiers are called "${twice}"; give one of them a name`;
  const limits = tiers.map(({ upTo }) => upTo);
  if (chooseThresholds !== undefined) {
    if (limits.some((limit) => limit !== undefined)) {
      yield 'chooseThresholds chooses every upTo, so no tier may have one';
    }
  } else {
    if (limits.slice(0, -1).some((limit) => limit === undefined)) yield 'every tier but the last needs upTo';
    if (limits.at(-1) !== undefined) yield 'the last tier takes what is left, so it has no upTo';
    const falls = limits.some((limit, index) => (limit ?? 1) < (limits[index - 1] ?? 0));
    if (falls) yield 'upTo must not fall from tier to tier';
  }
  for (const { atLeast, atMost } of policy) {
    if (atLeast === undefined && atMost === undefined) yield 'a rule of the policy needs atLeast or atMost';
    for (const named of [atLeast, atMost]) {
      if (named !== undefined && !names.includes(named)) {
        yield `the policy names the tier "${named}"; tiers are ${names.join(', ')}`;
      }
    }
  }
  if (scorer.method === 'model' && scorer.answers !== undefined && Object.keys(scorer.answers).length < 2) {
    yield 'a classifier with fewer than two answers tells nothing apart';
  }
}

export const settings = fields.check(({ value, issues }) => {
  for (const message of problemsOf(value)) issues.push({ code: 'custom', message, input: value });
});

export type Settings = z.output<typeof settings>;
export type Scorer = Settings['scorer'];

const quantised = z.strictObject({ scale: z.number(), bytes: z.string() });
const vocabulary = z.strictObject({ terms: z.string(), idf: quantised });
const weights = z.strictObject({ weights: quantised, bias: z.array(z.number()).readonly() });

/** What a router has learned; null where its settings need nothing of the kind. */
export const artifact = z.strictObject({
  learned: z
    .strictObject({
      /** Percentiles of the uplift on the train split, each predicted by a model that had not seen the request. */
      scale: z.array(z.number()).readonly(),
      /** APGR of those predictions; null when the dearest tier is not better there. */
      gapRecovered: z.number().nullable(),
      predictor: z.discriminatedUnion('model', [
        z.strictObject({ model: z.literal('logistic'), vocabulary, weak: weights, strong: weights }),
        z.strictObject({
          model: z.literal('neighbours'),
          vocabulary,
          examples: z
            .array(z.strictObject({ terms: z.string(), values: quantised, uplift: z.number() }))
            .readonly(),
        }),
      ]),
    })
    .nullable(),
  /** Trained on the train split. */
  trained: trainedModels,
  /** Chosen on the tune split. */
  thresholds: z.array(z.number()).readonly().nullable(),
  /** What simple rules would have reached there; null where no threshold was chosen, or between more than two tiers. */
  baselines: rateBaselines.nullable().default(null),
});

export type Artifact = z.output<typeof artifact>;
