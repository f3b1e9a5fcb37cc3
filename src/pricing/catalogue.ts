import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { calcPrice, findProvider, type ModelPrice } from '@pydantic/genai-prices';
import { pricePerMillion } from '../core/money.ts';
import type { TokenPrices } from './prices.ts';

/** A model as the catalogue prices it at one moment. */
export interface CatalogueEntry {
  /** The catalogue's own name, `<provider>:<model>`. */
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly prices: TokenPrices;
  readonly longContext: readonly { readonly fromInputTokens: number; readonly prices: TokenPrices }[];
}

/** Found, but not priced by tokens alone. */
export interface NotPricedByTokens {
  readonly id: string;
  readonly units: readonly string[];
}

/** Names that people write for the catalogue's providers; anything else must be the catalogue's own id. */
const aliases: { readonly [prefix: string]: string } = {
  gemini: 'google',
  vertex: 'google',
  bedrock: 'aws',
  xai: 'x-ai',
  moonshot: 'moonshotai',
};

/** Providers to suggest for a misspelt one. */
export const catalogueProviders: readonly string[] = [
  'anthropic',
  'aws',
  'azure',
  'cerebras',
  'cohere',
  'deepseek',
  'fireworks',
  'google',
  'groq',
  'mistral',
  'moonshotai',
  'openai',
  'openrouter',
  'perplexity',
  'together',
  'x-ai',
].filter((id) => findProvider({ providerId: id })?.id === id);

/** Version of the catalogue's package, which carries its data. */
export const catalogueVersion: string = readVersion();

function readVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@pydantic/genai-prices');
  const manifest: unknown = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8'));
  if (
    typeof manifest !== 'object' ||
    manifest === null ||
    !('version' in manifest) ||
    typeof manifest.version !== 'string'
  ) {
    throw new TypeError('the package of the price catalogue has no version');
  }
  return manifest.version;
}

/** The catalogue's id of a provider prefix. Exact: the catalogue itself would take `my-openai-proxy` for OpenAI. */
export function catalogueProvider(prefix: string): string | undefined {
  const id = aliases[prefix] ?? prefix;
  return findProvider({ providerId: id })?.id === id ? id : undefined;
}

/** Ids of the provider's models, with the prefix as the user wrote it. */
export function catalogueModels(prefix: string): readonly string[] {
  const id = catalogueProvider(prefix);
  if (id === undefined) return [];
  return (findProvider({ providerId: id })?.models ?? []).map((model) => `${prefix}:${model.id}`);
}

/** Units that a call for text is billed in and that token counts cannot express. */
const unpriceable = ['requests_kcount', 'output_citation_mtok'];

/**
 * Looks a model up. Prices that depend on the date or the time of day are those at `at`.
 *
 * @returns undefined when the provider or the model is not known
 */
export function lookUp(
  prefix: string,
  model: string,
  at: Date,
): CatalogueEntry | NotPricedByTokens | undefined {
  const providerId = catalogueProvider(prefix);
  if (providerId === undefined) return undefined;
  const found = calcPrice({}, model, { providerId, timestamp: at });
  if (found === null) return undefined;
  const id = `${found.provider.id}:${found.model.id}`;
  const price = found.model_price;
  const foreign = unpriceable.filter((unit) => price[unit] !== undefined);
  if (price['input_mtok'] === undefined || foreign.length > 0) {
    return { id, units: foreign.length > 0 ? foreign : Object.keys(price) };
  }
  return {
    id,
    provider: providerId,
    model: found.model.id,
    prices: pricesFrom(price, 0),
    longContext: thresholds(price).map((start) => ({
      // The catalogue's tiers begin above their start: 200,000 tokens are still at the base price.
      fromInputTokens: start + 1,
      prices: pricesFrom(price, start + 1),
    })),
  };
}

function thresholds(price: ModelPrice): readonly number[] {
  const starts = Object.entries(price)
    .filter(([key]) => key.endsWith('_mtok'))
    .flatMap(([, value]) => (typeof value === 'object' ? value.tiers.map(({ start }) => start) : []));
  return [...new Set(starts)].sort((a, b) => a - b);
}

function pricesFrom(price: ModelPrice, inputTokens: number): TokenPrices {
  const at = (key: string): number | undefined => {
    const value = price[key];
    if (typeof value !== 'object') return value;
    return [...value.tiers]
      .sort((a, b) => a.start - b.start)
      .reduce((current, tier) => (inputTokens > tier.start ? tier.price : current), value.base);
  };
  const input = at('input_mtok') ?? 0;
  const output = at('output_mtok') ?? 0;
  return {
    input: pricePerMillion(input),
    cachedInput: pricePerMillion(at('cache_read_mtok') ?? input),
    cacheWrite: pricePerMillion(at('cache_write_mtok') ?? input),
    output: pricePerMillion(output),
    reasoning: pricePerMillion(at('output_reasoning_mtok') ?? output),
  };
}
