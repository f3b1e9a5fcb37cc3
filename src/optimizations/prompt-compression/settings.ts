import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { parts } from '../../core/message.ts';

const partNames = z.array(z.enum(parts)).min(1);

const lossless = z
  .strictObject({
    method: z.literal('lossless'),
    parts: partNames.default(['system', 'instructions', 'examples', 'context']),
    whitespace: z.boolean().default(true),
    markdown: z.boolean().default(true).describe('Remove emphasis marks, rules and table padding.'),
    duplicateSentences: z
      .boolean()
      .default(true)
      .describe('Remove sentences that repeat an earlier one of their segment.'),
    overlaps: z
      .boolean()
      .default(true)
      .describe(
        'Remove passages that repeat an earlier one, and the beginning of a passage that repeats the end of the one before it.',
      ),
  })
  .describe(
    'Remove what carries no meaning. Code, JSON, URLs, quotes and template variables stay byte-identical.',
  );

const extractive = z
  .strictObject({
    method: z.literal('extractive'),
    parts: partNames.default(['context']),
    unit: z.enum(['chunk', 'sentence']).default('chunk').describe('What is kept or dropped as a whole.'),
    keepUnits: z.number().int().min(1).optional().describe('Keep this many of the most relevant units.'),
    keepShare: z
      .number()
      .gt(0)
      .max(1)
      .optional()
      .describe('Keep the most relevant units up to this share of the tokens.'),
    keepTokens: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe('Keep the most relevant units up to this many tokens.'),
    protect: z
      .array(z.string().min(1))
      .default([])
      .describe('Regular expressions; a unit that matches one is always kept.'),
  })
  .refine(
    ({ keepUnits, keepShare, keepTokens }) =>
      [keepUnits, keepShare, keepTokens].filter((value) => value !== undefined).length === 1,
    { message: 'give exactly one of keepUnits, keepShare, keepTokens' },
  )
  .describe('Keep the chunks or sentences that BM25 ranks closest to the user’s text, in their order.');

/** The packages of the optional compressor, as npm names them. */
export const llmLinguaPackages = ['@atjsh/llmlingua-2', '@huggingface/transformers'] as const;

/** Those of the packages that are not installed where this module would find them. */
export function missingPackages(): readonly string[] {
  const { resolve: find } = createRequire(import.meta.url);
  return llmLinguaPackages.filter(
    (name) => !(find.paths(name) ?? []).some((folder) => existsSync(join(folder, name, 'package.json'))),
  );
}

const llmLingua = z
  .strictObject({
    method: z.literal('llmlingua-2'),
    parts: partNames.default(['context']),
    keepShare: z.number().gt(0).lt(1).describe('The share of the words between protected spans that stays.'),
    modelDirectory: z
      .string()
      .min(1)
      .describe(
        'The folder of the model (config.json, tokenizer.json, onnx/model.onnx), absolute or relative to the working directory. Nothing is downloaded.',
      ),
    family: z
      .enum(['bert', 'xlm-roberta'])
      .default('bert')
      .describe('The family of the model, which decides how tokens make words.'),
    subfolder: z.string().default('onnx').describe('The folder of model.onnx within the model’s folder.'),
  })
  .superRefine(({ modelDirectory }, context) => {
    const missing = missingPackages();
    if (missing.length > 0) {
      context.addIssue({
        code: 'custom',
        path: ['method'],
        message: `llmlingua-2 needs ${missing.join(' and ')}: npm install ${llmLinguaPackages.map((name) => (name.startsWith('@atjsh') ? `${name}@3.0.0` : name)).join(' ')}`,
      });
    } else if (!existsSync(join(resolve(modelDirectory), 'config.json'))) {
      context.addIssue({
        code: 'custom',
        path: ['modelDirectory'],
        message: `there is no model in "${resolve(modelDirectory)}": config.json is missing`,
      });
    }
  })
  .describe(
    'Let a token classifier (LLMLingua-2, Pan et al. 2024) drop words between protected spans. Needs optional packages and a model on disk.',
  );

const rewrite = z
  .strictObject({
    method: z.literal('rewrite'),
    parts: z
      .array(z.enum(['system', 'instructions']))
      .min(1)
      .default(['system']),
    model: z.string().min(1).describe('The model that rewrites, as `provider:model`; it is asked once.'),
    keepShare: z
      .number()
      .gt(0)
      .max(1)
      .default(0.6)
      .describe('How long the rewritten text may be, as a share of the words.'),
  })
  .describe(
    'Let a model rewrite the constant text of the prompt once, before the run. A rewrite that loses a protected span, or is not shorter, is not used.',
  );

const instructions = z
  .strictObject({
    method: z.literal('instructions'),
    parts: z
      .array(z.enum(['system', 'instructions']))
      .min(1)
      .default(['instructions']),
    tolerance: z
      .number()
      .min(0)
      .max(0.2)
      .default(0)
      .describe('Quality on the tune split that may be lost in all, as a fraction.'),
    maximumRuns: z
      .number()
      .int()
      .min(1)
      .max(500)
      .default(40)
      .describe('How many times the tune split may be run; this bounds the set-up cost.'),
  })
  .describe('Drop the sentences and list items that the tune split does not miss.');

export const settings = z.discriminatedUnion('method', [
  lossless,
  extractive,
  llmLingua,
  rewrite,
  instructions,
]);

export type Settings = z.output<typeof settings>;
export type LosslessSettings = z.output<typeof lossless>;
export type LlmLinguaSettings = z.output<typeof llmLingua>;
export type RewriteSettings = z.output<typeof rewrite>;
export type InstructionsSettings = z.output<typeof instructions>;
