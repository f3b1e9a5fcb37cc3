import { describe, expect, it } from 'vitest';
import { type Message, textSegment } from '../../../src/core/message.ts';
import { defaultRetryPolicy, type SamplingParameters } from '../../../src/core/request.ts';
import { pocketProvider } from '../../../src/providers/pocket/pocket.ts';
import { readRows } from '../../../src/providers/pocket/read-rows.ts';
import { readJsonTree, writeCompactJson, writeTable } from '../../../src/text/json-layout.ts';

const orders = [
  {
    order: 'QM-10001',
    placed: '2026-05-02',
    item: 'Fern wool blanket',
    total: '$88.00',
    carrier: 'Northline',
  },
  { order: 'QM-10002', placed: '2026-06-09', item: 'Plover kettle', total: '$52.50', carrier: null },
];
const pretty = JSON.stringify(orders, null, 2);
const tree = readJsonTree(pretty);
if (tree === undefined) throw new TypeError('the orders are JSON');
const layouts = {
  'indented JSON': pretty,
  'compact JSON': writeCompactJson(tree),
  CSV: writeTable(tree, 'csv') ?? '',
  'a markdown table': writeTable(tree, 'markdown') ?? '',
};

describe.each(Object.entries(layouts))('records as %s', (_, written) => {
  it('are read field by field, without the fields that have no value', () => {
    const { rows, rest } = readRows(`Orders:\n${written}\n\nAnswer briefly.`);
    expect(rows.map((row) => Object.fromEntries(row))).toEqual([
      orders[0],
      { order: 'QM-10002', placed: '2026-06-09', item: 'Plover kettle', total: '$52.50' },
    ]);
    expect(rest).toContain('Orders:');
    expect(rest).toContain('Answer briefly.');
    expect(rest).not.toContain('Plover');
  });

  it.each(['medium', 'large'])(
    'are answered from by pocket:%s, with the field of the record',
    async (model) => {
      expect(await ask(model, written, 'Which carrier had the blanket?')).toContain('Northline');
      expect(await ask(model, written, 'What is the item of order QM-10002?')).toContain('Plover kettle');
    },
  );

  it('hold an answer only as long as they are in the prompt', async () => {
    const without = written.replace(/Northline/g, 'Elsewhere');
    expect(await ask('large', without, 'Which carrier had the blanket?')).not.toContain('Northline');
  });
});

describe('a text without records', () => {
  it.each([
    'Choose one of ["late", "bill"].',
    'Rules: be polite, be brief, be right.\nNever, ever, lie.',
    'a | b',
  ])('stays as it is: %s', (text) => {
    expect(readRows(text)).toEqual({ rows: [], rest: text });
  });
});

describe('an answer of a pocket model', () => {
  const question = 'Which carrier had the blanket?';

  it('is shorter with low verbosity, and says the same', async () => {
    const long = await ask('large', pretty, question);
    const short = await ask('large', pretty, question, { verbosity: 'low' });
    expect(short.length).toBeLessThan(long.length);
    expect(short).toContain('Northline');
  });

  it('is an object of the schema that the request asks for', async () => {
    const schema = {
      type: 'object',
      properties: {
        answer: { type: 'string' },
        carrier: { enum: ['Parcelway', 'Northline'] },
        confidence: { type: 'number' },
        notes: { type: 'array' },
      },
    };
    const text = await ask('large', pretty, question, {
      responseFormat: { type: 'json-schema', name: 'answer', schema },
    });
    expect(JSON.parse(text)).toEqual({
      answer: expect.stringContaining('Northline'),
      carrier: 'Northline',
      confidence: expect.any(Number),
      notes: null,
    });
  });
});

async function ask(
  model: string,
  records: string,
  question: string,
  parameters: SamplingParameters = {},
): Promise<string> {
  const messages: readonly Message[] = [
    {
      role: 'system',
      segments: [textSegment('system', 'system', `Answer the question.\n\nOrders:\n${records}`)],
    },
    { role: 'user', segments: [textSegment('user', 'user', `Question: ${question}`)] },
  ];
  const response = await pocketProvider.call(
    {
      kind: 'chat',
      model: `pocket:${model}`,
      messages,
      tools: [],
      parameters,
      serviceTier: 'standard',
      retry: defaultRetryPolicy,
      cacheBreakpoints: [],
    },
    new AbortController().signal,
  );
  if (response.kind !== 'chat') throw new TypeError(`answered with ${response.kind}`);
  return response.text;
}
