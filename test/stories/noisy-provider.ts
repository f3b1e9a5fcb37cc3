import type { Provider } from '../../src/providers/provider.ts';
import { createRandom, derive, nextUnit } from '../../src/stats/random.ts';
import { type ShopProviderOptions, shopProvider } from './shop-provider.ts';

/** The shop on a bad day: answers change from call to call, at this rate, drawn from the seed. */
export function noisyProvider(rate: number, options: ShopProviderOptions = {}): Provider {
  const shop = shopProvider(options);
  const random = createRandom(derive('noisy shop', String(rate)));
  return {
    ...shop,
    call: async (request, signal) => {
      const response = await shop.call(request, signal);
      return response.kind === 'chat' && nextUnit(random) < rate ? { ...response, text: 'mauve' } : response;
    },
  };
}
