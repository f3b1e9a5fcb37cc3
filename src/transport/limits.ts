import pLimit, { type LimitFunction } from 'p-limit';
import type { TerminalCall } from '../core/middleware.ts';
import { addMoney, type NanoDollars } from '../core/money.ts';
import { ModelCallError, type ModelRequest } from '../core/request.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import { attemptsOf, withAttempts, withWait } from './attempts.ts';
import type { Budget } from './budget.ts';
import { mostExpensive, paidFor } from './prices-of-calls.ts';
import type { ProviderDirectory } from './terminal.ts';
import type { TrialClock } from './trial-clock.ts';

export interface Limits {
  /** Puts the limits on top of a call, for one trial. */
  readonly over: (inner: TerminalCall, clock: TrialClock) => TerminalCall;
}

/**
 * Lets at most `concurrency` tries of one provider run at a time, each only when its worst case fits into the budget.
 * The turn comes before the reservation, so calls that wait for a turn reserve nothing.
 */
export function createLimits({
  concurrency,
  budget,
  priceBook,
  directory,
}: {
  readonly concurrency: number;
  readonly budget: Budget;
  readonly priceBook: PriceBook;
  readonly directory: ProviderDirectory;
}): Limits {
  const turns = new Map<string, LimitFunction>();
  const turnsOf = (provider: string): LimitFunction => {
    const known = turns.get(provider);
    if (known !== undefined) return known;
    const created = pLimit(concurrency);
    turns.set(provider, created);
    return created;
  };
  return {
    over: (inner, clock) => (request, context) => {
      const provider = directory.resolve(request.model);
      const asked = performance.now();
      clock.queued();
      let waiting = true;
      const admitted = (): void => {
        if (waiting) clock.admitted();
        waiting = false;
      };
      return turnsOf(provider.name)(async () => {
        try {
          stopIfAborted(context.signal);
          const worst = mostExpensive(priceBook, request, provider.worstCase(request));
          const reservation = await budget.reserve(worst, request.model);
          admitted();
          const waited = performance.now() - asked;
          try {
            stopIfAborted(context.signal);
            const response = await inner(request, context);
            reservation.settle(paidOf(priceBook, request, response.attempts));
            return withAttempts(response, withWait(response.attempts, waited));
          } catch (error) {
            reservation.settle(isUnknown(error) ? worst : paidOf(priceBook, request, attemptsOf(error)));
            throw waitedBefore(error, waited);
          }
        } finally {
          admitted();
        }
      });
    },
  };
}

function paidOf(
  priceBook: PriceBook,
  request: ModelRequest,
  attempts: ReturnType<typeof attemptsOf>,
): NanoDollars {
  return addMoney(...attempts.map(({ usage }) => paidFor(priceBook, request, usage)));
}

/**
 * A call that was broken off may have been billed although it reported no tokens. The budget is a hard stop, so there
 * it counts in full; the trial's charges hold only what is known.
 */
function isUnknown(error: unknown): boolean {
  if (!(error instanceof ModelCallError)) return false;
  const { kind } = error.failure;
  if (kind !== 'timeout' && kind !== 'aborted') return false;
  return (
    error.attempts.length > 0 &&
    error.attempts.every(({ usage }) => usage.inputTokens + usage.outputTokens === 0)
  );
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new ModelCallError({ kind: 'aborted', message: 'the run was stopped' }, []);
}

function waitedBefore(error: unknown, waited: number): unknown {
  return error instanceof ModelCallError
    ? new ModelCallError(error.failure, withWait(error.attempts, waited), { cause: error.cause })
    : error;
}
