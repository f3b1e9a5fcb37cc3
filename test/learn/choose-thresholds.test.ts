import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chooseCascadeThresholds,
  chooseTierThresholds,
  isAccepted,
  tierOf,
} from '../../src/learn/choose-thresholds.ts';

const constant = (count: number, value: number) => new Array<number>(count).fill(value);

describe('thresholds of a router', () => {
  test('a score goes to the first tier whose threshold is above it', () => {
    expect([0, 0.29, 0.3, 0.69, 0.7, 1].map((score) => tierOf(score, [0.3, 0.7]))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
  });

  test('threshold 0 takes nothing and threshold 1 takes everything', () => {
    expect([0, 0.5, 1].map((score) => tierOf(score, [0]))).toEqual([1, 1, 1]);
    expect([0, 0.5, 1].map((score) => tierOf(score, [1]))).toEqual([0, 0, 0]);
  });

  test('they send to the cheap tier exactly what it can do', () => {
    const scores = [0.1, 0.2, 0.3, 0.8, 0.9];
    const cheap = { quality: [1, 1, 1, 0, 0], cost: constant(5, 1) };
    const dear = { quality: constant(5, 1), cost: constant(5, 10) };
    const chosen = chooseTierThresholds(scores, [cheap, dear], 0);
    expect(scores.map((score) => tierOf(score, chosen.thresholds))).toEqual([0, 0, 0, 1, 1]);
    expect([chosen.quality, chosen.cost]).toEqual([expect.closeTo(1), expect.closeTo((3 + 20) / 5)]);
  });

  test('a useless score with no allowed loss leaves everything to the dearest tier', () => {
    const scores = [0.1, 0.2, 0.3, 0.4];
    const cheap = { quality: [0, 1, 0, 0], cost: constant(4, 1) };
    const dear = { quality: constant(4, 1), cost: constant(4, 10) };
    expect(chooseTierThresholds(scores, [cheap, dear], 0).thresholds).toEqual([0]);
  });

  test('no cases are refused', () => {
    expect(() => chooseTierThresholds([], [{ quality: [], cost: [] }], 0)).toThrow(RangeError);
  });

  const measured = (count: number) =>
    fc.record({
      quality: fc.array(fc.constantFrom(0, 1), { minLength: count, maxLength: count }),
      cost: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: count, maxLength: count }),
    });

  test('whatever was measured, the loss stays within its limit, at no more than the dearest tier’s cost', () => {
    const world = fc
      .integer({ min: 1, max: 12 })
      .chain((count) =>
        fc.tuple(
          fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: count, maxLength: count }),
          fc.array(measured(count), { minLength: 2, maxLength: 3 }),
          fc.double({ min: 0, max: 0.3, noNaN: true }),
        ),
      );
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    fc.assert(
      fc.property(world, ([scores, tiers, loss]) => {
        const dearest = tiers[tiers.length - 1];
        const chosen = chooseTierThresholds(scores, tiers, loss);
        expect(chosen.quality).toBeGreaterThanOrEqual(mean(dearest?.quality ?? []) - loss - 1e-9);
        expect(chosen.cost).toBeLessThanOrEqual(mean(dearest?.cost ?? []) + 1e-9);
        expect([...chosen.thresholds].sort((a, b) => a - b)).toEqual(chosen.thresholds);
      }),
    );
  });
});

describe('thresholds of a cascade', () => {
  test('threshold 0 keeps every answer and threshold 1 none', () => {
    expect([0, 0.5, 1].map((score) => isAccepted(score, 0))).toEqual([true, true, true]);
    expect([0, 0.5, 1].map((score) => isAccepted(score, 1))).toEqual([false, false, false]);
  });

  test('they keep what the verifier trusts where that is right, and pay for both calls elsewhere', () => {
    const cheap = { quality: [1, 1, 0, 0], cost: constant(4, 1), scores: [0.9, 0.8, 0.3, 0.2] };
    const dear = { quality: constant(4, 1), cost: constant(4, 10) };
    const chosen = chooseCascadeThresholds([cheap], dear, 0);
    expect(cheap.scores.map((score) => isAccepted(score, chosen.thresholds[0] ?? 1))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([chosen.quality, chosen.cost]).toEqual([1, (1 + 1 + 11 + 11) / 4]);
  });

  test('a level that never helps is skipped, so it costs nothing', () => {
    const useless = { quality: constant(3, 0), cost: constant(3, 1), scores: [0.9, 0.5, 0.1] };
    const dear = { quality: constant(3, 1), cost: constant(3, 10) };
    expect(chooseCascadeThresholds([useless], dear, 0)).toEqual({
      thresholds: [1],
      quality: 1,
      cost: expect.closeTo(10),
    });
  });
});
