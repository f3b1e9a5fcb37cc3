import { describe, expect, it } from 'vitest';
import { type Message, textSegment } from '../../../src/core/message.ts';
import { defaultRetryPolicy, type SamplingParameters } from '../../../src/core/request.ts';
import { pocketProvider } from '../../../src/providers/pocket/pocket.ts';

const prompt = `Answer in one sentence, from the passages only.

Passages:
[1] Standard parcels. PO boxes are accepted for standard parcels of up to 20 pounds. Standard parcels to Alaska and Hawaii travel by air at the same price and usually arrive on the fifth business day. Saturdays and Sundays are not counted as business days. The expected date range is shown at checkout.
[2] Returns. Shoes can be returned within 30 days of delivery. The post office stamps the return receipt.`;

async function answer(parameters: SamplingParameters) {
  const messages: readonly Message[] = [
    { role: 'system', segments: [textSegment('system', 'system', prompt)] },
    {
      role: 'user',
      segments: [
        textSegment(
          'user',
          'user',
          'Question: My sister lives on Oahu. How soon will the ordinary post get there?',
        ),
      ],
    },
  ];
  const response = await pocketProvider.call(
    {
      kind: 'chat',
      model: 'pocket:large',
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
  const usage = response.attempts[0]?.usage;
  if (usage === undefined) throw new TypeError('no attempt');
  return { ...response, usage };
}

describe('a pocket model with a reasoning effort', () => {
  it('bills what it notes as reasoning, and more effort is never cheaper', async () => {
    const efforts = ['none', 'minimal', 'low', 'medium', 'high'] as const;
    const spent = await Promise.all(
      efforts.map(async (reasoningEffort) => (await answer({ reasoningEffort })).usage.reasoningTokens),
    );
    expect(spent[0]).toBe(0);
    expect(spent.at(-1)).toBeGreaterThan(spent[1] ?? 0);
    expect([...spent].sort((a, b) => a - b)).toEqual(spent);
  });

  it('finds with much effort what it misses with none', async () => {
    expect((await answer({ reasoningEffort: 'high' })).text).toContain('fifth business day');
    expect((await answer({ reasoningEffort: 'none' })).text).not.toContain('fifth business day');
  });

  it('says nothing when the limit is spent on thinking, and says that it was cut off', async () => {
    const { text, finishReason, usage } = await answer({ reasoningEffort: 'high', maxOutputTokens: 20 });
    expect({ text, finishReason }).toEqual({ text: '', finishReason: 'length' });
    expect(usage).toMatchObject({ outputTokens: 20, reasoningTokens: 20 });
  });

  it('notes nothing when no effort is set', async () => {
    expect((await answer({})).usage.reasoningTokens).toBe(0);
  });
});
