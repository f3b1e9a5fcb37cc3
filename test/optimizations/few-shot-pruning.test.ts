import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Message, textSegment } from '../../src/core/message.ts';
import type { TerminalCall } from '../../src/core/middleware.ts';
import {
  chatRequest,
  configure,
  embedded,
  fitCase,
  fittingOn,
  onlyRequest,
  promptOf,
  sendThrough,
  textIn,
} from './stack.ts';

const examples = [
  'Ticket: where is my parcel\nIntent: order_status',
  'Ticket: the kettle arrived broken\nIntent: damaged_item',
  'Ticket: I want my money for the boots\nIntent: refund_status',
  'Ticket: please send the invoice again\nIntent: invoice_request',
];
const instructions =
  'Classify the ticket. Labels: order_status, damaged_item, refund_status, invoice_request. Answer with the label only.';
const ask = (ticket: string, model = 'echo:echo') =>
  chatRequest(promptOf({ instructions, examples, user: `Ticket: ${ticket}\nIntent:` }), { model });

describe('nearest examples', () => {
  test('are those that share most with the request, in the order of the prompt', async () => {
    const lever = configure('few-shot-pruning', { method: 'nearest', count: 2 });
    const request = ask('my kettle is broken, send me an invoice');
    const passage = await sendThrough(lever, request);
    expect(textIn(onlyRequest(passage), 'examples').trim()).toBe(`${examples[1]}\n\n${examples[3]}`);
    expect(passage.decisions).toEqual([{ name: 'few-shot-pruning.kept', choice: '2 of 4', score: 2 }]);
  });

  test('are always as many as wished, and all of them when fewer exist', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.string(), async (count, ticket) => {
        const lever = configure('few-shot-pruning', { method: 'nearest', count });
        const sent = onlyRequest(await sendThrough(lever, ask(ticket)));
        const kept = sent.messages[0]?.segments.filter(({ part }) => part === 'examples') ?? [];
        expect(kept).toHaveLength(Math.min(count, examples.length));
      }),
      { numRuns: 30 },
    );
  });

  test('never remove a protected example', async () => {
    const lever = configure('few-shot-pruning', { method: 'nearest', count: 1 });
    const request = chatRequest(promptOf({ examples, user: 'kettle' }, ['examples']));
    expect(onlyRequest(await sendThrough(lever, request))).toBe(request);
  });

  test('keep both messages of an example that is a pair', async () => {
    const pair = (number: number, user: string, assistant: string): readonly Message[] => [
      { role: 'user', segments: [textSegment('examples', `example-${number}-user`, user)] },
      { role: 'assistant', segments: [textSegment('examples', `example-${number}-assistant`, assistant)] },
    ];
    const messages = [
      ...pair(1, 'kettle broken', 'damaged_item'),
      ...pair(2, 'parcel late', 'order_status'),
      ...promptOf({ user: 'late parcel' }),
    ];
    const lever = configure('few-shot-pruning', { method: 'nearest', count: 1 });
    const sent = onlyRequest(await sendThrough(lever, chatRequest(messages)));
    expect(sent.messages).toEqual(messages.slice(2));
  });
});

describe('examples when unsure', () => {
  const sure =
    (confidence: number | undefined): TerminalCall =>
    async (request, context) => {
      const response = await embedded(request, context);
      if (response.kind !== 'chat' || confidence === undefined) return response;
      return { ...response, confidence };
    };
  const lever = configure('few-shot-pruning', { method: 'when-unsure', below: 0.6 });

  test('stay away when the first answer is sure: one call, without examples', async () => {
    const passage = await sendThrough(lever, ask('where is it'), { terminal: sure(0.6) });
    expect(textIn(onlyRequest(passage), 'examples')).toBe('');
    expect(passage.decisions).toEqual([
      { name: 'few-shot-pruning.examples', choice: 'left out', score: 0.6 },
    ]);
  });

  test('follow in a second call when it is not, or says nothing about it; both are paid', async () => {
    for (const confidence of [0.59, undefined]) {
      const request = ask('where is it');
      const { sent, decisions } = await sendThrough(lever, request, { terminal: sure(confidence) });
      expect(sent.map((call) => textIn(call.request, 'examples') === '')).toEqual([true, false]);
      expect(sent[1]?.request).toBe(request);
      expect(lever.summarise(decisions)).toEqual([
        { label: 'asked again with examples', value: '1 of 1 (100.0 %)' },
      ]);
    }
  });
});

describe('examples chosen on the tune split', () => {
  const cases = [
    fitCase('a', { ticket: 'the kettle arrived broken', expected: 'damaged_item' }),
    fitCase('b', { ticket: 'a kettle, broken', expected: 'damaged_item' }),
  ];
  /** Right when the prompt holds the example about the kettle. */
  const leaning: TerminalCall = async (request, context) => {
    const response = await embedded(request, context);
    if (response.kind !== 'chat' || request.kind !== 'chat') return response;
    return { ...response, text: textIn(request, 'examples').includes('kettle') ? 'damaged_item' : 'other' };
  };
  const requestOf = ({ vars }: { readonly vars: { readonly [name: string]: unknown } }) =>
    ask(String(vars['ticket']));

  test('the best one is the one with which it does best', async () => {
    const lever = configure('few-shot-pruning', { method: 'best' });
    const fitting = fittingOn(cases, requestOf, { terminal: leaning });
    const artifact = await lever.fit(fitting);
    expect(artifact).toEqual({ kept: ['example-2'], of: 4 });
    expect(fitting.runs()).toBe(4);
    const sent = onlyRequest(await sendThrough(lever, ask('hello'), { artifact }));
    expect(textIn(sent, 'examples').trim()).toBe(examples[1]);
    expect(lever.describe(artifact)).toBe('one best example of 4 kept (example-2)');
  });

  test('backward elimination leaves those that it misses', async () => {
    const lever = configure('few-shot-pruning', { method: 'backward-elimination' });
    const fitting = fittingOn(cases, requestOf, { terminal: leaning });
    expect(await lever.fit(fitting)).toEqual({ kept: ['example-2'], of: 4 });
  });
});
