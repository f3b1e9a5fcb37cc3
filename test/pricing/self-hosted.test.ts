import { expect, test } from 'vitest';
import { dollars } from '../../src/core/money.ts';
import { noUsage } from '../../src/core/usage.ts';
import { createPriceBook } from '../../src/pricing/price-book.ts';
import { selfHostedPrice } from '../../src/pricing/self-hosted.ts';

const at = new Date('2026-11-21T12:00:00Z');
const hosted = { dollarsPerHour: 2.5, tokensPerSecond: 700, utilisation: 1 };
const million = { ...noUsage, inputTokens: 1_000_000 };
const bookOf = (selfHosted: typeof hosted) =>
  createPriceBook({ declared: [{ model: 'local:llama', selfHosted }], at });

test('$2.50 an hour at 700 tokens a second, fully used, is $0.992 per million tokens', () => {
  expect(selfHostedPrice(hosted)).toBeCloseTo(0.992, 3);
  expect(dollars(bookOf(hosted).cost('local:llama', million, 'standard'))).toBeCloseTo(0.992, 3);
});

test('half the utilisation doubles the price', () => {
  expect(selfHostedPrice({ ...hosted, utilisation: 0.5 })).toBeCloseTo(2 * selfHostedPrice(hosted), 12);
});

test('input and output tokens cost the same', () => {
  const book = bookOf(hosted);
  const output = { ...noUsage, outputTokens: 1_000_000 };
  expect(book.cost('local:llama', output, 'standard')).toBe(book.cost('local:llama', million, 'standard'));
});

test('figures that no machine can have are refused by name', () => {
  expect(() => bookOf({ dollarsPerHour: -1, tokensPerSecond: 0, utilisation: 1.5 })).toThrow(
    [
      'the price of model "local:llama": dollarsPerHour is -1; it must be 0 or more.',
      'the price of model "local:llama": tokensPerSecond is 0; it must be above 0.',
      'the price of model "local:llama": utilisation is 1.5; it must be above 0 and at most 1.',
    ].join('\n'),
  );
});

test('a price is by tokens or by the hour, not both and not neither', () => {
  const declare = (price: object) => createPriceBook({ declared: [{ model: 'local:llama', ...price }], at });
  expect(() => declare({ selfHosted: hosted, input: 1 })).toThrow(
    'the price of model "local:llama" has both token prices and selfHosted; give one of them.',
  );
  expect(() => declare({ input: 1 })).toThrow(
    'the price of model "local:llama" needs input and output, or selfHosted.',
  );
});
