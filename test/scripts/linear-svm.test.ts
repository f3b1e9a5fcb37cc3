import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainLinearSvm } from '../../scripts/pocket/linear-svm.ts';
import { dotDense, sparseVector } from '../../src/text/sparse-vector.ts';

const settings = { cost: 1, epochs: 1_000, tolerance: 1e-9, seed: 'test' };
const vector = (...values: readonly number[]) =>
  sparseVector(new Map(values.map((value, index) => [index, value] as const)));

/** What is minimised: |w|²/2 + C Σ max(0, 1 − y w·x)². */
function objective(weights: Float64Array, points: readonly { x: readonly number[]; side: number }[]): number {
  const length = weights.reduce((sum, weight) => sum + weight * weight, 0) / 2;
  const losses = points.map(({ x, side }) => Math.max(0, 1 - side * dotDense(weights, vector(...x))) ** 2);
  return length + settings.cost * losses.reduce((sum, loss) => sum + loss, 0);
}

describe('the linear support vector machine', () => {
  it('finds the optimum that can be computed by hand', () => {
    // One point on each side at distance 1: minimise w²/2 + 2 (1 − w)², so w = 4/5.
    const [, positive] = trainLinearSvm(
      [
        { vector: vector(-1), label: 0 },
        { vector: vector(1), label: 1 },
      ],
      2,
      1,
      settings,
    );
    expect(positive?.[0]).toBeCloseTo(0.8, 6);
  });

  it('ends where no small step in any direction makes the objective smaller', () => {
    const point = fc.record({
      x: fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })),
      label: fc.integer({ min: 0, max: 1 }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 12 }), (points) => {
        const examples = points.map(({ x, label }) => ({ vector: vector(...x), label }));
        const [weights] = trainLinearSvm(examples, 2, 2, settings);
        if (weights === undefined) throw new Error('no weights');
        const sided = points.map(({ x, label }) => ({ x, side: label === 0 ? 1 : -1 }));
        const best = objective(weights, sided);
        for (const [dx, dy] of [
          [1e-3, 0],
          [-1e-3, 0],
          [0, 1e-3],
          [0, -1e-3],
        ] as const) {
          const moved = Float64Array.from([(weights[0] ?? 0) + dx, (weights[1] ?? 0) + dy]);
          expect(objective(moved, sided)).toBeGreaterThanOrEqual(best - 1e-6);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same weights for the same examples and seed', () => {
    const examples = [vector(1, 0.5), vector(0.2, 1), vector(-1, 0.1)].map((own, label) => ({
      vector: own,
      label,
    }));
    const train = () => trainLinearSvm(examples, 3, 2, settings).map((own) => Array.from(own));
    expect(train()).toEqual(train());
  });

  it('refuses to train on nothing or on one class', () => {
    expect(() => trainLinearSvm([], 2, 1, settings)).toThrow(RangeError);
    expect(() => trainLinearSvm([{ vector: vector(1), label: 0 }], 1, 1, settings)).toThrow(RangeError);
  });
});
