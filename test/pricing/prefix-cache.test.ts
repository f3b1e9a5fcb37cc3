import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textSegment } from '../../src/core/message.ts';
import type { ChatRequest } from '../../src/core/request.ts';
import { noUsage } from '../../src/core/usage.ts';
import { countRequestTokens, truncateToTokens } from '../../src/pricing/count-tokens.ts';
import { createPrefixCache } from '../../src/pricing/prefix-cache.ts';
import { prefixCacheProblems, prefixCacheRule } from '../../src/pricing/prefix-cache-rules.ts';
import { createPriceBook } from '../../src/pricing/price-book.ts';
import { asBilled } from '../../src/transport/prices-of-calls.ts';
import { chat } from '../transport/harness.ts';

const prose = Array.from(
  { length: 700 },
  (_, index) => `Rule ${index} says that parcels of kind ${index} wait.`,
).join(' ');

function request(
  model: string,
  system: string,
  question: string,
  fields: Partial<ChatRequest> = {},
): ChatRequest {
  return chat(question, {
    model,
    messages: [
      { role: 'system', segments: [textSegment('system', 'system', system)] },
      { role: 'user', segments: [textSegment('user', 'user', question)] },
    ],
    ...fields,
  });
}

const usageOf = (sent: ChatRequest) => ({
  ...noUsage,
  inputTokens: countRequestTokens(sent).tokens,
  outputTokens: 20,
});
const minute = 60_000;

describe('a simulated prefix cache', () => {
  test('reads from 1,024 tokens on in steps of 128 on OpenAI', () => {
    const cache = createPrefixCache();
    const first = request('openai:gpt-4o', truncateToTokens(prose, 1_500), 'Where is my parcel?');
    const second = request('openai:gpt-4o', truncateToTokens(prose, 1_500), 'When is it here?');
    expect(cache.apply(first, usageOf(first), 0).cachedInputTokens).toBe(0);
    const { cachedInputTokens, inputTokens } = cache.apply(second, usageOf(second), minute);
    expect([cachedInputTokens, inputTokens]).toEqual([1_408, usageOf(second).inputTokens]);
  });

  test('keeps nothing of a shorter prompt, nothing of another model, and nothing too long', () => {
    const cache = createPrefixCache();
    const short = request('openai:gpt-4o', truncateToTokens(prose, 900), 'Where?');
    cache.apply(short, usageOf(short), 0);
    expect(cache.apply(short, usageOf(short), 1).cachedInputTokens).toBe(0);
    const long = request('openai:gpt-4o', truncateToTokens(prose, 1_500), 'Where?');
    const other = { ...long, model: 'openai:gpt-4o-mini' };
    cache.apply(long, usageOf(long), 0);
    expect(cache.apply(other, usageOf(other), 1).cachedInputTokens).toBe(0);
    expect(cache.apply(long, usageOf(long), 4 * minute).cachedInputTokens).toBeGreaterThan(1_024);
    // Use starts the time anew: five minutes from the last request, not from the first.
    expect(cache.apply(long, usageOf(long), 8 * minute).cachedInputTokens).toBeGreaterThan(1_024);
    expect(cache.apply(long, usageOf(long), 13 * minute).cachedInputTokens).toBe(0);
  });

  test('needs marks on Anthropic, writes at 1.25 times the price and reads at a tenth', () => {
    const sent = (marks: readonly number[]) =>
      request('anthropic:claude-sonnet-4-5', truncateToTokens(prose, 2_000), 'Where?', {
        cacheBreakpoints: marks,
      });
    const cache = createPrefixCache();
    const plain = sent([]);
    expect(cache.apply(plain, usageOf(plain), 0)).toMatchObject({
      cachedInputTokens: 0,
      cacheWriteTokens: 0,
    });
    const marked = sent([0]);
    const written = cache.apply(marked, usageOf(marked), 0);
    expect(written.cacheWriteTokens).toBeGreaterThan(2_000);
    const read = cache.apply(marked, usageOf(marked), minute);
    expect([read.cachedInputTokens, read.cacheWriteTokens]).toEqual([written.cacheWriteTokens, 0]);
    const { prices } = createPriceBook({ declared: [], at: new Date('2026-11-21') }).row(marked.model);
    expect([prices.cacheWrite / prices.input, prices.cachedInput / prices.input]).toEqual([1.25, 0.1]);
  });

  test('never changes the totals, and never reads more than was sent', () => {
    const cache = createPrefixCache();
    let now = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_600 }), fc.string({ maxLength: 20 }), (length, question) => {
        const sent = request('pocket:large', truncateToTokens(prose, length), question);
        const usage = usageOf(sent);
        now += 1_000;
        const cached = cache.apply(sent, usage, now);
        expect(cached.inputTokens).toBe(usage.inputTokens);
        expect(cached.cachedInputTokens + cached.cacheWriteTokens).toBeLessThanOrEqual(usage.inputTokens);
        expect(Math.min(cached.cachedInputTokens, cached.cacheWriteTokens)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 50 },
    );
  });

  test('compressing below the minimum can cost more', () => {
    const priceBook = createPriceBook({ declared: [], at: new Date('2026-11-21') });
    const bill = (tokens: number): number => {
      const prefixCache = createPrefixCache();
      const system = truncateToTokens(prose, tokens);
      return Array.from({ length: 50 }, (_, index) => {
        const sent = request('openai:gpt-4o', system, `Where is parcel ${index}?`);
        return asBilled(
          priceBook,
          sent,
          { ...usageOf(sent), outputTokens: 0 },
          { prefixCache, arrival: index * minute },
        );
      }).reduce<number>((sum, cost) => sum + cost, 0);
    };
    // A quarter fewer tokens, and the bill rises: 1,200 tokens are mostly read from the cache, 900 never.
    expect(bill(900)).toBeGreaterThan(1.25 * bill(1_200));
    // Without a prefix cache the shorter prompt is cheaper, of course.
    const sent = (tokens: number) => request('openai:gpt-4o', truncateToTokens(prose, tokens), 'Where?');
    expect(asBilled(priceBook, sent(900), usageOf(sent(900)))).toBeLessThan(
      asBilled(priceBook, sent(1_200), usageOf(sent(1_200))),
    );
  });

  test('knows a rule for dated names, and names the models it knows none for', () => {
    expect(prefixCacheRule('anthropic:claude-haiku-4-5-20251001')?.minimumTokens).toBe(4_096);
    expect(prefixCacheProblems(['pocket:large', 'mistral:large']).map(({ found }) => found)).toEqual([
      'mistral:large',
    ]);
  });
});
