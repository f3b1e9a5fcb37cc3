import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nanoDollars } from '../../src/core/money.ts';
import { countCalls, readSharedCall, shareCharge, sharedCall } from '../../src/core/share.ts';
import { charge } from '../store/fixtures/records.ts';

const tokens = fc.nat(200_000);
const usage = fc.record({
  inputTokens: tokens,
  cachedInputTokens: tokens,
  cacheWriteTokens: tokens,
  outputTokens: tokens,
  reasoningTokens: tokens,
});
const amount = fc.maxSafeNat();

test('the parts of a charge add up to it, in tokens and in nano-dollars as billed and paid', () => {
  fc.assert(
    fc.property(usage, amount, amount, fc.integer({ min: 1, max: 100 }), (used, billed, paid, parts) => {
      const whole = charge(nanoDollars(billed), { usage: used, paid: nanoDollars(paid) });
      const shares = Array.from({ length: parts }, (_, position) => shareCharge(whole, parts, position));
      const sum = (read: (share: typeof whole) => number) =>
        shares.reduce((total, share) => total + BigInt(read(share)), 0n);
      expect(sum(({ asBilled }) => asBilled)).toBe(BigInt(billed));
      expect(sum((share) => share.paid)).toBe(BigInt(paid));
      expect(sum((share) => share.usage.inputTokens)).toBe(BigInt(used.inputTokens));
      expect(sum((share) => share.usage.cachedInputTokens)).toBe(BigInt(used.cachedInputTokens));
      expect(sum((share) => share.usage.cacheWriteTokens)).toBe(BigInt(used.cacheWriteTokens));
      expect(sum((share) => share.usage.outputTokens)).toBe(BigInt(used.outputTokens));
      expect(sum((share) => share.usage.reasoningTokens)).toBe(BigInt(used.reasoningTokens));
      expect(countCalls(shares)).toBe(1);
      expect(shares.every(({ milliseconds }) => milliseconds === whole.milliseconds)).toBe(true);
    }),
  );
});

test('no part differs from another by more than one, and the first ones bear the remainder', () => {
  const whole = charge(nanoDollars(11));
  expect([0, 1, 2, 3].map((position) => shareCharge(whole, 4, position).asBilled)).toEqual([3, 3, 3, 2]);
});

test('calls that nobody shares count one each', () => {
  expect(countCalls([charge(nanoDollars(1)), charge(nanoDollars(2))])).toBe(2);
});

test('the decision that tells of a shared call names the leading case', () => {
  expect(readSharedCall(sharedCall('ticket-7', 3))).toBe('ticket-7');
  expect(readSharedCall({ name: 'routing.tier', choice: 'large' })).toBeUndefined();
});
