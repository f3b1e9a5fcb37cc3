import { z } from 'zod';
import type { Json } from '../core/json.ts';
import { assertionTypes } from './assertion-types.ts';

function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'object' && Object.values(value).every(isJson);
}

/** Any JSON. zod's own `z.json()` tries a union of six types on every value, which shows on large datasets. */
const json = z.custom<Json>(isJson, 'must be JSON');

const assertionFields = {
  value: json.exactOptional().describe('What the output is compared with; a template over the variables.'),
  config: z.record(z.string(), json).exactOptional(),
  threshold: z.number().exactOptional(),
  weight: z.number().exactOptional().describe('Weight in the score of the case; 0 never fails it.'),
  provider: json.exactOptional().describe('The judge of this assertion, in place of the suite’s grader.'),
  rubricPrompt: json.exactOptional(),
  metric: z.string().exactOptional().describe('A name under which scores are added up.'),
  transform: z.string().exactOptional(),
  contextTransform: z.string().exactOptional(),
};

export const assertionSchema = z.strictObject({
  type: z.enum(assertionTypes).describe('promptfoo’s assertion type.'),
  ...assertionFields,
});

export const assertionSetSchema = z.strictObject({
  type: z.literal('assert-set'),
  assert: z.array(assertionSchema).min(1),
  weight: z.number().exactOptional(),
  metric: z.string().exactOptional(),
  threshold: z.number().exactOptional(),
  config: z.record(z.string(), json).exactOptional(),
});

/** The options of a test that Tollgate honours; what promptfoo also knows is refused by name in `test-case.ts`. */
export const testOptionsSchema = z.strictObject({
  disableVarExpansion: z
    .boolean()
    .exactOptional()
    .describe('Keep lists in variables as they are; without it each element becomes a case.'),
  disableDefaultAsserts: z.boolean().exactOptional().describe('Leave out the assertions of defaultTest.'),
  disableConversationVar: z.boolean().exactOptional(),
  provider: json.exactOptional().describe('The judge of model-graded assertions.'),
  rubricPrompt: json.exactOptional(),
  factuality: z.record(z.string(), json).exactOptional(),
});

const fields = {
  description: z.string().exactOptional(),
  vars: z
    .union([z.record(z.string(), json), z.string(), z.array(z.string())])
    .exactOptional()
    .describe('Variables of the prompt, or YAML files that hold them.'),
  assert: z
    .array(z.discriminatedUnion('type', [assertionSchema, assertionSetSchema]))
    .exactOptional()
    .describe('What a good output looks like.'),
  threshold: z.number().exactOptional().describe('The weighted score from which the case passes.'),
  options: testOptionsSchema.exactOptional(),
  metadata: z
    .record(z.string(), json)
    .exactOptional()
    .describe('id, split (train, tune, test) and tags: channel, criticality, …'),
};

/** One test in promptfoo's format. */
export const testCaseSchema = z.strictObject(fields);
export type RawTestCase = z.output<typeof testCaseSchema>;

export const defaultTestSchema = testCaseSchema.omit({ description: true });

export const testsSchema = z
  .union([z.string().min(1), z.array(z.union([z.string().min(1), testCaseSchema])).min(1)])
  .describe('promptfoo’s tests: a list, a file (yaml, json, jsonl, csv), a glob, or a list of those.');
