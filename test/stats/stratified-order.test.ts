import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../src/stats/random.ts';
import { stratifiedOrder } from '../../src/stats/stratified-order.ts';

const strata = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 80 });

function orderOf(labels: readonly string[], seed: string) {
  const items = labels.map((label, index) => ({ label, index }));
  return stratifiedOrder(createRandom(seed), items, ({ label }) => label);
}

describe('a stratified order', () => {
  test('has every item once', () => {
    fc.assert(
      fc.property(strata, fc.string(), (labels, seed) => {
        const indices = orderOf(labels, seed).map(({ index }) => index);
        expect([...indices].sort((a, b) => a - b)).toEqual(labels.map((_, index) => index));
      }),
    );
  });

  test('gives every first part close to each stratum’s share', () => {
    fc.assert(
      fc.property(strata, fc.string(), (labels, seed) => {
        const order = orderOf(labels, seed);
        const count = new Set(labels).size;
        for (const stratum of new Set(labels)) {
          const share = labels.filter((label) => label === stratum).length / labels.length;
          let taken = 0;
          for (const [position, { label }] of order.entries()) {
            if (label === stratum) taken += 1;
            // Half an item for the stratum’s own rounding, and its share of what the others’ rounding adds up to.
            expect(Math.abs(taken - share * (position + 1))).toBeLessThanOrEqual(
              0.5 + (share * count) / 2 + 1e-9,
            );
          }
        }
      }),
    );
  });

  test('begins with one item of each of several equal strata', () => {
    const order = orderOf(['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c'], 'seed');
    expect(new Set(order.slice(0, 3).map(({ label }) => label)).size).toBe(3);
    expect(new Set(order.slice(3, 6).map(({ label }) => label)).size).toBe(3);
  });

  test('depends on nothing but the seed and the items', () => {
    const labels = Array.from({ length: 40 }, (_, index) => 'abcd'[index % 3]);
    expect(orderOf(labels, 'x')).toEqual(orderOf(labels, 'x'));
    expect(orderOf(labels, 'x')).not.toEqual(orderOf(labels, 'y'));
  });
});
