import type { Problem } from '../core/errors.ts';

/** How a vendor caches the beginnings of prompts. Prices are the price book's: cached input and cache writes. */
export interface PrefixCacheRule {
  /** Shorter beginnings are not cached. */
  readonly minimumTokens: number;
  /** Beyond the minimum, cached beginnings grow by this much. */
  readonly stepTokens: number;
  /** How long an unused beginning is kept; using it starts the time anew. */
  readonly ttlSeconds: number;
  /** Whether the vendor finds beginnings itself, or the request marks where they end. */
  readonly breakpoints: 'automatic' | { readonly maximum: number };
}

/**
 * https://developers.openai.com/api/docs/guides/prompt-caching: from 1,024 tokens on in steps of 128, without marks; kept for 5 to
 * 10 minutes without use, of which this takes the shorter time.
 */
const openai: PrefixCacheRule = {
  minimumTokens: 1_024,
  stepTokens: 128,
  ttlSeconds: 300,
  breakpoints: 'automatic',
};

/**
 * https://platform.claude.com/docs/en/build-with-claude/prompt-caching, as quoted in
 * https://github.com/anthropics/anthropic-sdk-python/issues/1194: minimum by model. Up to four marks; kept for 5 minutes
 * from the last use (the one-hour cache is not simulated). A write costs 1.25 times the input price, a read 0.1 times.
 */
function anthropic(minimumTokens: number): PrefixCacheRule {
  return { minimumTokens, stepTokens: 1, ttlSeconds: 300, breakpoints: { maximum: 4 } };
}

const claudeMinimums: readonly (readonly [name: string, minimumTokens: number])[] = [
  ['claude-opus-4-6', 4_096],
  ['claude-opus-4-5', 4_096],
  ['claude-haiku-4-5', 4_096],
  ['claude-sonnet-4-6', 1_024],
  ['claude-sonnet-4-5', 1_024],
  ['claude-opus-4-1', 1_024],
  ['claude-opus-4', 1_024],
  ['claude-sonnet-4', 1_024],
  ['claude-3-7-sonnet', 1_024],
  ['claude-3-5-haiku', 2_048],
  ['claude-3-haiku', 2_048],
];

/** Invented, like the prices of pocket models: shorter than real vendors', so that small prompts show an effect. */
const pocket: PrefixCacheRule = {
  minimumTokens: 512,
  stepTokens: 64,
  ttlSeconds: 300,
  breakpoints: 'automatic',
};

/** The rule of a model's vendor; undefined when none is known. Dated names (`claude-haiku-4-5-20251001`) have the rule of the name. */
export function prefixCacheRule(model: string): PrefixCacheRule | undefined {
  const colon = model.indexOf(':');
  const provider = model.slice(0, Math.max(0, colon));
  const name = model.slice(colon + 1);
  if (provider === 'pocket') return pocket;
  if (provider === 'openai' || provider === 'azure') return openai;
  if (provider !== 'anthropic') return undefined;
  const undated = name.replace(/-(?:\d{8}|latest|0)$/, '');
  const found = claudeMinimums.find(([known]) => known === undated);
  return found === undefined ? undefined : anthropic(found[1]);
}

/** What keeps a simulation from starting: models of whose vendor no rule is known. Embedding models are not cached anyway. */
export function prefixCacheProblems(models: readonly string[]): readonly Problem[] {
  return [...new Set(models)]
    .filter((model) => !/embed/i.test(model) && prefixCacheRule(model) === undefined)
    .map((model) => ({
      message: `prefixCache cannot be simulated for "${model}": no rule of its vendor's prefix cache is known. Set prefixCache to none, or take models of OpenAI, Anthropic or pocket.`,
      found: model,
    }));
}
