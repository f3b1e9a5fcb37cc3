import { describe, expect, test } from 'vitest';
import { readNumbered, writeNumbered } from '../../../src/text/numbered.ts';
import { chatRequest, embedded, promptOf } from '../../optimizations/stack.ts';

const instructions =
  'Answer with one of these labels only.\n- **refund**: the customer waits for money\n- **delivery**: the customer asks where a parcel is';
const instruction =
  'Answer each of the items below on a line of its own that begins with its number, as `1: answer`.';
const tickets = [
  'Ticket: Where is my parcel? It is late.\nLabel:',
  'Ticket: I sent it back and wait for my money.\nLabel:',
];

async function answer(model: string, user: string): Promise<string> {
  const request = chatRequest(promptOf({ instructions, user }), { model });
  const response = await embedded(request, {
    trial: { armId: 'arm', caseId: 'case', repeat: 0 },
    attributes: {},
    purpose: 'answer',
    step: 'main',
    call: () => Promise.reject(new Error('no calls')),
    decide: () => undefined,
    signal: new AbortController().signal,
  });
  return response.kind === 'chat' ? response.text : '';
}

function packed(items: readonly string[], wish = instruction): string {
  return `${wish}\n\n${writeNumbered(items)}`;
}

describe('a pocket model with several items in its prompt', () => {
  test('answers each of them as it answers it alone, in numbered lines', async () => {
    const alone = await Promise.all(tickets.map((ticket) => answer('pocket:large', ticket)));
    expect(alone).toEqual(['The label is delivery.', 'The label is refund.']);
    const answers = readNumbered(await answer('pocket:large', packed(tickets)), 2);
    expect(answers.map(({ text }) => text)).toEqual(alone);
  });

  test('leaves out what a smaller one cannot hold', async () => {
    const many = Array.from({ length: 60 }, (_, index) => tickets[index % 2]);
    const held = async (model: string) => readNumbered(await answer(model, packed(many)), 60).length;
    expect([await held('pocket:small'), await held('pocket:medium'), await held('pocket:large')]).toEqual([
      5, 20, 50,
    ]);
  });

  test('takes a numbered list for one text unless it is asked to answer each item', async () => {
    const list = packed(tickets, 'Ticket: my wishes are');
    expect(readNumbered(await answer('pocket:large', list), 2)).toEqual([]);
  });
});
