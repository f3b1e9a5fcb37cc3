import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/core/errors.ts';
import type { Store } from '../../src/store/store.ts';
import { createMask } from '../../src/transport/mask-secrets.ts';
import { chat, identity, memoryStore, openTrial, scriptedProvider, transportWith } from './harness.ts';

let store: Store;
beforeAll(async () => {
  store = await memoryStore();
});
afterAll(() => store.close());

describe('resolving a model', () => {
  const transport = () =>
    transportWith(
      scriptedProvider(() => ({})),
      store,
    );

  it('names an unknown provider, the nearest and all that are known', () => {
    expect(
      transport().checkModels(['shop:model', 'shpo:model', 'model', 'shop:missing', 'shop:dear']),
    ).toMatchObject([
      { message: 'unknown provider "shpo".', nearest: 'shop', allowed: ['shop'] },
      { message: 'the model id "model" must be written "<provider>:<model>".', allowed: ['shop'] },
      { message: 'no such model "missing".' },
      { message: 'no price is known for model "shop:dear".', nearest: 'shop:model' },
    ]);
  });

  it('refuses an unknown provider when it is called', async () => {
    const call = openTrial(transport()).call(chat('x', { model: 'openai:gpt-4o' }), 'answer', 'main');
    await expect(call).rejects.toThrow(ConfigurationError);
  });

  it('refuses two providers of one name', () => {
    const provider = scriptedProvider(() => ({}));
    expect(() => transportWith(provider, store, { providers: [provider, provider] })).toThrow(
      'two providers are named "shop".',
    );
  });
});

it('a vendor whose counts do not add up is charged for the larger ones, and the answer is kept', async () => {
  const odd = {
    inputTokens: 10,
    cachedInputTokens: 40,
    cacheWriteTokens: 0,
    outputTokens: 1.5,
    reasoningTokens: 5,
  };
  const session = openTrial(
    transportWith(
      scriptedProvider(() => ({ usage: odd })),
      store,
    ),
  );
  await session.call(chat('odd counts'), 'answer', 'main');
  expect(session.charges()).toMatchObject([
    {
      usage: { inputTokens: 40, cachedInputTokens: 40, outputTokens: 5, reasoningTokens: 5 },
      asBilled: 50_000,
    },
  ]);
});

it('many calls may listen to one signal without a warning', async () => {
  const warnings: Error[] = [];
  const collect = (warning: Error): number => warnings.push(warning);
  process.on('warning', collect);
  const stop = new AbortController();
  const transport = transportWith(
    scriptedProvider(() => ({ milliseconds: 5 })),
    store,
    { limits: { concurrency: 64, budget: undefined } },
  );
  await Promise.all(
    Array.from({ length: 64 }, (_, index) =>
      openTrial(transport, identity(`signal-${index}`), [], stop.signal).call(
        chat(`signal ${index % 48}`),
        'answer',
        'main',
      ),
    ),
  );
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', collect);
  expect(warnings).toEqual([]);
});

describe('secrets', () => {
  const key = 'sk-proj-abcdefghijklmnop1234567890';

  it.each([
    [`Incorrect API key provided: ${key}.`, 'Incorrect API key provided: sk-[secret].'],
    ['Authorization: Bearer abc.def-123456', 'Authorization: Bearer [secret]'],
    ['GET https://host/v1?key=AIzaSyA1234567890abcdef', 'GET https://host/v1?key=AIza[secret]'],
    ['{"x-api-key": "0123456789abcdef"}', '{"x-api-key": "[secret]"}'],
    ['the value hunter2-hunter2 leaked', 'the value [secret] leaked'],
    ['Unexpected token: undefined', 'Unexpected token: undefined'],
  ])('masks %s', (text, masked) => {
    expect(
      createMask({ VENDOR_API_KEY: 'hunter2-hunter2', HOME: '/home/user', SHORT_TOKEN: 'abc' })(text),
    ).toBe(masked);
  });

  it.each([
    ['a vendor’s refusal', { failure: { kind: 'rejected', message: `bad key ${key}` } as const }],
    ['an unexpected error', { crash: new Error(`request failed, headers: authorization=Bearer ${key}`) }],
  ])('do not leave the transport in %s', async (_, step) => {
    const session = openTrial(
      transportWith(
        scriptedProvider(() => step),
        store,
      ),
    );
    const error = await session
      .call(chat(`secret ${_}`), 'answer', 'main')
      .catch((caught: unknown) => caught);
    expect(inspect(error, { depth: 9 })).not.toContain('abcdefghijklmnop');
    expect(inspect([session.charges(), session.exchanges()], { depth: 9 })).not.toContain('abcdefghijklmnop');
  });

  it('turns an unexpected error of a provider into a failed call', async () => {
    const session = openTrial(
      transportWith(
        scriptedProvider(() => ({ crash: new TypeError('boom') })),
        store,
      ),
    );
    await expect(session.call(chat('boom'), 'answer', 'main')).rejects.toMatchObject({
      failure: { kind: 'invalid-response', message: 'shop failed unexpectedly: boom' },
    });
    expect(session.charges()).toMatchObject([{ failed: true, paid: 0 }]);
  });
});
