import { describe, expect, it } from 'vitest';
import { type Message, textSegment } from '../../../src/core/message.ts';
import { defaultRetryPolicy } from '../../../src/core/request.ts';
import { pocketProvider } from '../../../src/providers/pocket/pocket.ts';

const signal = new AbortController().signal;

async function ask(model: string, system: string, user: string): Promise<string> {
  const messages: readonly Message[] = [
    { role: 'system', segments: [textSegment('system', 'system', system)] },
    { role: 'user', segments: [textSegment('user', 'user', user)] },
  ];
  const response = await pocketProvider.call(
    {
      kind: 'chat',
      model: `pocket:${model}`,
      messages,
      tools: [],
      parameters: {},
      serviceTier: 'standard',
      retry: defaultRetryPolicy,
      cacheBreakpoints: [],
    },
    signal,
  );
  if (response.kind !== 'chat') throw new TypeError(`answered with ${response.kind}`);
  return response.text;
}

const labels = `Choose one label.

- **late**: the customer wants to know where the parcel is
- **bill**: the customer needs an invoice or a receipt

Answer with the label only.`;

const passages = `Answer in one sentence, from the passages only.

Passages:
[1] Standard delivery. Standard delivery within the United States costs $4.90 per order. A standard parcel takes 3 to 5 business days.
[2] Returns. Shoes can be returned within 30 days of delivery.`;

describe.each(['small', 'medium', 'large'])('pocket:%s', (model) => {
  it('answers with a label of the prompt and with no other', async () => {
    for (const ticket of [
      'Where is my box?',
      'I need a receipt for my boss.',
      'The kettle exploded.',
      'xyzzy',
    ]) {
      expect(['late', 'bill']).toContain(await ask(model, labels, `Ticket: ${ticket}`));
    }
  });

  it('says nothing of a paragraph that was taken out of the prompt', async () => {
    const question = 'Question: How long may I keep shoes before I return them?';
    expect(await ask(model, passages, question)).toContain('30 days');
    expect(await ask(model, passages.replace(/\[2\].*/, ''), question)).not.toContain('30 days');
  });

  it('reads amounts from the prompt, whatever the handbook says that it was trained on', async () => {
    const changed = passages.replace('$4.90', '$7.20');
    expect(
      await ask(
        model,
        changed,
        'Question: What does standard delivery within the United States cost per order?',
      ),
    ).toContain('$7.20');
  });

  it('answers the same request with the same text', async () => {
    const once = () => ask(model, labels, 'Ticket: it should have been here on Monday');
    expect(await once()).toBe(await once());
  });
});

describe('the tiers', () => {
  it('differ on a question that shares no word with its answer', async () => {
    const context = `Answer in one sentence, from the passages only.

Passages:
[1] Standard parcels. Standard delivery is free when the goods in the basket reach $60 after discounts. Standard parcels to Alaska and Hawaii travel by air at the same price and usually arrive on the fifth business day. PO boxes are accepted for standard parcels of up to 20 pounds.`;
    const question = 'Question: My sister lives on Oahu. How soon will the ordinary post get there?';
    expect(await ask('large', context, question)).toContain('fifth business day');
    expect(await ask('small', context, question)).not.toContain('fifth business day');
  });
});
