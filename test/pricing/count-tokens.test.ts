import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { getEncoding } from 'js-tiktoken';
import { describe, expect, test } from 'vitest';
import { textSegment } from '../../src/core/message.ts';
import { type ChatRequest, defaultRetryPolicy } from '../../src/core/request.ts';
import {
  countModelTokens,
  countRequestTokens,
  countTokens,
  encodingOf,
  encodings,
  imageTokenEstimate,
  truncateToTokens,
} from '../../src/pricing/count-tokens.ts';

const fragments = fc.constantFrom(
  'The parcel never arrived. ',
  '\n\n',
  '\n\n/path',
  ' \n \n x',
  '- **order_status**: where?\n',
  'Größe 36½ — “ok” ',
  '日本語のテキスト',
  '🌙🏽 ',
  "don't WE'LL ",
  '{"a": [1, 2.50]}\n\n',
  '$1,234.56 ',
  '\t\t  ',
  '...\n\n/',
  'camelCaseWords ',
);
const texts = fc.oneof(
  fc.array(fragments).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' }),
);

const request = (model: string, ...contents: readonly string[]): ChatRequest => ({
  kind: 'chat',
  model,
  messages: contents.map((text, index) => ({
    role: 'user',
    segments: [textSegment('user', `u${index}`, text)],
  })),
  tools: [],
  parameters: {},
  serviceTier: 'standard',
  retry: defaultRetryPolicy,
  cacheBreakpoints: [],
});

describe.each(encodings)('counting with %s', (encoding) => {
  const reference = getEncoding(encoding);

  test('gives the same counts as js-tiktoken', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(countTokens(text, encoding)).toBe(reference.encode(text, [], []).length);
      }),
    );
  });

  test('gives the same count for the documentation of this project', () => {
    for (const file of ['README.md', 'package.json', 'src/pricing/count-tokens.ts'].filter((path) =>
      existsSync(path),
    )) {
      const text = readFileSync(file, 'utf8');
      expect(countTokens(text, encoding)).toBe(reference.encode(text, [], []).length);
    }
  });

  test('a long run and the text of a special token are plain text', () => {
    expect(countTokens('a'.repeat(50_000), encoding)).toBeGreaterThan(1_000);
    expect(countTokens('<|endoftext|>', encoding)).toBe(reference.encode('<|endoftext|>', [], []).length);
  });

  test('a truncated text is a beginning that fits, and ends between characters', () => {
    fc.assert(
      fc.property(texts, fc.nat(40), (text, limit) => {
        const beginning = truncateToTokens(text, limit, encoding);
        expect(text.startsWith(beginning)).toBe(true);
        expect(countTokens(beginning, encoding)).toBeLessThanOrEqual(limit);
        expect(beginning.isWellFormed?.() ?? true).toBe(text.isWellFormed?.() ?? true);
        if (countTokens(text, encoding) <= limit) expect(beginning).toBe(text);
      }),
    );
  });
});

describe('counting a request', () => {
  test('adds 3 tokens for each message and 3 for the reply', () => {
    const tokens = countTokens('hello there') + countTokens('again');
    expect(countRequestTokens(request('openai:gpt-4o', 'hello there', 'again'))).toEqual({
      tokens: tokens + 9,
      exact: true,
    });
  });

  test('an image makes the count an estimate', () => {
    const plain = request('openai:gpt-4o', 'look');
    const image = {
      type: 'image',
      mediaType: 'image/png',
      source: { kind: 'url', url: 'https://x.test/a.png' },
    } as const;
    const segments = [
      ...(plain.messages[0]?.segments ?? []),
      { part: 'user', id: 'i', content: image, protected: false } as const,
    ];
    expect(countRequestTokens({ ...plain, messages: [{ role: 'user', segments }] })).toEqual({
      tokens: countRequestTokens(plain).tokens + imageTokenEstimate,
      exact: false,
    });
  });

  test('tools are counted as their compact schema', () => {
    const plain = request('pocket:large', 'hi');
    const tool = { name: 'find', description: 'Finds an order', parameters: { type: 'object' } };
    const difference =
      countRequestTokens({ ...plain, tools: [tool] }).tokens - countRequestTokens(plain).tokens;
    expect(difference).toBe(
      countTokens('{"description":"Finds an order","name":"find","parameters":{"type":"object"}}'),
    );
  });
});

describe('models and encodings', () => {
  test.each([
    ['openai:gpt-4o-mini', 'o200k_base', 1, true],
    ['openai:gpt-4.1', 'o200k_base', 1, true],
    ['openai:gpt-4-turbo', 'cl100k_base', 1, true],
    ['openai:ft:gpt-4o-mini-2024-07-18:org::abc', 'o200k_base', 1, true],
    ['anthropic:claude-haiku-4-5', 'o200k_base', 1.18, false],
    ['anthropic:claude-opus-4-6', 'o200k_base', 1.18, false],
    ['anthropic:claude-3-5-sonnet-20241022', 'o200k_base', 1.18, false],
    ['anthropic:claude-opus-4-7', 'o200k_base', 1.53, false],
    ['anthropic:claude-sonnet-4-20250514', 'o200k_base', 1.18, false],
    ['anthropic:claude-opus-5', 'o200k_base', 1.53, false],
    ['pocket:small', 'o200k_base', 1, true],
    ['mystery:model', 'o200k_base', 1, false],
  ])('%s counts with %s × %d', (model, encoding, factor, exact) => {
    expect(encodingOf(model)).toEqual({ encoding, factor, exact });
  });

  test('an estimate is rounded up and says that it is one', () => {
    expect(countModelTokens('hello there', 'anthropic:claude-haiku-4-5')).toEqual({
      tokens: 3,
      exact: false,
    });
  });
});
