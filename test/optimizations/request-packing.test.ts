import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMeeting } from '../../src/core/meeting.ts';
import { type Message, textOf, textSegment } from '../../src/core/message.ts';
import type { ChatRequest } from '../../src/core/request.ts';
import { splitAnswer } from '../../src/optimizations/request-packing/split.ts';
import type { Store } from '../../src/store/store.ts';
import { readNumbered, writeNumbered } from '../../src/text/numbered.ts';
import type { PackSeat } from '../../src/transport/packing.ts';
import {
  chat,
  identity,
  memoryStore,
  type Step,
  scriptedProvider,
  transportWith,
  usage,
} from '../transport/harness.ts';
import { chatRequest, configure, promptOf, sendThrough } from './stack.ts';

let store: Store;
beforeAll(async () => {
  store = await memoryStore();
});
afterAll(() => store.close());

const system: Message = {
  role: 'system',
  segments: [
    textSegment('system', 'system', 'Be brief.'),
    textSegment('examples', 'example-1', 'Q: a\nA: b'),
  ],
};

function asked(text: string, fields: Partial<ChatRequest> = {}): ChatRequest {
  return chat(text, { messages: [system, ...chat(text).messages], ...fields });
}

function itemsOf(request: ChatRequest): readonly string[] {
  return readNumbered(textOf(request.messages[request.messages.length - 1]), 100).map(({ text }) => text);
}

/** Says every item in capitals; a request without items is one. */
function shouting(request: ChatRequest): string {
  const items = itemsOf(request);
  return items.length === 0
    ? textOf(request.messages[request.messages.length - 1]).toUpperCase()
    : writeNumbered(items.map((item) => item.toUpperCase()));
}

let runs = 0;

/** Sends requests side by side through the lever, as the trials of one group. */
async function sendGroup(
  settings: unknown,
  requests: readonly ChatRequest[],
  answer: (request: ChatRequest) => Partial<Step> = () => ({}),
  mode: 'use' | 'refresh' = 'refresh',
) {
  const provider = scriptedProvider((request) => {
    if (request.kind !== 'chat') return {};
    return { text: shouting(request), usage: usage(101, 11), ...answer(request) };
  });
  runs += 1;
  const transport = transportWith(provider, store, {
    runId: `run-${runs}`,
    replay: { mode, maxAgeDays: 7 },
  });
  const middleware = configure('request-packing', settings).build(undefined, {
    restoreModel: (model) => model,
  });
  const seats: readonly PackSeat[] = openMeeting(requests.length);
  const trials = await Promise.all(
    requests.map(async (request, index) => {
      const session = transport.openTrial({
        trial: identity(`case-${index}`),
        middlewares: [middleware],
        seat: seats[index],
        signal: new AbortController().signal,
      });
      const text = await session
        .call(request, 'answer', 'main')
        .then((response) => (response.kind === 'chat' ? response.text : ''))
        .catch((error: Error) => error.name)
        .finally(seats[index].leave);
      return {
        text,
        charges: session.charges(),
        decisions: session.decisions(),
        exchanges: session.exchanges(),
        milliseconds: session.milliseconds(),
      };
    }),
  );
  const sent = provider.requests.flatMap((request) => (request.kind === 'chat' ? [request] : []));
  return { sent, trials };
}

const names = ['ada', 'bob', 'cyd'];

describe('request-packing', () => {
  test('sends what requests have in common once, and gives each its own answer', async () => {
    const requests = names.map((name) => asked(name, { parameters: { maxOutputTokens: 5 } }));
    const { sent, trials } = await sendGroup({ size: 10 }, requests);
    expect(sent).toHaveLength(1);
    expect(sent[0].messages[0]).toBe(system);
    expect(itemsOf(sent[0])).toEqual(names);
    expect(sent[0].parameters.maxOutputTokens).toBe(15);
    expect(trials.map(({ text }) => text)).toEqual(['ADA', 'BOB', 'CYD']);
  });

  test('divides the call among its requests, to the token and the nano-dollar', async () => {
    const { trials } = await sendGroup(
      { size: 10 },
      names.map((name) => asked(name)),
    );
    const charges = trials.map((trial) => trial.charges[0]);
    expect(charges.map((charge) => charge.usage.inputTokens)).toEqual([34, 34, 33]);
    expect(charges.map((charge) => charge.usage.outputTokens)).toEqual([4, 4, 3]);
    // $1 in and $2 out per million: 101 × 1,000 + 11 × 2,000 nano-dollars.
    expect(charges.reduce((sum, { asBilled }) => sum + asBilled, 0)).toBe(123_000);
    expect(charges.reduce((sum, { paid }) => sum + paid, 0)).toBe(123_000);
    expect(charges.every(({ sharedBy }) => sharedBy === 3)).toBe(true);
  });

  test('lets every request wait for the whole call, and measures nothing when it was replayed', async () => {
    const requests = names.map((name) => asked(name));
    const slow = () => ({ milliseconds: 30 });
    const { trials } = await sendGroup({ size: 10 }, requests, slow);
    expect(trials.map(({ charges }) => charges[0].milliseconds)).toEqual([30, 30, 30]);
    expect(trials.every(({ milliseconds = 0 }) => milliseconds > 0)).toBe(true);
    const again = await sendGroup({ size: 10 }, requests, slow, 'use');
    expect(again.sent).toEqual([]);
    expect(again.trials.map(({ text }) => text)).toEqual(['ADA', 'BOB', 'CYD']);
    expect(again.trials.map(({ milliseconds }) => milliseconds)).toEqual([undefined, undefined, undefined]);
    const money = (group: typeof trials) => group.map(({ charges }) => charges[0].asBilled);
    expect(money(again.trials)).toEqual(money(trials));
    expect(again.trials.every(({ charges }) => charges[0].paid === 0)).toBe(true);
  });

  test('keeps in every trial what was sent and its own part of the answer', async () => {
    const { sent, trials } = await sendGroup(
      { size: 10 },
      names.map((name) => asked(name)),
    );
    for (const { exchanges, text } of trials) {
      expect(exchanges).toHaveLength(1);
      expect(exchanges[0].request).toEqual(sent[0]);
      expect(exchanges[0].response).toMatchObject({ text });
    }
  });

  test('asks an item again alone whose answer is missing or comes twice, and charges that to it', async () => {
    const { sent, trials } = await sendGroup(
      { size: 10 },
      names.map((name) => asked(name)),
      (request) => (itemsOf(request).length > 0 ? { text: '1: ADA\n3: CYD\n3: DAN' } : {}),
    );
    expect(
      sent
        .slice(1)
        .map((request) => textOf(request.messages[1]))
        .sort(),
    ).toEqual(['bob', 'cyd']);
    expect(trials.map(({ text }) => text)).toEqual(['ADA', 'BOB', 'CYD']);
    expect(trials.map(({ charges }) => charges.length)).toEqual([1, 2, 2]);
    const lost = trials.map(({ decisions }) =>
      decisions.find(({ name }) => name === 'request-packing.missing'),
    );
    expect(lost.map((decision) => decision?.choice)).toEqual([undefined, 'missing', 'doubled']);
  });

  test('fails the item alone when told so; its part of the call stays', async () => {
    const { sent, trials } = await sendGroup(
      { size: 10, onMissing: 'fail' },
      names.map((name) => asked(name)),
      () => ({ text: '1: ADA\n2: BOB' }),
    );
    expect(sent).toHaveLength(1);
    expect(trials.map(({ text }) => text)).toEqual(['ADA', 'BOB', 'ItemNotAnsweredError']);
    expect(trials.map(({ charges }) => charges.length)).toEqual([1, 1, 1]);
  });

  test('asks each alone when the vendor refuses the packed request, but not when it is overloaded', async () => {
    const refusing = (kind: 'rejected' | 'server') => (request: ChatRequest) =>
      itemsOf(request).length > 0 ? { failure: { kind, message: 'no' } } : {};
    const once = { retry: { retries: 0, firstWaitMilliseconds: 1, timeoutMilliseconds: 5_000 } };
    const requests = names.map((name) => asked(name, once));
    const refused = await sendGroup({ size: 10 }, requests, refusing('rejected'));
    expect(refused.trials.map(({ text }) => text)).toEqual(['ADA', 'BOB', 'CYD']);
    expect(refused.trials.map(({ charges }) => charges.map(({ failed }) => failed))).toEqual(
      names.map(() => [true, false]),
    );
    const overloaded = await sendGroup({ size: 10 }, requests, refusing('server'));
    expect(overloaded.sent).toHaveLength(1);
    expect(overloaded.trials.map(({ text }) => text)).toEqual(names.map(() => 'ModelCallError'));
  });

  test('packs only what differs in the user’s words alone, and no more than its size', async () => {
    const other: Message = { role: 'system', segments: [textSegment('system', 'system', 'Be long.')] };
    const { sent } = await sendGroup({ size: 2 }, [
      asked('ada'),
      chat('bob', { messages: [other, ...chat('bob').messages] }),
      asked('cyd'),
      asked('dan'),
      asked('eve', { model: 'shop:model', parameters: { temperature: 1 } }),
    ]);
    expect(sent.map(itemsOf).filter(({ length }) => length > 0)).toEqual([['ada', 'cyd']]);
    expect(sent).toHaveLength(4);
  });

  test('sends requests with tools, images, earlier turns, a format or a stop alone and unchanged', async () => {
    const image: Message = {
      role: 'user',
      segments: [
        {
          part: 'user',
          id: 'image',
          protected: false,
          content: { type: 'image', mediaType: 'image/png', source: { kind: 'base64', data: 'AA==' } },
        },
      ],
    };
    const turns: readonly Message[] = [
      ...chat('Hi').messages,
      { role: 'assistant', segments: [textSegment('history', 'turn-1', 'Hello')] },
      ...chat('Bye').messages,
    ];
    const unfit = [
      asked('ada', { tools: [{ name: 'find', description: 'Finds.', parameters: {} }] }),
      chat('', { messages: [system, image] }),
      chat('', { messages: turns }),
      asked('bob', { parameters: { responseFormat: { type: 'json' } } }),
      asked('cyd', { parameters: { stop: ['\n'] } }),
    ];
    const { sent, trials } = await sendGroup({ size: 10 }, unfit);
    expect(sent).toHaveLength(unfit.length);
    expect(sent).toEqual(expect.arrayContaining(unfit));
    const choices = trials.flatMap(({ decisions }) => decisions.map(({ choice }) => choice));
    expect(choices).toEqual(choices.map(() => 'cannot be packed'));
  });

  test('does nothing where no other request can come, as when a single request is looked at', async () => {
    const request = chatRequest(promptOf({ instructions: 'Be brief.', user: 'ada' }));
    const { sent } = await sendThrough(configure('request-packing', { size: 10 }), request);
    expect(sent.map((entry) => entry.request)).toEqual([request]);
  });

  test('reports how many requests shared calls, how many a call held, and what was lost', () => {
    const lever = configure('request-packing', { size: 3 });
    const decisions = [
      ...names.map(() => ({ name: 'request-packing.items', choice: 'packed', score: 3 })),
      { name: 'request-packing.missing', choice: 'doubled' },
      { name: 'request-packing.items', choice: 'cannot be packed', score: 1 },
    ];
    expect(lever.summarise(decisions)).toEqual([
      { label: 'requests that shared a call', value: '3 of 4 (75.0 %)' },
      { label: 'requests per shared call', value: '3.0' },
      { label: 'sent alone: tools, images, earlier turns or a format', value: '1 of 4 (25.0 %)' },
      { label: 'items without an answer of their own: doubled', value: '1 of 4 (25.0 %)' },
    ]);
  });
});

describe('taking a packed answer apart', () => {
  test('gives back every answer that was written in numbered lines, whatever stands in it', () => {
    const answer = fc
      .string({ unit: 'binary', minLength: 1 })
      .map((text) => text.trim())
      .filter((text) => text !== '');
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 12 }), (answers) => {
        const text = writeNumbered(answers);
        expect(splitAnswer({ text, finishReason: 'stop' }, answers.length)).toEqual(
          answers.map((own) => ({ kind: 'answer', text: own })),
        );
      }),
    );
  });

  test('takes the last answer for cut off when the output limit was reached', () => {
    expect(splitAnswer({ text: '1: a\n2: b', finishReason: 'length' }, 3)).toEqual([
      { kind: 'answer', text: 'a' },
      { kind: 'cut off' },
      { kind: 'missing' },
    ]);
  });
});
