import type { NanoDollars, NanoDollarsPerMillion } from '../core/money.ts';
import type { ServiceTier } from '../core/request.ts';
import type { Usage } from '../core/usage.ts';

/** A price that the suite declares, in dollars per million tokens. */
export interface DeclaredPrice {
  readonly model: string;
  readonly input: number;
  readonly output: number;
  readonly cachedInput?: number;
  readonly cacheWrite?: number;
  readonly reasoning?: number;
  readonly embedding?: number;
  /** Training tokens of a fine-tune. */
  readonly training?: number;
  readonly illustrative?: boolean;
}

/** One price per kind of token. `cachedInput`, `cacheWrite` and `reasoning` fall back to input, input and output. */
export interface TokenPrices {
  readonly input: NanoDollarsPerMillion;
  readonly cachedInput: NanoDollarsPerMillion;
  readonly cacheWrite: NanoDollarsPerMillion;
  readonly output: NanoDollarsPerMillion;
  readonly reasoning: NanoDollarsPerMillion;
}

/** What a model costs and where that was read; stored with every run. */
export interface PriceRow {
  readonly model: string;
  readonly source: 'catalogue' | 'suite' | 'illustrative';
  /** Version of the catalogue, or the digest of the suite's own entry. */
  readonly version: string;
  readonly prices: TokenPrices;
  /** Prices that apply to the whole request from this many input tokens on, ascending. */
  readonly longContext: readonly { readonly fromInputTokens: number; readonly prices: TokenPrices }[];
  readonly training: NanoDollarsPerMillion | undefined;
  /** Exact multiplier of each service tier that the model has. */
  readonly tiers: {
    readonly [tier in ServiceTier]?: { readonly numerator: number; readonly denominator: number };
  };
}

export interface PriceBook {
  /** @throws ConfigurationError that names the model, and the nearest one with a price. */
  readonly row: (model: string) => PriceRow;
  /** What a usage costs. @throws ConfigurationError for an unknown model or a tier that it does not have. */
  readonly cost: (model: string, usage: Usage, tier: ServiceTier) => NanoDollars;
  readonly trainingCost: (model: string, tokens: number) => NanoDollars;
  /** Every row asked for so far, for the run's record. */
  readonly used: () => readonly PriceRow[];
}
