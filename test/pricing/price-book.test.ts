import { calcPrice } from '@pydantic/genai-prices';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/core/errors.ts';
import { dollars } from '../../src/core/money.ts';
import { noUsage, type Usage } from '../../src/core/usage.ts';
import { catalogueVersion } from '../../src/pricing/catalogue.ts';
import { createPriceBook, type DeclaredPrice } from '../../src/pricing/price-book.ts';

const at = new Date('2026-11-21T12:00:00Z');
const usage = (fields: Partial<Usage>): Usage => ({ ...noUsage, ...fields });
const bookWith = (...declared: readonly DeclaredPrice[]) => createPriceBook({ declared, at });
const book = bookWith();
const errorOf = (action: () => unknown): ConfigurationError => {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('the price book', () => {
  it.each([
    ['openai:gpt-4o', 35_000_000, 25_000_000],
    ['openai:gpt-4o-mini', 2_100_000, 1_500_000],
    ['anthropic:claude-haiku-4-5', 15_000_000, 7_800_000],
    ['anthropic:claude-sonnet-4-6', 45_000_000, 23_400_000],
  ])(
    'prices 10,000 tokens in and 1,000 out of %s at %d nano-dollars, %d with 8,000 cached',
    (model, plain, cached) => {
      const tokens = usage({ inputTokens: 10_000, outputTokens: 1_000 });
      expect(book.cost(model, tokens, 'standard')).toBe(plain);
      expect(book.cost(model, { ...tokens, cachedInputTokens: 8_000 }, 'standard')).toBe(cached);
    },
  );

  it('agrees with the catalogue’s own arithmetic to the nano-dollar', () => {
    const models = [
      ['openai', 'gpt-4o'],
      ['openai', 'gpt-4o-mini-2024-07-18'],
      ['openai', 'gpt-5'],
      ['openai', 'o4-mini'],
      ['openai', 'gpt-5.6-sol'],
      ['openai', 'ft:gpt-4o-mini-2024-07-18:acme::x'],
      ['openai', 'text-embedding-3-small'],
      ['anthropic', 'claude-haiku-4-5'],
      ['anthropic', 'claude-sonnet-4-5-20250929'],
      ['anthropic', 'claude-opus-4-7'],
      ['google', 'gemini-2.5-pro'],
      ['google', 'gemini-2.5-flash'],
      ['azure', 'gpt-4o'],
      ['deepseek', 'deepseek-chat'],
      ['mistral', 'mistral-small-latest'],
      ['groq', 'llama-3.3-70b-versatile'],
    ] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...models),
        fc.integer({ min: 0, max: 400_000 }),
        fc.integer({ min: 0, max: 60_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.date({ min: new Date('2025-06-01'), max: new Date('2027-06-01'), noInvalidDate: true }),
        ([provider, model], plain, outputTokens, cachedInputTokens, cacheWriteTokens, moment) => {
          const tokens: Usage = {
            inputTokens: plain + cachedInputTokens + cacheWriteTokens,
            cachedInputTokens,
            cacheWriteTokens,
            outputTokens,
            reasoningTokens: Math.floor(outputTokens / 2),
          };
          const theirs = calcPrice(
            {
              input_tokens: tokens.inputTokens,
              cache_read_tokens: cachedInputTokens,
              cache_write_tokens: cacheWriteTokens,
              output_tokens: outputTokens,
              output_reasoning_tokens: tokens.reasoningTokens,
            },
            model,
            { providerId: provider, timestamp: moment },
          );
          const ours = createPriceBook({ declared: [], at: moment }).cost(
            `${provider}:${model}`,
            tokens,
            'standard',
          );
          expect(Math.abs(dollars(ours) - (theirs?.total_price ?? Number.NaN))).toBeLessThanOrEqual(1e-9);
        },
      ),
    );
  });

  it('applies a long-context price to the whole request, from one token above the threshold', () => {
    const model = 'google:gemini-2.5-pro';
    expect(book.cost(model, usage({ inputTokens: 200_000 }), 'standard')).toBe(250_000_000);
    expect(book.cost(model, usage({ inputTokens: 200_001 }), 'standard')).toBe(500_002_500);
  });

  it('reads prices that depend on the hour at the moment of the run, not at the wall clock', () => {
    const price = (moment: string) =>
      createPriceBook({ declared: [], at: new Date(moment) }).row('deepseek:deepseek-chat').prices.input;
    expect(price('2026-01-10T12:00:00Z')).toBe(270_000_000);
    expect(price('2026-01-10T20:00:00Z')).toBe(135_000_000);
  });

  it('halves batch, and knows flex and priority where the vendor publishes them', () => {
    const tokens = usage({ inputTokens: 1_000_000 });
    expect(book.cost('openai:gpt-4o', tokens, 'batch')).toBe(1_250_000_000);
    expect(book.cost('anthropic:claude-haiku-4-5', tokens, 'batch')).toBe(500_000_000);
    expect(book.cost('google:gemini-2.5-flash', tokens, 'batch')).toBe(150_000_000);
    expect(book.cost('openai:gpt-5', tokens, 'flex')).toBe(625_000_000);
    expect(book.cost('openai:o4-mini', tokens, 'priority')).toBe(2_000_000_000);
    expect(book.cost('openai:gpt-4o-2024-08-06', tokens, 'priority')).toBe(4_250_000_000);
  });

  it('refuses a tier that the model does not have, and names those it has', () => {
    expect(errorOf(() => book.cost('anthropic:claude-haiku-4-5', noUsage, 'flex')).message).toBe(
      'model "anthropic:claude-haiku-4-5" has no price for the service tier "flex". Allowed: standard, batch.',
    );
  });

  it('refuses an unknown model and names the nearest', () => {
    const error = errorOf(() => book.row('openai:gpt-4o-mimi'));
    expect(error.message).toBe(
      'no price is known for model "openai:gpt-4o-mimi". Did you mean "openai:gpt-4o-mini"?',
    );
    expect(error.advice).toBe('Give its price under `prices:` in the suite.');
    expect(errorOf(() => book.row('opneai:gpt-4o')).message).toContain('Did you mean "openai:gpt-4o"?');
    expect(errorOf(() => book.row('pocket:huge')).message).toContain('"pocket:large"');
    expect(errorOf(() => book.row('gpt-4o')).message).toContain('no price is known for model "gpt-4o"');
  });

  it('does not take a provider whose name merely contains a known one', () => {
    expect(errorOf(() => book.row('my-openai-proxy:gpt-4o')).message).toContain(
      'no price is known for model "my-openai-proxy:gpt-4o"',
    );
  });

  it('refuses a model that is not billed by tokens alone', () => {
    expect(errorOf(() => book.row('openai:whisper-1')).message).toBe(
      'model "openai:whisper-1" is not billed by tokens alone (the catalogue bills audio_hours, input_audio_hours).',
    );
    expect(errorOf(() => book.row('perplexity:sonar')).message).toContain('requests_kcount');
  });

  it('records the catalogue’s own id beside a model that it knows under another one', () => {
    expect(book.row('openai:gpt-4o')).toMatchObject({ source: 'catalogue', version: catalogueVersion });
    expect(book.row('anthropic:claude-haiku-4-5-20251001')).toMatchObject({
      model: 'anthropic:claude-haiku-4-5-20251001',
      version: `${catalogueVersion} as anthropic:claude-haiku-4-5`,
    });
  });

  it('prefers the suite’s own price, and marks it', () => {
    const own = bookWith({ model: 'openai:gpt-4o', input: 1, output: 2 });
    expect(own.row('openai:gpt-4o')).toMatchObject({ source: 'suite', training: undefined });
    expect(own.cost('openai:gpt-4o', usage({ inputTokens: 10, outputTokens: 10 }), 'batch')).toBe(15_000);
    const vllm = bookWith({ model: 'vllm:qwen', input: 0.02, output: 0.06, embedding: 0.01 });
    expect(vllm.cost('vllm:qwen', usage({ inputTokens: 1_000_000 }), 'standard')).toBe(10_000_000);
    expect(() => vllm.cost('vllm:qwen', noUsage, 'batch')).toThrow('Allowed: standard.');
    expect(bookWith({ model: 'a:b', input: 1, output: 1, illustrative: true }).row('a:b').source).toBe(
      'illustrative',
    );
  });

  it('reports every bad declaration at once', () => {
    const error = errorOf(() =>
      bookWith(
        { model: 'a:b', input: -1, output: 1 },
        { model: 'a:b', input: 1, output: Number.POSITIVE_INFINITY },
      ),
    );
    expect(error.problems.map(({ message }) => message)).toEqual([
      'the input price of model "a:b" is -1; it must be 0 or more dollars per million tokens.',
      'the price of model "a:b" is declared twice.',
      'the output price of model "a:b" is Infinity; it must be 0 or more dollars per million tokens.',
    ]);
  });

  it('marks the prices of the embedded models as illustrative, fine-tuned ones included', () => {
    const row = book.row('pocket:small-ft-0a1b');
    expect(row).toMatchObject({ source: 'illustrative', training: 3_000_000_000 });
    expect(row.prices).toMatchObject({ input: 200_000_000, cachedInput: 100_000_000, output: 800_000_000 });
    expect(book.cost('pocket:large', usage({ inputTokens: 1_000, outputTokens: 100 }), 'standard')).toBe(
      3_500_000,
    );
    expect(book.trainingCost('pocket:small', 1_000_000)).toBe(3_000_000_000);
    expect(book.cost('echo:any', usage({ inputTokens: 1 }), 'standard')).toBe(1_000);
    expect(() => book.row('pocket:small-ft-')).toThrow('no price is known');
  });

  it('refuses to guess a training price', () => {
    expect(book.trainingCost('openai:gpt-4.1-mini', 2_000_000)).toBe(10_000_000_000);
    expect(() => book.trainingCost('anthropic:claude-haiku-4-5', 1)).toThrow(
      'no training price for model "anthropic:claude-haiku-4-5".',
    );
  });

  it('charges reasoning tokens once: within the output, or at their own price', () => {
    const own = bookWith({ model: 'a:b', input: 0, output: 1, reasoning: 3 });
    const tokens = usage({ outputTokens: 100, reasoningTokens: 40 });
    expect(own.cost('a:b', tokens, 'standard')).toBe(60_000 + 120_000);
    expect(bookWith({ model: 'a:b', input: 0, output: 1 }).cost('a:b', tokens, 'standard')).toBe(100_000);
  });

  it('never makes a fraction of a nano-dollar', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('openai:gpt-4o-mini', 'openai:o4-mini', 'pocket:small'),
        fc.constantFrom('standard', 'batch', 'priority'),
        fc.nat(5_000_000),
        fc.nat(5_000_000),
        (model, tier, inputTokens, outputTokens) => {
          fc.pre(book.row(model).tiers[tier] !== undefined);
          const cost = book.cost(model, usage({ inputTokens, outputTokens }), tier);
          expect(Number.isSafeInteger(cost)).toBe(true);
        },
      ),
    );
  });

  it('lists every row that was asked for', () => {
    const own = bookWith();
    own.row('pocket:small');
    own.cost('openai:gpt-4o', noUsage, 'standard');
    own.row('pocket:small');
    expect(own.used().map(({ model }) => model)).toEqual(['pocket:small', 'openai:gpt-4o']);
  });
});
