import type { NanoDollarsPerMillion } from '../core/money.ts';
import type { SelfHosting } from './self-hosted.ts';

/** A price that the suite declares: in dollars per million tokens, `input` and `output` both, or `selfHosted`. */
export interface DeclaredPrice {
  readonly model: string;
  readonly input?: number;
  readonly output?: number;
  /** Takes the place of `input` and `output`. */
  readonly selfHosted?: SelfHosting;
  readonly cachedInput?: number;
  readonly cacheWrite?: number;
  readonly reasoning?: number;
  /** Input of an embedding model; takes the place of `input`. */
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
