import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Content, Message, Role } from '../../src/core/message.ts';
import type { ChatRequest } from '../../src/core/request.ts';
import { isHistory } from '../../src/optimizations/history-window/turns.ts';
import { chatRequest, configure, onlyRequest, promptOf, sendThrough, textIn } from './stack.ts';

let count = 0;
const turn = (role: Role, content: Content | string, isProtected = false): Message => {
  count += 1;
  const given: Content = typeof content === 'string' ? { type: 'text', text: content } : content;
  return {
    role,
    segments: [{ part: 'history', id: `history-${count}`, content: given, protected: isProtected }],
  };
};
const call = (id: string): Message =>
  turn('assistant', { type: 'tool-call', id, name: 'look_up_order', arguments: { order: id } });
const result = (id: string): Message =>
  turn('tool', { type: 'tool-result', callId: id, result: { status: 'sent' } });

const [system, question] = promptOf({ system: 'Help.' }).concat(promptOf({ user: 'And now?' }));
const conversation = (history: readonly Message[]): ChatRequest =>
  chatRequest([
    ...(system === undefined ? [] : [system]),
    ...history,
    ...(question === undefined ? [] : [question]),
  ]);
const historyOf = ({ messages }: ChatRequest) => messages.filter(isHistory);
const exchange = (number: number) => [
  turn('user', `question ${number}`),
  turn('assistant', `answer ${number}`),
];
const five = [1, 2, 3, 4, 5].flatMap(exchange);

describe('history-window', () => {
  test('keeps the newest turns, each with its answer', async () => {
    const lever = configure('history-window', { method: 'last-turns', turns: 2, block: 1 });
    const passage = await sendThrough(lever, conversation(five));
    expect(historyOf(onlyRequest(passage))).toEqual(five.slice(-4));
    expect(passage.decisions).toEqual([{ name: 'history-window.kept', choice: '2 of 5', score: 0.4 }]);
  });

  test('moves its beginning only by whole blocks, so that prefixes stay the same in between', async () => {
    const lever = configure('history-window', { method: 'last-turns', turns: 2, block: 3 });
    const beginnings: (string | undefined)[] = [];
    for (let length = 1; length <= 9; length++) {
      const sent = onlyRequest(
        await sendThrough(lever, conversation(Array.from({ length }, (_, n) => exchange(n)).flat())),
      );
      beginnings.push(textIn({ messages: historyOf(sent).slice(0, 1) }));
    }
    expect(beginnings).toEqual([0, 0, 0, 0, 3, 3, 3, 6, 6].map((number) => `question ${number}`));
  });

  test('fits into a token budget, and keeps the newest turn even when that does not fit', async () => {
    const budget = (tokens: number) => configure('history-window', { method: 'budget', tokens, block: 1 });
    expect(historyOf(onlyRequest(await sendThrough(budget(30), conversation(five))))).toEqual(five.slice(-4));
    expect(historyOf(onlyRequest(await sendThrough(budget(1), conversation(five))))).toEqual(five.slice(-2));
    const all = conversation(five);
    expect(onlyRequest(await sendThrough(budget(10_000), all))).toBe(all);
  });

  test('keeps protected turns, and what is not history, where they are', async () => {
    const locked = [turn('user', 'my name is Ada', true), turn('assistant', 'noted')];
    const lever = configure('history-window', { method: 'last-turns', turns: 1, block: 1 });
    const request = conversation([...locked, ...five]);
    const sent = onlyRequest(await sendThrough(lever, request));
    expect(historyOf(sent)).toEqual([...locked, ...five.slice(-2)]);
    expect([sent.messages[0], sent.messages.at(-1)]).toEqual([request.messages[0], request.messages.at(-1)]);
  });

  test('never splits a tool call from its result', async () => {
    const piece = fc.constantFrom<readonly string[]>(
      ['user'],
      ['user', 'assistant'],
      ['user', 'call', 'result', 'assistant'],
      ['call', 'user', 'result'],
      ['call', 'call', 'result', 'user', 'result', 'assistant'],
    );
    const settings = fc.record({
      method: fc.constantFrom('last-turns', 'key-facts'),
      turns: fc.integer({ min: 1, max: 4 }),
      block: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 6 }), settings, async (pieces, given) => {
        let id = 0;
        const open: string[] = [];
        const history = pieces.flat().map((kind) => {
          if (kind === 'call') {
            id += 1;
            open.push(`call-${id}`);
            return call(`call-${id}`);
          }
          return kind === 'result'
            ? result(open.shift() ?? '')
            : turn(kind === 'user' ? 'user' : 'assistant', kind);
        });
        const sent = historyOf(
          onlyRequest(await sendThrough(configure('history-window', given), conversation(history))),
        );
        const contents = sent.flatMap(({ segments }) => segments).map(({ content }) => content);
        const calls = contents.flatMap((content) => (content.type === 'tool-call' ? [content.id] : []));
        const results = contents.flatMap((content) =>
          content.type === 'tool-result' ? [content.callId] : [],
        );
        const neverAnswered = open;
        expect(calls.filter((each) => !neverAnswered.includes(each)).sort()).toEqual([...results].sort());
      }),
    );
  });

  test('puts key facts of what left before the first turn that stays, word for word', async () => {
    const told = [
      turn('user', 'Hello there. My order is QM-48213.'),
      turn('assistant', 'Thanks! It cost $94.50.'),
    ];
    const lever = configure('history-window', { method: 'key-facts', turns: 1, block: 1 });
    const [first] = historyOf(onlyRequest(await sendThrough(lever, conversation([...told, ...five]))));
    expect(textIn({ messages: first === undefined ? [] : [first] })).toBe(
      [
        'Facts from earlier in this conversation:',
        'user: My order is QM-48213.',
        'assistant: It cost $94.50.',
        ...[1, 2, 3, 4].flatMap((number) => [`user: question ${number}`, `assistant: answer ${number}`]),
        '',
        'question 5',
      ].join('\n'),
    );
  });

  test('summarises each block by itself, so that earlier summaries stay the same', async () => {
    const lever = configure('history-window', {
      method: 'summary',
      model: 'pocket:small',
      turns: 1,
      block: 2,
    });
    const short = await sendThrough(lever, conversation(five.slice(0, 6)));
    const long = await sendThrough(lever, conversation(five));
    expect(short.sent.map(({ purpose }) => purpose)).toEqual(['compress', 'answer']);
    expect(long.sent.map(({ purpose }) => purpose)).toEqual(['compress', 'compress', 'answer']);
    expect(long.sent[0]?.request).toEqual(short.sent[0]?.request);
    const ids = historyOf(long.sent[2]?.request ?? conversation([])).map(({ segments }) =>
      segments.map(({ id }) => id),
    );
    expect(ids[0]?.slice(0, 2)).toEqual(['history-earlier-1', 'history-earlier-2']);
  });
});
