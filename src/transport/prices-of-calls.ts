import type { NanoDollars } from '../core/money.ts';
import { nanoDollars } from '../core/money.ts';
import type { ModelRequest, ServiceTier } from '../core/request.ts';
import type { Usage } from '../core/usage.ts';
import type { PrefixCache } from '../pricing/prefix-cache.ts';
import type { PriceBook } from '../pricing/price-book.ts';

/**
 * The tier at which this run is charged. Flex and priority are parameters of the call. Batch is not: a run asks at once,
 * for the full price, whatever production will do.
 */
function chargedTier(tier: ServiceTier): ServiceTier {
  return tier === 'batch' ? 'standard' : tier;
}

/**
 * What production would pay: the tokens at the price of the request's tier, with no prefix cache, or with a simulated one.
 * Whether a vendor's own cache was warm depends on which arm ran first, so neither its discounts nor its writes may
 * enter a comparison.
 *
 * @param simulated the arm's simulated cache, which meets the request at `arrival`
 */
export function asBilled(
  priceBook: PriceBook,
  request: ModelRequest,
  usage: Usage,
  simulated?: { readonly prefixCache: PrefixCache; readonly arrival: number },
): NanoDollars {
  const cached =
    simulated === undefined
      ? { ...usage, cachedInputTokens: 0, cacheWriteTokens: 0 }
      : simulated.prefixCache.apply(request, usage, simulated.arrival);
  return priceBook.cost(request.model, cached, request.serviceTier);
}

/** What the vendor charges this run, discounts for cached input included. */
export function paidFor(priceBook: PriceBook, request: ModelRequest, usage: Usage): NanoDollars {
  return priceBook.cost(request.model, usage, chargedTier(request.serviceTier));
}

/** The most that a usage with these totals can cost, however the vendor divides it into cached, written and reasoning tokens. */
export function mostExpensive(priceBook: PriceBook, request: ModelRequest, usage: Usage): NanoDollars {
  const { inputTokens, outputTokens } = usage;
  const divisions = [0, inputTokens].flatMap((cacheWriteTokens) =>
    [0, outputTokens].map((reasoningTokens) => ({
      inputTokens,
      outputTokens,
      cachedInputTokens: 0,
      cacheWriteTokens,
      reasoningTokens,
    })),
  );
  return nanoDollars(Math.max(...divisions.map((division) => paidFor(priceBook, request, division))));
}
