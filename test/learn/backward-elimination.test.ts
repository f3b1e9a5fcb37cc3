import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eliminateBackward } from '../../src/learn/backward-elimination.ts';

const items = fc.uniqueArray(fc.nat({ max: 200 }), { minLength: 1, maxLength: 40 });

describe('backward elimination', () => {
  test('keeps exactly the items that quality needs', async () => {
    await fc.assert(
      fc.asyncProperty(items, fc.func(fc.boolean()), async (all, isNeeded) => {
        const needed = all.filter((item) => isNeeded(item));
        const quality = async (kept: readonly number[]) =>
          needed.filter((item) => kept.includes(item)).length / Math.max(1, needed.length);
        const kept = await eliminateBackward(all, quality, { tolerance: 0, maximumRuns: 1_000 });
        expect(kept).toEqual(needed);
      }),
    );
  });

  test('never asks more often than allowed, and never ends below the start less the tolerance', async () => {
    const limits = fc.record({
      tolerance: fc.double({ min: 0, max: 0.5, noNaN: true }),
      maximumRuns: fc.integer({ min: 1, max: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(
        items,
        limits,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        async (all, given, draws) => {
          const answers = new Map<string, number>();
          let runs = 0;
          const quality = async (kept: readonly number[]) => {
            const value = draws[runs % Math.max(1, draws.length)] ?? 0.5;
            runs += 1;
            answers.set(kept.join(), value);
            return value;
          };
          const kept = await eliminateBackward(all, quality, given);
          expect(runs).toBeLessThanOrEqual(given.maximumRuns);
          expect(answers.get(kept.join())).toBeGreaterThanOrEqual((draws[0] ?? 0.5) - given.tolerance);
        },
      ),
    );
  });

  test('asks nothing about an empty list', async () => {
    const kept = await eliminateBackward([], () => Promise.reject(new Error('asked')), {
      tolerance: 0,
      maximumRuns: 9,
    });
    expect(kept).toEqual([]);
  });
});
