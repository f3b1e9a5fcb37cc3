import type { ServiceTier } from '../core/request.ts';

/**
 * What the price catalogue does not hold: discounts and surcharges by service tier, and the price of training.
 * Read on 2026-11-21 from the pages named at each entry.
 */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

export type TierTerms = { readonly [tier in ServiceTier]?: Fraction };

const full: Fraction = { numerator: 1, denominator: 1 };
const half: Fraction = { numerator: 1, denominator: 2 };

/** Batch halves every token price, cached reads and writes included. */
const batchProviders: ReadonlySet<string> = new Set([
  'openai', // https://developers.openai.com/api/docs/guides/batch
  'azure', // https://learn.microsoft.com/azure/ai-foundry/openai/how-to/batch (global batch)
  'anthropic', // https://platform.claude.com/docs/en/build-with-claude/batch-processing
  'google', // https://ai.google.dev/gemini-api/docs/batch-api
  'mistral', // https://docs.mistral.ai/capabilities/batch/
  'groq', // https://console.groq.com/docs/batch
  'pocket', // illustrative, like its prices
]);

/** https://developers.openai.com/api/docs/models: no batch endpoint. */
const withoutBatch: ReadonlySet<string> = new Set([
  'chatgpt-4o-latest',
  'gpt-chat-latest',
  'gpt-audio',
  'gpt-audio-mini',
  'gpt-4o-audio-preview',
  'gpt-4o-mini-audio-preview',
  'gpt-4o-realtime-preview',
  'gpt-4o-mini-realtime-preview',
  'gpt-4o-search-preview',
  'gpt-4o-transcribe',
  'gpt-4o-mini-transcribe',
  'gpt-4o-mini-tts',
  'gpt-realtime',
  'gpt-realtime-2',
  'gpt-realtime-mini',
]);

/** Flex halves the price like batch; https://developers.openai.com/api/docs/guides/flex-processing and the pricing page. */
const openaiFlex: ReadonlySet<string> = new Set([
  'gpt-5',
  'gpt-5-mini',
  'gpt-5-nano',
  'gpt-5.1',
  'gpt-5.2',
  'gpt-5.4',
  'gpt-5.4-mini',
  'gpt-5.4-nano',
  'gpt-5.5',
  'o3',
  'o4-mini',
]);

/** Ratio of the priority price to the standard one, the same for input, cached input and output; https://openai.com/api-priority-processing */
const openaiPriority: { readonly [model: string]: Fraction } = {
  'gpt-5.5': { numerator: 5, denominator: 2 },
  'gpt-5.4': { numerator: 2, denominator: 1 },
  'gpt-5.4-mini': { numerator: 2, denominator: 1 },
  'gpt-5.2': { numerator: 2, denominator: 1 },
  'gpt-5.1': { numerator: 2, denominator: 1 },
  'gpt-5': { numerator: 2, denominator: 1 },
  'gpt-5-mini': { numerator: 9, denominator: 5 },
  'gpt-4.1': { numerator: 7, denominator: 4 },
  'gpt-4.1-mini': { numerator: 7, denominator: 4 },
  'gpt-4.1-nano': { numerator: 2, denominator: 1 },
  'gpt-4o': { numerator: 17, denominator: 10 },
  'gpt-4o-2024-05-13': { numerator: 7, denominator: 4 },
  'gpt-4o-mini': { numerator: 5, denominator: 3 },
  o3: { numerator: 7, denominator: 4 },
  'o4-mini': { numerator: 20, denominator: 11 },
};

/**
 * The tiers of a model. Gemini's priority tier costs "75 to 100 % more" and Anthropic's is sold by contract: neither
 * has a list price, so neither is here; a suite that needs one declares the price itself.
 *
 * @param provider the prefix of the model id, as the catalogue spells it
 * @param model the catalogue's own id of the model, or what the suite calls it
 */
export function tiersOf(provider: string, model: string): TierTerms {
  const priority = provider === 'openai' ? openaiPriority[model] : undefined;
  // https://ai.google.dev/gemini-api/docs/flex-inference: half price, all Gemini text models.
  const flex =
    provider === 'openai' ? openaiFlex.has(model) : provider === 'google' && model.startsWith('gemini-');
  return {
    standard: full,
    ...(batchProviders.has(provider) && !withoutBatch.has(model) ? { batch: half } : {}),
    ...(flex ? { flex: half } : {}),
    ...(priority === undefined ? {} : { priority }),
  };
}

/** Dollars per million training tokens (supervised); https://developers.openai.com/api/docs/pricing#fine-tuning */
const trainingPrices: { readonly [model: string]: number } = {
  'openai:gpt-3.5-turbo': 8,
  'openai:gpt-4o': 25,
  'openai:gpt-4o-mini': 3,
  'openai:gpt-4.1': 25,
  'openai:gpt-4.1-mini': 5,
  'openai:gpt-4.1-nano': 1.5,
};

export function trainingPriceOf(catalogueModel: string): number | undefined {
  return trainingPrices[catalogueModel];
}
