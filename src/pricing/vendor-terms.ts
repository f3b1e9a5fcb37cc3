import type { ServiceTier } from '../core/request.ts';

/**
 * What the price catalogue does not hold: discounts and surcharges by service tier, and the price of training.
 * Only what could be read, on 2026-11-21, in the source named at each entry; anything else is unknown, and so an
 * error, until a suite declares its price.
 */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

export type TierTerms = { readonly [tier in ServiceTier]?: Fraction };

const full: Fraction = { numerator: 1, denominator: 1 };
const half: Fraction = { numerator: 1, denominator: 2 };

/**
 * Batch halves the price of uncached input and of output. Discounts for cached input are not certain to come on top
 * (OpenAI lists none for some models, Google lets the larger count), so as billed assumes no prefix cache anyway.
 */
const batchProviders: ReadonlySet<string> = new Set([
  'openai', // https://developers.openai.com/api/docs/guides/batch
  'azure', // https://learn.microsoft.com/en-us/azure/ai-foundry/openai/how-to/batch, against global standard
  'anthropic', // https://platform.claude.com/docs/en/build-with-claude/batch-processing
  'google', // https://ai.google.dev/gemini-api/docs/optimization
  'pocket', // illustrative, like its prices
]);

/** Models that are missing in OpenAI's table of batch prices: chat aliases, audio, realtime and search models. */
const withoutBatch: ReadonlySet<string> = new Set([
  'chatgpt-4o-latest',
  'codex-mini',
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

/** Models whose flex tier, at the price of batch, could be confirmed. */
const flex: { readonly [provider: string]: ReadonlySet<string> } = {
  // https://developers.openai.com/api/docs/guides/flex-processing (gpt-5.5, gpt-6-astra),
  // https://dev.classmethod.jp/en/articles/openai-flex-processing/ (gpt-5.6), https://github.com/openai/codex/issues/2712 (gpt-5)
  openai: new Set(['gpt-5', 'gpt-5.5', 'gpt-5.6-luna', 'gpt-5.6-sol', 'gpt-5.6-terra', 'gpt-6-astra']),
  // https://ai.google.dev/gemini-api/docs/flex-inference
  google: new Set(['gemini-3-flash-preview', 'gemini-3.5-flash', 'gemini-3.7-flash', 'gemini-3.8-flash']),
};

/**
 * Ratio of OpenAI's priority price to its standard price, the same for input, cached input and output;
 * https://openai.com/api-priority-processing
 */
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
  return {
    standard: full,
    ...(batchProviders.has(provider) && !withoutBatch.has(model) ? { batch: half } : {}),
    ...(flex[provider]?.has(model) === true ? { flex: half } : {}),
    ...(priority === undefined ? {} : { priority }),
  };
}

/** Dollars per million training tokens of supervised fine-tuning; https://openai.com/api/pricing/ */
const trainingPrices: { readonly [model: string]: number } = {
  'openai:gpt-4.1': 25,
  'openai:gpt-4.1-mini': 5,
  'openai:gpt-4.1-nano': 1.5,
};

export function trainingPriceOf(catalogueModel: string): number | undefined {
  return trainingPrices[catalogueModel];
}
