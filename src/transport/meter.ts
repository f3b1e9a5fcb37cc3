import type { CallContext, TerminalCall } from '../core/middleware.ts';
import { zeroDollars } from '../core/money.ts';
import type { Attempt, ModelRequest, ModelResponse } from '../core/request.ts';
import type { Charge, Exchange, MeteredCall } from '../core/trial.ts';
import { noUsage } from '../core/usage.ts';
import type { PrefixCache } from '../pricing/prefix-cache.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import { attemptsOf } from './attempts.ts';
import { asBilled, paidFor } from './prices-of-calls.ts';
import type { TrialClock } from './trial-clock.ts';

/** Counts what one trial costs. Optimizations stand above it, so no call of theirs can go uncounted. */
export interface Meter {
  readonly over: (inner: TerminalCall) => TerminalCall;
  /** One for each try of each finished call, in the order in which the calls were made. */
  readonly charges: () => readonly Charge[];
  readonly exchanges: () => readonly Exchange[];
  /** Takes out the finished calls of requests with this very list, which others are to share. */
  readonly takeShared: (sharedBy: readonly string[]) => readonly MeteredCall[];
  /** Enters this trial's part of a call that was metered elsewhere. */
  readonly enter: (call: MeteredCall) => void;
}

/** @param prefixCache the arm's simulated prefix cache; as billed knows none when unset */
export function createMeter(priceBook: PriceBook, clock: TrialClock, prefixCache?: PrefixCache): Meter {
  const entries: (MeteredCall | undefined)[] = [];
  const chargesOf = (request: ModelRequest, context: CallContext, attempts: readonly Attempt[]) =>
    attempts.map((attempt) => chargeOf(priceBook, request, context, attempt, prefixCache));
  return {
    over: (inner) => async (request, context) => {
      // A model or tier without a price is refused before it costs anything.
      asBilled(priceBook, request, noUsage);
      const { purpose, step } = context;
      const index = entries.push(undefined) - 1;
      const enter = (
        attempts: readonly Attempt[],
        result: { response: ModelResponse } | { failure: string },
      ) => {
        entries[index] = {
          charges: chargesOf(request, context, attempts),
          exchange: { purpose, step, request, ...result },
        };
      };
      clock.callStarted();
      try {
        const response = await inner(request, context);
        enter(response.attempts, { response });
        return response;
      } catch (error) {
        if (entries[index] === undefined) {
          enter(attemptsOf(error), { failure: error instanceof Error ? error.message : String(error) });
        }
        throw error;
      } finally {
        clock.callEnded();
      }
    },
    charges: () => entries.flatMap((entry) => entry?.charges ?? []),
    exchanges: () => entries.flatMap((entry) => (entry === undefined ? [] : [entry.exchange])),
    takeShared: (sharedBy) =>
      entries.flatMap((entry, index) => {
        if (entry?.exchange.request.kind !== 'chat' || entry.exchange.request.sharedBy !== sharedBy)
          return [];
        entries[index] = undefined;
        return [entry];
      }),
    enter: (call) => entries.push(call),
  };
}

function chargeOf(
  priceBook: PriceBook,
  request: ModelRequest,
  { purpose, step, arrival }: CallContext,
  attempt: Attempt,
  prefixCache: PrefixCache | undefined,
): Charge {
  const simulated = prefixCache === undefined || arrival === undefined ? undefined : { prefixCache, arrival };
  return {
    purpose,
    step,
    provider: attempt.provider,
    model: request.model,
    serviceTier: request.serviceTier,
    usage: attempt.usage,
    asBilled: asBilled(priceBook, request, attempt.usage, simulated),
    paid: attempt.replayed ? zeroDollars : paidFor(priceBook, request, attempt.usage),
    waitMilliseconds: attempt.waitMilliseconds,
    milliseconds: attempt.milliseconds,
    replayed: attempt.replayed,
    failed: attempt.failure !== undefined,
  };
}
