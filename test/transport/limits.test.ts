import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BudgetExceededError } from '../../src/core/errors.ts';
import { nanoDollars, nanoDollarsFromDollars } from '../../src/core/money.ts';
import { paidCost } from '../../src/core/trial.ts';
import type { Store } from '../../src/store/store.ts';
import { createBudget } from '../../src/transport/budget.ts';
import { chat, identity, memoryStore, openTrial, scriptedProvider, transportWith, usage } from './harness.ts';

let store: Store;
beforeAll(async () => {
  store = await memoryStore();
});
afterAll(() => store.close());
let round = 0;

describe('the budget', () => {
  it('is never exceeded, however many calls are under way, and refuses only what does not fit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 40_000_000 }),
        fc.array(
          fc.tuple(fc.nat(1_000), fc.nat(1_000), fc.nat(3), fc.constantFrom('ok', 'server', 'rejected')),
          {
            minLength: 64,
            maxLength: 64,
          },
        ),
        async (limit, calls) => {
          round += 1;
          const provider = scriptedProvider((_, tries) => {
            const [input = 0, output = 0, milliseconds = 0, end = 'ok'] = calls[tries % calls.length] ?? [];
            const failure = end === 'ok' ? undefined : { kind: end as 'server' | 'rejected', message: end };
            return {
              usage: usage(input, output),
              milliseconds,
              ...(failure === undefined ? {} : { failure }),
            };
          });
          const budget = nanoDollars(limit);
          const transport = transportWith(provider, store, { limits: { concurrency: 64, budget } });
          const sessions = calls.map((_, index) => openTrial(transport, identity(`${round}-${index}`)));
          const results = await Promise.allSettled(
            sessions.map((session, index) => session.call(chat(`${round} ${index}`), 'answer', 'main')),
          );
          const paid = sessions.reduce((sum, session) => sum + paidCost({ charges: session.charges() }), 0);
          expect(paid).toBeLessThanOrEqual(limit);
          expect(transport.budget.spent()).toBe(paid);
          expect(transport.budget.reserved()).toBe(0);
          const refused = results.some(
            (result) => result.status === 'rejected' && result.reason instanceof BudgetExceededError,
          );
          // The worst case of a call is 1,000 tokens in, all written to the cache, and 1,000 out.
          if (refused) expect(paid + 3_250_000).toBeGreaterThan(limit);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('says what is spent, reserved and needed, and what to do', async () => {
    const provider = scriptedProvider(() => ({}));
    const transport = transportWith(provider, store, {
      limits: {
        concurrency: 1,
        budget: nanoDollarsFromDollars(0.5),
        alreadySpent: nanoDollarsFromDollars(0.4998),
      },
    });
    const error = await openTrial(transport)
      .call(chat('dear'), 'answer', 'main')
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(BudgetExceededError);
    expect(error).toMatchObject({
      message:
        'the budget of $0.50 does not cover the next call of shop:model: $0.4998 spent, $0.00 reserved for calls under way, up to $0.00325 needed.',
      advice: expect.stringContaining('--resume'),
    });
    expect(provider.requests).toEqual([]);
  });

  it('waits for calls under way, which may cost less than their worst case', async () => {
    const provider = scriptedProvider(() => ({ milliseconds: 5 }));
    const transport = transportWith(provider, store, {
      limits: { concurrency: 8, budget: nanoDollars(4_000_000) },
    });
    await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        openTrial(transport, identity(`waits-${index}`)).call(chat(`waits ${index}`), 'answer', 'main'),
      ),
    );
    expect(provider.mostAtOnce()).toBe(1);
    expect(transport.budget.spent()).toBe(720_000);
  });

  it('counts a call that was broken off without a bill at its worst case', async () => {
    const provider = scriptedProvider(() => ({ hang: true }));
    const transport = transportWith(provider, store, {
      limits: { concurrency: 1, budget: nanoDollars(5_000_000) },
    });
    const retry = { retries: 0, firstWaitMilliseconds: 1, timeoutMilliseconds: 10 };
    const session = openTrial(transport);
    await expect(session.call(chat('lost', { retry }), 'answer', 'main')).rejects.toThrow('did not answer');
    expect(paidCost({ charges: session.charges() })).toBe(0);
    expect(transport.budget.spent()).toBe(3_250_000);
  });

  it('keeps the tries that were paid for when it ends between two of them', async () => {
    const provider = scriptedProvider(() => ({
      failure: { kind: 'server', message: 'overloaded' },
      usage: usage(1_000, 1_000),
    }));
    const transport = transportWith(provider, store, {
      limits: { concurrency: 1, budget: nanoDollars(5_000_000) },
    });
    const session = openTrial(transport);
    await expect(session.call(chat('between'), 'answer', 'main')).rejects.toThrow(BudgetExceededError);
    expect(session.charges()).toMatchObject([{ paid: 3_000_000, failed: true }]);
  });

  it('serves requests in the order in which they came', async () => {
    const budget = createBudget(nanoDollars(10));
    const held = await budget.reserve(nanoDollars(8), 'first');
    const order: string[] = [];
    const wait = (amount: number, name: string) =>
      budget.reserve(nanoDollars(amount), name).then((reservation) => {
        order.push(name);
        reservation.settle(nanoDollars(0));
      });
    const rest = [wait(9, 'large'), wait(1, 'small')];
    held.settle(nanoDollars(1));
    held.settle(nanoDollars(5));
    await Promise.all(rest);
    expect(order).toEqual(['large', 'small']);
    expect(budget.spent()).toBe(1);
  });
});

describe('concurrency', () => {
  it('keeps each provider within its limit', async () => {
    const provider = scriptedProvider(() => ({ milliseconds: 2 }));
    const transport = transportWith(provider, store, { limits: { concurrency: 3, budget: undefined } });
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        openTrial(transport, identity(`at-once-${index}`)).call(chat(`at once ${index}`), 'answer', 'main'),
      ),
    );
    expect(provider.mostAtOnce()).toBe(3);
  });
});
