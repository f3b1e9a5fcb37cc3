import { z } from 'zod';

/** Only these calls can be cached: a judge is never in a production stack. */
const cachedPurposes = ['answer', 'route', 'verify', 'compress', 'embed'] as const;

function isPattern(source: string): boolean {
  try {
    return !new RegExp(source, 'u').test('');
  } catch {
    return false;
  }
}

const embedder = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('lexical') })
    .describe('Words and letter groups, weighted by rarity. It needs no model, and knows no synonyms.'),
  z
    .strictObject({
      kind: z.literal('model'),
      model: z.string().min(1).describe('An embedding model, as `provider:model`; every call is charged.'),
    })
    .describe('Any model behind an OpenAI-compatible /embeddings.'),
  z
    .strictObject({
      kind: z.literal('transformers'),
      directory: z
        .string()
        .min(1)
        .describe(
          'A local folder of ONNX models; nothing is downloaded. Needs the package @huggingface/transformers.',
        ),
      model: z.string().min(1).describe('The folder of the model inside the directory.'),
    })
    .describe('A sentence embedding that runs in process.'),
]);

const guard = z.strictObject({
  numbers: z
    .boolean()
    .default(true)
    .describe('Numbers, amounts, identifiers: everything with a digit, and number words.'),
  dates: z.boolean().default(true).describe('Names of months and weekdays, today, tomorrow, yesterday.'),
  polarity: z
    .boolean()
    .default(true)
    .describe('Negations and pairs such as on and off, before and after, with and without.'),
  names: z
    .array(z.string().min(1))
    .default([])
    .describe('Named things that decide an answer: places, products, plans. Letter case does not matter.'),
  identicalContent: z
    .boolean()
    .default(false)
    .describe('Demand the same content words in any order: rejects every swap, and about half of the hits.'),
});

const semantic = z.strictObject({
  by: z
    .enum(['similarity', 'intent'])
    .default('similarity')
    .describe('Similar text, or the same intent and the same entities.'),
  intent: z
    .strictObject({
      model: z
        .string()
        .min(1)
        .describe('The model that names the intent, as `provider:model`; every call is charged.'),
      instruction: z
        .string()
        .min(1)
        .describe('What it is told: the intents, and to answer with one of them only.'),
    })
    .optional(),
  embedder: embedder.default({ kind: 'lexical' }),
  thresholds: z
    .array(z.number().gt(0).max(1))
    .min(1)
    .max(8)
    .refine((values) => values.every((value, index) => index === 0 || value < values[index - 1]), {
      message: 'must fall from the strictest to the laxest',
    })
    .default([0.98, 0.95, 0.92, 0.88, 0.84, 0.8, 0.75, 0.7])
    .describe('Similarities to try at fitting, the strictest first; the laxest that is certified is taken.'),
  maximumFalseHits: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.02)
    .describe(
      'Share of similar hits that may be wrong. Fitting must show that it is not exceeded, or the tier stays off.',
    ),
  confidence: z.number().gt(0.5).lt(1).default(0.95).describe('1 − α of that proof.'),
  guard: guard.prefault({}),
  substitute: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(/^[a-z][a-z-]*$/)
          .describe('What the pattern finds: order, customer.'),
        pattern: z
          .string()
          .refine(isPattern, { message: 'must be a regular expression that does not match the empty text' })
          .describe(
            'A regular expression. What it finds is masked for looking up and put back into the answer.',
          ),
      }),
    )
    .default([])
    .describe('Entities that do not decide an answer, such as order numbers in questions about rules.'),
});

export const settingsSchema = z
  .strictObject({
    tiers: z
      .array(z.enum(['exact', 'normalised', 'semantic']))
      .min(1)
      .default(['exact', 'normalised'])
      .describe(
        'Where to look: the same text; the same but for letter case, marks and courtesies; a similar one.',
      ),
    semantic: semantic.prefault({}),
    ttlSeconds: z
      .number()
      .min(0)
      .default(86_400)
      .describe(
        'How long an answer may be given again, in seconds from the time it was made. 0 caches nothing.',
      ),
    ttlBy: z
      .strictObject({
        attribute: z.string().min(1).describe('An attribute of requests.'),
        seconds: z
          .record(z.string(), z.number().min(0))
          .describe('Seconds by its value; ttlSeconds for others.'),
      })
      .optional(),
    maximumEntries: z
      .number()
      .int()
      .min(0)
      .default(10_000)
      .describe('Answers kept; the one that was not used for longest goes first. 0 caches nothing.'),
    purposes: z
      .array(z.enum(cachedPurposes))
      .min(1)
      .default(['answer'])
      .describe('Calls it acts on: answers, or calls of other levers such as routing.'),
    tenant: z
      .string()
      .min(1)
      .optional()
      .describe('Attribute of requests that names the tenant; tenants never share an answer.'),
    dataVersion: z
      .string()
      .min(1)
      .optional()
      .describe('Version of the data behind the answers; with a new one nothing old is found.'),
    ignore: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'Parts, or ids of segments, that the answer does not depend on, or that follow from the question: a clock, retrieved passages.',
      ),
    maximumTemperature: z
      .number()
      .min(0)
      .default(0.3)
      .describe('Requests with a higher temperature, or with none set, are not cached.'),
    multiTurn: z
      .boolean()
      .default(false)
      .describe('Cache requests with earlier turns too; the turns must be the same.'),
  })
  .refine(({ ignore, dataVersion }) => !ignore.includes('context') || dataVersion !== undefined, {
    message: 'ignoring the context needs dataVersion: only it says which data the answer was made from',
    path: ['dataVersion'],
  })
  .refine(({ semantic: { by, intent } }) => by !== 'intent' || intent !== undefined, {
    message: 'keys by intent need a model and an instruction',
    path: ['semantic', 'intent'],
  });

export type CacheSettings = z.output<typeof settingsSchema>;
export type SemanticSettings = CacheSettings['semantic'];
