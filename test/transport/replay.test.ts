import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textSegment } from '../../src/core/message.ts';
import type { ModelResponse } from '../../src/core/request.ts';
import type { Store } from '../../src/store/store.ts';
import { requestDigest } from '../../src/transport/request-digest.ts';
import { chat, identity, memoryStore, openTrial, scriptedProvider, transportWith, usage } from './harness.ts';

let store: Store;
beforeEach(async () => {
  store = await memoryStore();
});
afterEach(() => store.close());

const textIn = (response: ModelResponse): string => (response.kind === 'chat' ? response.text : '');
const later = (days: number) => () => new Date(Date.now() + days * 86_400_000);

describe('replay', () => {
  it('answers another trial from the recording, with its usage and for nothing', async () => {
    const provider = scriptedProvider(() => ({}));
    const transport = transportWith(provider, store);
    const first = openTrial(transport, identity('case-1', 'baseline'));
    await first.call(chat('hello'), 'answer', 'main');
    const second = openTrial(transport, identity('case-1', 'candidate'));
    const response = await second.call(chat('hello'), 'answer', 'main');
    expect(textIn(response)).toBe('answer 1');
    expect(provider.requests).toHaveLength(1);
    expect(second.charges()).toEqual([{ ...first.charges()[0], paid: 0, replayed: true }]);
    expect(first.milliseconds()).toBeGreaterThanOrEqual(0);
    expect(second.milliseconds()).toBeUndefined();
  });

  it('repeats a whole run with the same charges, except that nothing is paid', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(2)), { minLength: 1, maxLength: 8 }),
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        async (questions, failures) => {
          const memory = await memoryStore();
          const provider = scriptedProvider((_, tries) => ({
            usage: usage(100 * tries, tries),
            ...(failures[tries] === true ? { failure: { kind: 'rejected', message: 'refused' } } : {}),
          }));
          const run = async (runId: string) => {
            const transport = transportWith(provider, memory, { runId });
            const trials = [];
            for (const repeat of [0, 1]) {
              const session = openTrial(transport, identity('case-1', 'arm-1', repeat));
              const answers: string[] = [];
              for (const [question] of questions) {
                const request = chat(question, { retry: { ...chat('').retry, retries: 0 } });
                answers.push(
                  await session.call(request, 'answer', 'main').then(textIn, (error: Error) => error.message),
                );
              }
              trials.push({ answers, charges: session.charges() });
            }
            return trials;
          };
          const original = await run('run-1');
          const calls = provider.requests.length;
          const replayed = await run('run-2');
          expect(provider.requests).toHaveLength(calls);
          expect(replayed).toEqual(
            original.map(({ answers, charges }) => ({
              answers,
              charges: charges.map((charge) => ({ ...charge, paid: 0, replayed: true })),
            })),
          );
          await memory.close();
        },
      ),
      { numRuns: 10 },
    );
  });

  it('keeps samples of one request apart, by repeat and by ordinal', async () => {
    const provider = scriptedProvider(() => ({}));
    const transport = transportWith(provider, store);
    const ask = async (arm: string, repeat: number) => {
      const session = openTrial(transport, identity('case-1', arm, repeat));
      const first = await session.call(chat('dice'), 'answer', 'main');
      return [textIn(first), textIn(await session.call(chat('dice'), 'answer', 'main'))];
    };
    expect(await ask('baseline', 0)).toEqual(['answer 1', 'answer 2']);
    expect(await ask('baseline', 1)).toEqual(['answer 3', 'answer 4']);
    expect(await ask('candidate', 0)).toEqual(['answer 1', 'answer 2']);
    expect(await ask('candidate', 1)).toEqual(['answer 3', 'answer 4']);
  });

  it('makes one call when two trials ask the same at the same time', async () => {
    const provider = scriptedProvider(() => ({ milliseconds: 20 }));
    const transport = transportWith(provider, store);
    const sessions = ['baseline', 'candidate'].map((arm) => openTrial(transport, identity('case-1', arm)));
    await Promise.all(sessions.map((session) => session.call(chat('hello'), 'answer', 'main')));
    expect(provider.requests).toHaveLength(1);
    expect(sessions.map((session) => session.charges()[0]?.replayed)).toEqual([false, true]);
  });

  it('lets a waiting trial make its own call when the first one meets an overloaded vendor', async () => {
    const provider = scriptedProvider((_, tries) =>
      tries === 1 ? { milliseconds: 20, failure: { kind: 'server', message: 'overloaded' } } : {},
    );
    const transport = transportWith(provider, store);
    const request = chat('hello', { retry: { ...chat('').retry, retries: 0 } });
    const results = await Promise.allSettled(
      ['baseline', 'candidate'].map((arm) =>
        openTrial(transport, identity('case-1', arm)).call(request, 'answer', 'main'),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('replays a refusal, and never another trial’s overload, timeout or rate limit', async () => {
    const request = chat('hello', { retry: { ...chat('').retry, retries: 0 } });
    for (const [kind, calls] of [
      ['rejected', 1],
      ['invalid-response', 1],
      ['server', 2],
      ['timeout', 2],
      ['rate-limited', 2],
    ] as const) {
      const memory = await memoryStore();
      const provider = scriptedProvider(() => ({ failure: { kind, message: kind } }));
      for (const arm of ['baseline', 'candidate']) {
        const session = openTrial(transportWith(provider, memory), identity('case-1', arm));
        await expect(session.call(request, 'answer', 'main')).rejects.toThrow(kind);
        expect(session.charges()).toHaveLength(1);
      }
      expect(provider.requests).toHaveLength(calls);
      await memory.close();
    }
  });

  it('does not record a call that was broken off by stopping the run', async () => {
    const stop = new AbortController();
    const provider = scriptedProvider((_, tries) => (tries === 1 ? { hang: true } : {}));
    const transport = transportWith(provider, store);
    const call = openTrial(transport, identity(), [], stop.signal).call(chat('hello'), 'answer', 'main');
    setTimeout(() => stop.abort(), 10);
    await expect(call).rejects.toMatchObject({ failure: { kind: 'aborted' } });
    await openTrial(transport).call(chat('hello'), 'answer', 'main');
    expect(provider.requests).toHaveLength(2);
  });

  it('does not use a recording that is older than the limit', async () => {
    const provider = scriptedProvider(() => ({}));
    await openTrial(transportWith(provider, store)).call(chat('hello'), 'answer', 'main');
    const callsAfter = async (days: number) => {
      const transport = transportWith(provider, store, { runId: `run-${days}`, now: later(days) });
      await openTrial(transport).call(chat('hello'), 'answer', 'main');
      return provider.requests.length;
    };
    expect(await callsAfter(6.9)).toBe(1);
    expect(await callsAfter(7.1)).toBe(2);
  });

  it('does not use what another version of an embedded model answered', async () => {
    const provider = scriptedProvider(() => ({}));
    for (const version of ['1', '1', '2']) {
      const transport = transportWith({ ...provider, version }, store, { runId: `run-${version}` });
      await openTrial(transport).call(chat('hello'), 'answer', 'main');
    }
    expect(provider.requests).toHaveLength(2);
  });

  it('calls anew when told to, and measures every trial', async () => {
    const provider = scriptedProvider(() => ({}));
    const transport = transportWith(provider, store, { replay: { mode: 'refresh', maxAgeDays: 7 } });
    const sessions = ['baseline', 'candidate'].map((arm) => openTrial(transport, identity('case-1', arm)));
    await Promise.all(sessions.map((session) => session.call(chat('hello'), 'answer', 'main')));
    expect(provider.requests).toHaveLength(2);
    for (const session of sessions) expect(session.milliseconds()).toBeTypeOf('number');
  });

  it('counts as paid, once, what this very trial paid for before it was interrupted', async () => {
    const provider = scriptedProvider(() => ({ milliseconds: 3 }));
    const interrupted = openTrial(transportWith(provider, store));
    await interrupted.call(chat('hello'), 'answer', 'main');
    const resumed = transportWith(provider, store, { now: later(30) });
    const continued = openTrial(resumed);
    await continued.call(chat('hello'), 'answer', 'main');
    expect(provider.requests).toHaveLength(1);
    expect(continued.charges()).toEqual(interrupted.charges());
    expect(continued.milliseconds()).toBeGreaterThanOrEqual(3);
    expect(resumed.budget.spent()).toBe(120_000);
    const again = openTrial(resumed);
    await again.call(chat('hello'), 'answer', 'main');
    expect(again.charges()[0]).toMatchObject({ paid: 0, replayed: true });
    expect(resumed.budget.spent()).toBe(120_000);
  });
});

describe('the key of a request', () => {
  const segments = (...texts: readonly string[]) => [
    {
      role: 'user',
      segments: texts.map((text, index) => textSegment('context', `c-${index}`, text)),
    } as const,
  ];

  it('sees what a vendor receives, not how the prompt is divided', () => {
    expect(requestDigest(chat('', { messages: segments('a', 'b') }))).toBe(
      requestDigest(chat('', { messages: segments('ab', '') })),
    );
    expect(requestDigest(chat('', { messages: segments('a', 'b') }))).not.toBe(
      requestDigest(chat('', { messages: segments('a b') })),
    );
  });

  it('leaves out tier, retry policy and cache breakpoints, and nothing else', () => {
    const key = requestDigest(chat('hello'));
    expect(
      requestDigest(
        chat('hello', {
          serviceTier: 'batch',
          cacheBreakpoints: [0],
          retry: { ...chat('').retry, retries: 9 },
        }),
      ),
    ).toBe(key);
    const others = [
      chat('hello', { model: 'shop:other' }),
      chat('hello', { parameters: { temperature: 1 } }),
      chat('hello', { tools: [{ name: 'find', description: '', parameters: {} }] }),
      chat('hello '),
    ].map(requestDigest);
    expect(new Set([key, ...others]).size).toBe(5);
  });
});
