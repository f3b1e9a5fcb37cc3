import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message, ToolDefinition } from '../../src/core/message.ts';
import { chatRequest, configure, onlyRequest, promptOf, sendThrough } from './stack.ts';

const tool = (name: string, description: string): ToolDefinition => ({
  name,
  description,
  parameters: {
    type: 'object',
    properties: {
      order_number: {
        type: 'string',
        description: 'The number of the order as the customer wrote it',
        examples: ['QM-1'],
      },
      default: { type: 'string', enum: ['a', 'b'], default: 'a' },
    },
    required: ['order_number'],
  },
});
const tools = [
  tool('look_up_order', 'Shows the state of an order.'),
  tool('track_parcel', 'Shows where a parcel is.'),
  tool('reset_password', 'Sends a link to set a new password.'),
  tool('hand_over', 'Hands over to a person.'),
];
const ask = (user: string, messages: readonly Message[] = []) =>
  chatRequest([...messages, ...promptOf({ user })], { tools });
const names = (given: readonly ToolDefinition[]) => given.map(({ name }) => name);
const toolsAfter = async (settings: object, request = ask('I forgot my password')) =>
  onlyRequest(await sendThrough(configure('tool-pruning', settings), request)).tools;

describe('tool-pruning', () => {
  test('keeps the tools closest to the request, in their order, byte for byte', async () => {
    expect(await toolsAfter({ count: 1 })).toEqual([tools[2]]);
    expect(names(await toolsAfter({ count: 2 }, ask('where is the parcel of my order?')))).toEqual([
      'look_up_order',
      'track_parcel',
    ]);
  });

  test('keeps tools that always stay, besides the relevant ones', async () => {
    expect(names(await toolsAfter({ count: 1, always: ['hand_over'] }))).toEqual([
      'reset_password',
      'hand_over',
    ]);
  });

  test('keeps tools that the request demands or has called', async () => {
    const called: Message = {
      role: 'assistant',
      segments: [
        {
          part: 'history',
          id: 'history-1',
          content: { type: 'tool-call', id: 'call-1', name: 'track_parcel', arguments: {} },
          protected: false,
        },
      ],
    };
    const request = {
      ...ask('I forgot my password', [called]),
      parameters: { toolChoice: { name: 'hand_over' } },
    };
    expect(names(await toolsAfter({ count: 1 }, request))).toEqual([
      'track_parcel',
      'reset_password',
      'hand_over',
    ]);
  });

  test('names a tool that does not exist', async () => {
    await expect(toolsAfter({ count: 1, always: ['hand_ovr'] })).rejects.toThrow(
      'unknown tool "hand_ovr". Did you mean "hand_over"?',
    );
  });

  test('keeps every tool when the request shares no word with any', async () => {
    expect(await toolsAfter({ count: 1 }, ask('Bonjour!'))).toEqual(tools);
  });

  test('shortens schemas, but no name, type, choice or requirement', async () => {
    const [shorter] = await toolsAfter({ descriptionWords: 3, dropExamples: true });
    expect(shorter?.parameters).toEqual({
      type: 'object',
      properties: {
        order_number: { type: 'string', description: 'The number of' },
        default: { type: 'string', enum: ['a', 'b'] },
      },
      required: ['order_number'],
    });
    const [bare] = await toolsAfter({ descriptionWords: 0 });
    expect(JSON.stringify(bare?.parameters)).not.toContain('description');
    expect(bare?.description).toBe('Shows the state of an order.');
  });

  test('compacts results: no white space, no null', async () => {
    const message: Message = {
      role: 'tool',
      segments: [
        {
          part: 'history',
          id: 'history-1',
          content: {
            type: 'tool-result',
            callId: 'call-1',
            result: '{ "total": 9.50, "note": null, "items": [ {"a": null} ] }',
          },
          protected: false,
        },
      ],
    };
    const lever = configure('tool-pruning', { compactResults: true });
    const sent = onlyRequest(await sendThrough(lever, ask('Hi', [message])));
    expect(sent.messages[0]?.segments[0]?.content).toMatchObject({ result: '{"total":9.50,"items":[{}]}' });
  });

  test('always leaves as many tools as wished, when something is relevant', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('order', 'parcel password', 'person'),
        async (count, user) => {
          const kept = await toolsAfter({ count }, ask(user));
          expect(kept).toHaveLength(Math.min(count, tools.length));
          for (const each of kept) expect(tools).toContain(each);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('must have something to do', () => {
    expect(() => configure('tool-pruning', { always: ['hand_over'] })).toThrow(/at least one of count/);
  });
});
