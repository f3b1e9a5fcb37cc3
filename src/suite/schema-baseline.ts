import { z } from 'zod';
import { parts } from '../core/message.ts';
import { reasoningEfforts, serviceTiers } from '../core/request.ts';
import { promptSchema, toolsSchema } from './schema-prompt.ts';

const jsonObject = z.record(z.string(), z.json());

export const parametersSchema = z
  .strictObject({
    temperature: z.number().min(0).max(2).exactOptional(),
    topP: z.number().gt(0).max(1).exactOptional(),
    seed: z.number().int().exactOptional().describe('Seed sent to the vendor.'),
    stop: z.array(z.string()).exactOptional(),
    maxOutputTokens: z.number().int().min(1).exactOptional(),
    reasoningEffort: z.enum(reasoningEfforts).exactOptional(),
    verbosity: z.enum(['low', 'medium', 'high']).exactOptional(),
    responseFormat: z
      .union([
        z.strictObject({ type: z.literal('text') }),
        z.strictObject({ type: z.literal('json') }),
        z.strictObject({ type: z.literal('json-schema'), name: z.string().min(1), schema: jsonObject }),
      ])
      .exactOptional(),
    toolChoice: z
      .union([z.enum(['auto', 'none', 'required']), z.strictObject({ name: z.string().min(1) })])
      .exactOptional(),
    extra: jsonObject
      .exactOptional()
      .describe('Vendor parameters that Tollgate passes on without reading them.'),
  })
  .describe('Settings that change the answer; what is unset is left to the vendor.');

const retrySchema = z
  .strictObject({
    retries: z.number().int().min(0).max(20).exactOptional().describe('Further tries after the first.'),
    firstWaitMilliseconds: z.number().int().min(0).exactOptional(),
    timeoutMilliseconds: z.number().int().min(1).exactOptional(),
  })
  .describe('How failed calls are tried again.');

const stepShape = {
  model: z.string().min(1).describe('Provider and model, for example pocket:large or openai:gpt-4o-mini.'),
  prompt: promptSchema,
  parts: z
    .record(z.string(), z.enum(parts))
    .default({})
    .describe('For a promptfoo prompt: which variable holds which part, for example { passages: context }.'),
  protect: z
    .array(z.enum(parts))
    .default([])
    .describe('For a promptfoo prompt: parts that no optimization may touch.'),
  parameters: parametersSchema.default({}),
  tools: toolsSchema.default([]),
  serviceTier: z.enum(serviceTiers).default('standard').describe('Prices of this tier decide verdicts.'),
  retry: retrySchema.default({}),
};

export const stepSchema = z.strictObject(stepShape);
export type RawStep = z.output<typeof stepSchema>;

/** Both forms in one object, so that editors complete every key; `pipeline.ts` checks which belong together. */
export const baselineSchema = z
  .strictObject({
    ...stepShape,
    model: stepShape.model.exactOptional(),
    prompt: stepShape.prompt.exactOptional(),
    pipeline: z
      .string()
      .startsWith('file://')
      .exactOptional()
      .describe('A module that exports `pipeline`, for an application of several model calls.'),
    steps: z
      .record(z.string().min(1), stepSchema)
      .exactOptional()
      .describe('The model calls that the pipeline makes, by name.'),
  })
  .describe('What runs today: a model and a prompt, or a pipeline module with its steps.');
