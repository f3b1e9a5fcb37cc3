import { setTimeout as sleep } from 'node:timers/promises';
import type { TerminalCall } from '../core/middleware.ts';
import {
  type Attempt,
  type CallFailure,
  type FailureKind,
  ModelCallError,
  type RetryPolicy,
} from '../core/request.ts';
import { carryAttempts, withAttempts, withWait } from './attempts.ts';

const retryable: ReadonlySet<FailureKind> = new Set(['rate-limited', 'timeout', 'server']);

/** Back-off grows no further than this. */
const longestBackOffMilliseconds = 60_000;
/** A vendor that asks for a longer pause is not worth waiting for. */
const longestRetryAfterMilliseconds = 600_000;

/**
 * How long to wait before the next try, or undefined when there is none.
 *
 * Exponential back-off with full jitter (Brooker 2015, "Exponential Backoff and Jitter", AWS Architecture Blog):
 * uniform between 0 and the first wait × 2^tries, but never sooner than the vendor's Retry-After.
 *
 * @param tries how many tries have failed so far, at least 1
 * @param random a number in [0, 1)
 */
export function nextWait(
  failure: CallFailure,
  tries: number,
  policy: RetryPolicy,
  random: () => number,
): number | undefined {
  if (!retryable.has(failure.kind) || tries > policy.retries) return undefined;
  const asked = failure.retryAfterMilliseconds ?? 0;
  if (asked > longestRetryAfterMilliseconds) return undefined;
  const ceiling = Math.min(policy.firstWaitMilliseconds * 2 ** (tries - 1), longestBackOffMilliseconds);
  // The jitter is added to what was asked, or all that were refused together would come back together.
  return asked + random() * ceiling;
}

/** Tries again by the request's policy; the response or the error carries every try. */
export function withRetry(inner: TerminalCall, random: () => number): TerminalCall {
  return async (request, context) => {
    const attempts: Attempt[] = [];
    let wait = 0;
    for (let tries = 1; ; tries += 1) {
      try {
        const response = await inner(request, context);
        return withAttempts(response, [...attempts, ...withWait(response.attempts, wait)]);
      } catch (error) {
        if (!(error instanceof ModelCallError)) {
          carryAttempts(error, attempts);
          throw error;
        }
        attempts.push(...withWait(error.attempts, wait));
        const next = nextWait(error.failure, tries, request.retry, random);
        if (next === undefined) throw new ModelCallError(error.failure, attempts, { cause: error.cause });
        const started = performance.now();
        try {
          await sleep(next, undefined, { signal: context.signal });
        } catch (cause) {
          throw new ModelCallError({ kind: 'aborted', message: 'the run was stopped' }, attempts, { cause });
        }
        wait = performance.now() - started;
      }
    }
  };
}
