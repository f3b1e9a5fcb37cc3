import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textSegment } from '../../../src/core/message.ts';
import { type Asked, cache, openDesk } from './desk.ts';

let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const tiersOf = async (settings: object, asked: readonly Asked[]) =>
  (await desk.stream(cache(settings), asked)).map(({ tier }) => tier);

describe('response-cache', () => {
  test('gives the answer to the same text again, for nothing', async () => {
    const served = await desk.stream(cache({ tiers: ['exact'] }), [{ text: 'Hi?' }, { text: 'Hi?', at: 60 }]);
    expect(served.map(({ text, tier }) => [text, tier])).toEqual([
      ['To Hi?', 'miss'],
      ['To Hi?', 'exact'],
    ]);
    expect(served[0].cost).toBeGreaterThan(0);
    expect(served[1].charges).toEqual([]);
  });

  test('letter case, marks and courtesies make no difference to the normalised tier, words and symbols do', async () => {
    const ask = (text: string) => ({ text });
    expect(
      await tiersOf({}, [
        ask('Where is my refund?'),
        ask('hello, where is  my refund'),
        ask('Where is my refund? Thank you!'),
        ask('Where is my parcel?'),
        ask('Is it $5?'),
        ask('Is it 5 %?'),
        ask('Is a != b true?'),
        ask('Is a = b true?'),
      ]),
    ).toEqual(['miss', 'normalised', 'normalised', 'miss', 'miss', 'miss', 'miss', 'miss']);
  });

  test('an answer expires after its time, measured on the clock of the traffic', async () => {
    const asked = [0, 59, 60, 119].map((at) => ({ text: 'Hi?', at }));
    expect(await tiersOf({ ttlSeconds: 60 }, asked)).toEqual(['miss', 'exact', 'miss', 'exact']);
  });

  test('the time to live may depend on an attribute of the request', async () => {
    const settings = { ttlSeconds: 1_000, ttlBy: { attribute: 'kind', seconds: { news: 10 } } };
    const asked = (kind: string) => [0, 20].map((at) => ({ text: `Any ${kind}?`, at, attributes: { kind } }));
    expect(await tiersOf(settings, asked('news'))).toEqual(['miss', 'miss']);
    expect(await tiersOf(settings, asked('rules'))).toEqual(['miss', 'exact']);
  });

  test('when it is full, the answer that was not used for longest goes', async () => {
    const asked = ['a', 'b', 'a', 'c', 'a', 'b'].map((text) => ({ text: `Question ${text}` }));
    expect(await tiersOf({ maximumEntries: 2 }, asked)).toEqual([
      'miss',
      'miss',
      'exact',
      'miss',
      'exact',
      'miss',
    ]);
  });

  test('tools, earlier turns, images and sampling are not cached, and it says so', async () => {
    const twice = async (change: Asked['change']) => {
      const request = { text: 'Hi?', ...(change === undefined ? {} : { change }) };
      return (await tiersOf({}, [request, request]))[1];
    };
    expect(await twice(undefined)).toBe('exact');
    expect(await twice((request) => ({ ...request, parameters: {} }))).toBe('skipped: temperature');
    expect(
      await twice((request) => ({ ...request, tools: [{ name: 'find', description: '', parameters: {} }] })),
    ).toBe('skipped: tools');
    expect(
      await twice((request) => ({
        ...request,
        messages: [
          { role: 'user', segments: [textSegment('history', 'history-1', 'Earlier')] },
          { role: 'assistant', segments: [textSegment('history', 'history-2', 'Yes')] },
          ...request.messages,
        ],
      })),
    ).toBe('skipped: multi-turn');
    expect(
      await twice(({ messages, ...request }) => ({
        ...request,
        messages: messages.map((message) => ({
          ...message,
          segments: message.segments.map((segment) =>
            segment.part === 'user'
              ? {
                  ...segment,
                  content: {
                    type: 'image',
                    mediaType: 'image/png',
                    source: { kind: 'url', url: 'https://x/y' },
                  },
                }
              : segment,
          ),
        })),
      })),
    ).toBe('skipped: no text');
  });

  test('what the settings ignore does not separate requests, anything else does', async () => {
    const withClock = (clock: string, rule: string): Asked => ({
      text: 'Hi?',
      system: rule,
      change: ({ messages, ...request }) => ({
        ...request,
        messages: [{ role: 'system', segments: [textSegment('context', 'context-1', clock)] }, ...messages],
      }),
    });
    const asked = [
      withClock('9:00', 'Be polite.'),
      withClock('9:05', 'Be polite.'),
      withClock('9:05', 'Be short.'),
    ];
    expect(await tiersOf({}, asked)).toEqual(['miss', 'miss', 'miss']);
    expect(await tiersOf({ ignore: ['context-1'] }, asked)).toEqual(['miss', 'exact', 'miss']);
    expect(() => cache({ ignore: ['context'] })).toThrow(/dataVersion/);
  });

  test('embedding requests are cached by their exact inputs', async () => {
    const lever = cache({ purposes: ['embed'], tiers: ['exact', 'normalised'] });
    expect(lever.purposes).toEqual(['embed']);
    const middleware = lever.build(undefined, { restoreModel: (model) => model });
    const calls: string[] = [];
    const ask = (input: string) =>
      middleware(
        {
          kind: 'embedding',
          model: 'shop:embed',
          inputs: [input],
          serviceTier: 'standard',
          retry: { retries: 0, firstWaitMilliseconds: 1, timeoutMilliseconds: 1 },
        },
        async () => {
          calls.push(input);
          return { kind: 'embedding', vectors: [[1]], attempts: [] };
        },
        {
          trial: { armId: 'a', caseId: 'c', repeat: 0 },
          attributes: {},
          arrival: 0,
          purpose: 'embed',
          step: 'main',
          call: () => Promise.reject(new Error('no component call is expected')),
          decide: () => undefined,
          signal: new AbortController().signal,
        },
      );
    for (const input of ['Tent', 'Tent', 'tent']) await ask(input);
    expect(calls).toEqual(['Tent', 'tent']);
  });
});
