import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FitCase } from '../../src/core/case.ts';
import { type Segment, textOf, textSegment } from '../../src/core/message.ts';
import { assembleStack } from '../../src/core/middleware.ts';
import type { ChatRequest } from '../../src/core/request.ts';
import type { Fitting } from '../../src/optimizations/optimization.ts';
import { withStableFirst } from '../../src/optimizations/prefix-order/blocks.ts';
import { prefixOrder } from '../../src/optimizations/prefix-order.ts';
import { chat, identity } from '../transport/harness.ts';

const prompt = (time: string, question: string): ChatRequest =>
  chat(question, {
    messages: [
      { role: 'system', segments: [textSegment('system', 'system', 'Be polite.')] },
      {
        role: 'user',
        segments: [
          textSegment('context', 'context-1', `Received ${time}.\n\n`),
          textSegment('context', 'context-2', 'Handbook: parcels wait.\n\n'),
          textSegment('user', 'user', `Question: ${question}`),
        ],
      },
    ],
  });

const requests = Array.from({ length: 12 }, (_, index) => prompt(`9:${index + 10}`, `number ${index}`));
const cases = requests.map(
  (_, index): FitCase => ({
    id: String(index),
    vars: {},
    assertions: [],
    tags: {},
    split: 'tune',
    location: { file: 'x.jsonl' },
  }),
);
const fitting: Fitting = {
  train: [],
  tune: cases,
  seed: '1',
  run: async () => [],
  fineTune: () => Promise.reject(new Error('nothing to train')),
  dropModel: async () => {},
  requestsOf: async ({ id }) => [{ step: 'main', request: requests[Number(id)] }],
};

async function sent(settings: object, request: ChatRequest): Promise<ChatRequest> {
  const lever = prefixOrder.configure(settings);
  const middleware = lever.build(await lever.fit(fitting), { restoreModel: (model) => model });
  const seen: ChatRequest[] = [];
  const call = assembleStack(
    [middleware],
    async (last) => {
      if (last.kind === 'chat') seen.push(last);
      return {
        kind: 'chat',
        text: '',
        toolCalls: [],
        finishReason: 'stop',
        attempts: [],
        answeredBy: 'none',
      };
    },
    { trial: identity(), decide: () => undefined, signal: new AbortController().signal },
  );
  await call(request, 'answer', 'main');
  return seen[0];
}

test('what is equal in every request comes before what differs', async () => {
  const { messages, cacheBreakpoints } = await sent({}, prompt('10:00', 'where is it?'));
  expect(textOf(messages[1])).toBe('Handbook: parcels wait.\n\nReceived 10:00.\n\nQuestion: where is it?');
  expect(cacheBreakpoints).toEqual([0]);
  expect((await sent({ breakpoints: false }, prompt('10:00', 'x'))).cacheBreakpoints).toEqual([]);
});

test('nothing moves past a protected segment, and a heading stays with its variable', () => {
  const isStable = (text: string): boolean => text.startsWith('Rules');
  const order = (segments: readonly Segment[]) =>
    textOf(withStableFirst({ role: 'user', segments }, isStable));
  expect(
    order([
      textSegment('user', 'a', 'Time: 9:00\n\n'),
      textSegment('user', 'b', 'Signed.\n\n', true),
      textSegment('user', 'c', 'Rules'),
    ]),
  ).toBe('Time: 9:00\n\nSigned.\n\nRules');
  expect(
    order([
      textSegment('user', 'a', 'Context:\n'),
      textSegment('context', 'b', 'a passage'),
      textSegment('user', 'c', '\n\nRules'),
    ]),
  ).toBe('Rules\n\nContext:\na passage');
});

test('a prompt whose stable parts stand first already passes unchanged', async () => {
  const request = prompt('10:00', 'x');
  const [system, user] = request.messages;
  const stableFirst = { ...request, messages: [system, { ...user, segments: user.segments.slice(1) }] };
  expect((await sent({ breakpoints: false }, stableFirst)).messages).toEqual(stableFirst.messages);
});

test('only the order changes: every block keeps its words', () => {
  const block = fc.constantFrom('alpha beta', 'gamma', 'Rules: one', 'Rules: two', 'delta');
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 8 }), (blocks) => {
      const segments = blocks.map((text, index) =>
        textSegment('context', `context-${index}`, index === blocks.length - 1 ? text : `${text}\n\n`),
      );
      const moved = withStableFirst({ role: 'user', segments }, (text) => text.startsWith('Rules'));
      const texts = textOf(moved).split('\n\n');
      expect([...texts].sort()).toEqual([...blocks].sort());
      const firstOther = texts.findIndex((text) => !text.startsWith('Rules'));
      expect(texts.slice(Math.max(0, firstOther)).some((text) => text.startsWith('Rules'))).toBe(
        firstOther === -1,
      );
    }),
  );
});
