import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import type { Message } from '../../src/core/message.ts';
import { countTokens } from '../../src/pricing/count-tokens.ts';
import { chatRequest, configure, onlyRequest, promptOf, sendThrough, textIn } from './stack.ts';

const orders = Array.from({ length: 6 }, (_, index) => ({
  order: `QM-${1000 + index}`,
  status: index % 2 === 0 ? 'sent' : 'packed',
  total: 10.5 + index,
}));
const lever = configure('structured-context', {});
const contextAfter = async (context: string, settings: object = {}) =>
  textIn(
    onlyRequest(
      await sendThrough(
        configure('structured-context', settings),
        chatRequest(promptOf({ context, user: 'Hi' })),
      ),
    ),
    'context',
  ).trim();
const toolMessage = (result: Json, isProtected = false): Message => ({
  role: 'tool',
  segments: [
    {
      part: 'history',
      id: 'history-1',
      content: { type: 'tool-result', callId: 'call-1', result },
      protected: isProtected,
    },
  ],
});
const resultAfter = async (result: Json, isProtected = false): Promise<Json | undefined> => {
  const request = chatRequest([toolMessage(result, isProtected), ...promptOf({ user: 'Hi' })]);
  const content = onlyRequest(await sendThrough(lever, request)).messages[0]?.segments[0]?.content;
  return content?.type === 'tool-result' ? content.result : undefined;
};

describe('structured-context', () => {
  test('writes uniform rows as a table, which takes fewer tokens than compact JSON', async () => {
    const written = await contextAfter(JSON.stringify(orders, null, 2));
    expect(written.split('\n').slice(0, 2)).toEqual(['order,status,total', 'QM-1000,sent,10.5']);
    expect(countTokens(written)).toBeLessThan(countTokens(JSON.stringify(orders)));
  });

  test('writes other JSON without white space, and text around it as it is', async () => {
    const nested = { a: [1, { b: 'x y' }] };
    const text = `Here: ${JSON.stringify(nested, null, 4)} and there.`;
    expect(await contextAfter(text)).toBe(`Here: ${JSON.stringify(nested)} and there.`);
    expect(await contextAfter(JSON.stringify(orders, null, 2), { tables: false })).toBe(
      JSON.stringify(orders),
    );
  });

  test('leaves code, prose and what cannot get shorter alone', async () => {
    for (const text of ['```json\n[ { "a": 1 } ]\n```', 'No JSON here [1].', '{"a":[1]}'])
      expect(await contextAfter(text)).toBe(text);
  });

  test('lays out tool results given as text or as JSON, but no protected one', async () => {
    expect(await resultAfter(JSON.stringify(orders, null, 2))).toContain('order,status,total');
    expect(await resultAfter(orders)).toContain('order,status,total');
    expect(await resultAfter({ a: { b: 1 } })).toEqual({ a: { b: 1 } });
    expect(await resultAfter(orders, true)).toEqual(orders);
  });

  test('says how many tokens it saved', async () => {
    const request = chatRequest(promptOf({ context: JSON.stringify(orders, null, 2), user: 'Hi' }));
    const { decisions } = await sendThrough(lever, request);
    expect(decisions).toEqual([
      { name: 'structured-context.layout', choice: 'table', score: expect.any(Number) },
    ]);
    expect(lever.summarise(decisions)[1]).toEqual({ label: 'calls with a table', value: '1 of 1' });
  });

  test('never sends more tokens, nor loses a number or a word', async () => {
    const scalar = fc.oneof(
      fc.constantFrom('sent', 'two words', 'QM-48213', '1', ''),
      fc.integer(),
      fc.boolean(),
    );
    const row = fc.dictionary(fc.constantFrom('id', 'status', 'total price'), scalar, { minKeys: 1 });
    const value = fc.oneof(
      fc.array(row, { minLength: 1, maxLength: 5 }),
      fc.record({ rows: fc.array(row), n: scalar }),
    );
    await fc.assert(
      fc.asyncProperty(value, fc.constantFrom(0, 2), async (given, indent) => {
        const before = JSON.stringify(given, null, indent);
        const after = await contextAfter(before);
        expect(countTokens(after)).toBeLessThanOrEqual(countTokens(before));
        // The names of a table's columns are written once, so only values are counted.
        for (const item of Array.isArray(given) ? given : given.rows) {
          for (const member of Object.values(item)) expect(after).toContain(String(member));
        }
      }),
      { numRuns: 60 },
    );
  });
});
