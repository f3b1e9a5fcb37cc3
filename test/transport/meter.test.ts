import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Middleware } from '../../src/core/middleware.ts';
import { ModelCallError } from '../../src/core/request.ts';
import { asBilledCost, paidCost } from '../../src/core/trial.ts';
import { createPriceBook } from '../../src/pricing/price-book.ts';
import type { Store } from '../../src/store/store.ts';
import {
  chat,
  identity,
  memoryStore,
  openTrial,
  scriptedProvider,
  shopPrice,
  transportWith,
  usage,
} from './harness.ts';

let store: Store;
beforeAll(async () => {
  store = await memoryStore();
});
afterAll(() => store.close());

let counter = 0;
/** A request that no other test has made. */
const fresh = (fields = {}) => {
  counter += 1;
  return chat(`question ${counter}`, fields);
};

describe('the meter', () => {
  it('charges a cascade for both of its calls', async () => {
    const cascade: Middleware = async (request, next) => {
      await next(request);
      return next({ ...request, model: 'shop:model' });
    };
    const session = openTrial(
      transportWith(
        scriptedProvider(() => ({})),
        store,
      ),
      identity(),
      [cascade],
    );
    await session.call(fresh(), 'answer', 'main');
    expect(session.charges().map(({ asBilled, paid }) => [asBilled, paid])).toEqual([
      [120_000, 120_000],
      [120_000, 120_000],
    ]);
  });

  it('charges a component call, under its own purpose', async () => {
    const router: Middleware = async (request, next, context) => {
      if (context.purpose === 'answer') await context.call(fresh(), 'route');
      return next(request);
    };
    const session = openTrial(
      transportWith(
        scriptedProvider(() => ({})),
        store,
      ),
      identity(),
      [router],
    );
    await session.call(fresh(), 'answer', 'classify');
    expect(session.charges().map(({ purpose, step }) => [purpose, step])).toEqual([
      ['route', 'classify'],
      ['answer', 'classify'],
    ]);
    expect(session.exchanges().map(({ purpose }) => purpose)).toEqual(['route', 'answer']);
  });

  it('charges nothing for a response that never reached it', async () => {
    const cache: Middleware = async (_, __, context) => {
      context.decide({ name: 'cache', choice: 'hit' });
      return {
        kind: 'chat',
        text: 'kept',
        toolCalls: [],
        finishReason: 'stop',
        attempts: [],
        answeredBy: 'shop:model',
      };
    };
    const session = openTrial(
      transportWith(
        scriptedProvider(() => ({})),
        store,
      ),
      identity(),
      [cache],
    );
    await session.call(fresh(), 'answer', 'main');
    expect(session.charges()).toEqual([]);
    expect(session.decisions()).toEqual([{ name: 'cache', choice: 'hit' }]);
  });

  it('charges failed tries, those of a call that fails for good included', async () => {
    const overloaded = { kind: 'server', message: 'overloaded', status: 529 } as const;
    const provider = scriptedProvider((_, tries) =>
      tries < 3 || tries > 3 ? { failure: overloaded, usage: usage(1_000_000) } : {},
    );
    const session = openTrial(transportWith(provider, store));
    await session.call(fresh(), 'answer', 'main');
    expect(session.charges().map(({ failed, paid }) => [failed, paid])).toEqual([
      [true, 1_000_000_000],
      [true, 1_000_000_000],
      [false, 120_000],
    ]);
    await expect(session.call(fresh(), 'answer', 'main')).rejects.toThrow(ModelCallError);
    expect(session.charges()).toHaveLength(6);
    expect(session.exchanges().at(-1)).toMatchObject({ failure: 'overloaded' });
  });

  it('bills without the vendor’s prefix cache, and pays with it', async () => {
    const warm = usage(1_000_000, 0, { cachedInputTokens: 800_000, cacheWriteTokens: 100_000 });
    const session = openTrial(
      transportWith(
        scriptedProvider(() => ({ usage: warm })),
        store,
      ),
    );
    await session.call(fresh(), 'answer', 'main');
    expect(asBilledCost({ charges: session.charges() })).toBe(1_000_000_000);
    expect(paidCost({ charges: session.charges() })).toBe(100_000_000 + 400_000_000 + 125_000_000);
  });

  it('bills a batch request at the batch price, and pays the full price of asking at once', async () => {
    const provider = scriptedProvider(() => ({ usage: usage(1_000_000) }), { name: 'openai' });
    const session = openTrial(transportWith(provider, store));
    await session.call(fresh({ model: 'openai:gpt-4o', serviceTier: 'batch' }), 'answer', 'main');
    await session.call(fresh({ model: 'openai:gpt-5', serviceTier: 'flex' }), 'answer', 'main');
    expect(session.charges().map(({ asBilled, paid }) => [asBilled, paid])).toEqual([
      [1_250_000_000, 2_500_000_000],
      [625_000_000, 625_000_000],
    ]);
  });

  it('refuses a tier without a price before anything is asked', async () => {
    const provider = scriptedProvider(() => ({}));
    const session = openTrial(transportWith(provider, store));
    await expect(session.call(fresh({ serviceTier: 'flex' }), 'answer', 'main')).rejects.toThrow(
      'model "shop:model" has no price for the service tier "flex". Allowed: standard.',
    );
    expect(provider.requests).toEqual([]);
    expect(session.charges()).toEqual([]);
  });

  it('lists charges in the order in which calls were made, whichever ends first', async () => {
    const provider = scriptedProvider((_, tries) => ({
      milliseconds: tries === 1 ? 30 : 0,
      usage: usage(tries),
    }));
    const session = openTrial(transportWith(provider, store));
    await Promise.all([session.call(fresh(), 'answer', 'slow'), session.call(fresh(), 'answer', 'quick')]);
    expect(session.charges().map(({ step }) => step)).toEqual(['slow', 'quick']);
  });

  it('never makes a fraction, and a trial costs what its calls cost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(3_000_000), fc.nat(3_000_000), fc.boolean()), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.integer({ min: 1, max: 9_999_999 }),
        async (calls, price) => {
          const priceBook = createPriceBook({
            declared: [{ ...shopPrice, input: price / 1e6, output: (3 * price) / 1e6 }],
            at: new Date(),
          });
          const provider = scriptedProvider((_, tries) => {
            const [input = 0, output = 0, fails = false] = calls[tries - 1] ?? [];
            return {
              usage: usage(input, output),
              ...(fails ? { failure: { kind: 'rejected', message: 'no' } } : {}),
            };
          });
          const session = openTrial(transportWith(provider, store, { priceBook }));
          for (const _ of calls) await session.call(fresh(), 'answer', 'main').catch(() => undefined);
          const charges = session.charges();
          expect(charges).toHaveLength(calls.length);
          for (const { asBilled, paid } of charges) {
            expect(Number.isSafeInteger(asBilled)).toBe(true);
            expect(paid).toBe(asBilled);
          }
          const expected = calls.map(([input, output]) =>
            priceBook.cost('shop:model', usage(input, output), 'standard'),
          );
          expect(asBilledCost({ charges })).toBe(expected.reduce<number>((sum, cost) => sum + cost, 0));
        },
      ),
      { numRuns: 40 },
    );
  });
});
