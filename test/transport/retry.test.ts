import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultRetryPolicy } from '../../src/core/request.ts';
import type { Store } from '../../src/store/store.ts';
import { nextWait } from '../../src/transport/retry.ts';
import { chat, identity, memoryStore, openTrial, scriptedProvider, transportWith, usage } from './harness.ts';

let store: Store;
beforeAll(async () => {
  store = await memoryStore();
});
afterAll(() => store.close());

describe('retrying', () => {
  it('waits between zero and a ceiling that doubles, and never less than the vendor asks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.nat(600_000),
        (tries, draw, asked) => {
          const wait = nextWait(
            { kind: 'rate-limited', message: '', retryAfterMilliseconds: asked },
            tries,
            defaultRetryPolicy,
            () => draw,
          );
          expect(wait).toBeGreaterThanOrEqual(asked);
          expect(wait).toBeLessThanOrEqual(asked + 500 * 2 ** (tries - 1));
        },
      ),
    );
  });

  it('gives up after the policy’s tries, on errors that will come again, and on pauses that are too long', () => {
    const wait = (kind: 'server' | 'rejected', tries: number, retryAfterMilliseconds = 0) =>
      nextWait({ kind, message: '', retryAfterMilliseconds }, tries, defaultRetryPolicy, () => 0.5);
    expect(wait('server', 4)).toBe(2_000);
    expect(wait('server', 5)).toBeUndefined();
    expect(wait('rejected', 1)).toBeUndefined();
    expect(wait('server', 1, 3_600_000)).toBeUndefined();
  });

  it('carries every try on the response, with the wait before it', async () => {
    const provider = scriptedProvider((_, tries) =>
      tries === 1
        ? {
            failure: { kind: 'rate-limited', message: 'slow down', retryAfterMilliseconds: 20 },
            usage: usage(0),
          }
        : {},
    );
    const response = await openTrial(transportWith(provider, store)).call(chat('retried'), 'answer', 'main');
    expect(response.attempts.map(({ failure }) => failure?.kind)).toEqual(['rate-limited', undefined]);
    expect(response.attempts[1]?.waitMilliseconds).toBeGreaterThanOrEqual(19);
  });

  it('ends a try that does not answer in time, and tries again', async () => {
    const provider = scriptedProvider((_, tries) => (tries === 1 ? { hang: true } : {}));
    const request = chat('hanging', {
      retry: { retries: 1, firstWaitMilliseconds: 1, timeoutMilliseconds: 30 },
    });
    const session = openTrial(transportWith(provider, store));
    const response = await session.call(request, 'answer', 'main');
    expect(response.attempts[0]?.failure).toEqual({
      kind: 'timeout',
      message: 'shop:model did not answer within 30 ms',
    });
    expect(session.charges().map(({ failed }) => failed)).toEqual([true, false]);
  });

  it('does not count the wait for a turn as time without an answer', async () => {
    const provider = scriptedProvider(() => ({ milliseconds: 30 }));
    const transport = transportWith(provider, store, { limits: { concurrency: 1, budget: undefined } });
    const request = (text: string) =>
      chat(text, { retry: { retries: 0, firstWaitMilliseconds: 1, timeoutMilliseconds: 200 } });
    const sessions = Array.from({ length: 10 }, (_, index) =>
      openTrial(transport, identity(`queue-${index}`)),
    );
    const responses = await Promise.all(
      sessions.map((session, index) => session.call(request(`queued ${index}`), 'answer', 'main')),
    );
    expect(responses.every(({ attempts }) => attempts[0]?.failure === undefined)).toBe(true);
    expect(responses.at(-1)?.attempts[0]?.waitMilliseconds).toBeGreaterThan(200);
  });

  it('stops at once when the run is stopped, and says what the tries so far cost', async () => {
    const stop = new AbortController();
    const provider = scriptedProvider(() => {
      // The run is stopped while the call waits for its next try.
      setTimeout(() => stop.abort(), 30);
      return {
        failure: { kind: 'server', message: 'overloaded', retryAfterMilliseconds: 60_000 },
        usage: usage(1_000_000),
      };
    });
    const session = openTrial(transportWith(provider, store), identity(), [], stop.signal);
    await expect(session.call(chat('stopped'), 'answer', 'main')).rejects.toMatchObject({
      failure: { kind: 'aborted' },
    });
    expect(session.charges().map(({ paid }) => paid)).toEqual([1_000_000_000]);
  });
});
