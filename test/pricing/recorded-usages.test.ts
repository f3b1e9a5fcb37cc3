import { existsSync, readFileSync } from 'node:fs';
import { calcPrice } from '@pydantic/genai-prices';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dollars } from '../../src/core/money.ts';
import type { Usage } from '../../src/core/usage.ts';
import { createPriceBook } from '../../src/pricing/price-book.ts';

const file = '../shared/data/logs/provider_usages.jsonl';
const lineSchema = z.object({
  model: z.string().nullable(),
  extracted: z.array(
    z.object({
      usage: z.record(z.string(), z.number()),
      extractors: z.array(
        z.object({
          provider_id: z.string(),
          input_price: z.string().optional(),
          output_price: z.string().optional(),
        }),
      ),
    }),
  ),
});

/** Token counts that are parts of others and have the price of the whole in these models. */
const understood = new Set([
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'cache_write_5m_tokens',
  'output_reasoning_tokens',
  'input_text_tokens',
  'output_text_tokens',
  'cache_text_read_tokens',
  'input_image_tokens',
]);

function usageFrom(counts: Record<string, number>): Usage | undefined {
  if (Object.keys(counts).some((key) => !understood.has(key))) return undefined;
  return {
    inputTokens: counts['input_tokens'] ?? 0,
    cachedInputTokens: counts['cache_read_tokens'] ?? 0,
    cacheWriteTokens: counts['cache_write_tokens'] ?? 0,
    outputTokens: counts['output_tokens'] ?? 0,
    reasoningTokens: counts['output_reasoning_tokens'] ?? 0,
  };
}

/** Prices that the catalogue has corrected since the file was written; there only the catalogue counts. */
const corrected = new Set(['google:claude-sonnet-4-5-20250929', 'mistral:ministral-8b-latest']);
/** The prices in the file are those of this time. */
const at = new Date('2026-06-10T12:00:00Z');

// Absent outside the project's own machines: https://github.com/pydantic/genai-prices, tests/dataset.
describe.skipIf(!existsSync(file))('recorded usages of real vendors', () => {
  it('cost what the catalogue computes and what its own tests expect', () => {
    const book = createPriceBook({ declared: [], at });
    let compared = 0;
    const differing: string[] = [];
    for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
      const { model, extracted } = lineSchema.parse(JSON.parse(line));
      for (const { usage: counts, extractors } of extracted) {
        const usage = usageFrom(counts);
        for (const { provider_id, input_price, output_price } of extractors) {
          if (usage === undefined || model === null || input_price === undefined) continue;
          const id = `${provider_id}:${model}`;
          const cost = dollars(book.cost(id, usage, 'standard'));
          const theirs = calcPrice(counts, model, { providerId: provider_id, timestamp: at });
          const recorded = corrected.has(id) ? cost : Number(input_price) + Number(output_price ?? 0);
          compared += 1;
          for (const expected of [theirs?.total_price ?? Number.NaN, recorded]) {
            if (!(Math.abs(cost - expected) <= 1e-9)) differing.push(`${id}: ${cost} for ${expected}`);
          }
        }
      }
    }
    expect(differing).toEqual([]);
    expect(compared).toBeGreaterThan(2_000);
  });
});
