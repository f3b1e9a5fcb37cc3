import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatisticsInputError } from '../../src/stats/input-error.ts';
import { crossingProbabilities, sequentialBoundaries, spentAlpha } from '../../src/stats/sequential.ts';
import { classicalBoundaries } from './support/classical-boundaries.ts';

const fifths = [0.2, 0.4, 0.6, 0.8, 1];

function expectBoundaries(actual: readonly number[], expected: readonly number[], digits = 7): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((boundary, look) => {
    expect(boundary).toBeCloseTo(expected[look], digits);
  });
}

describe('spending boundaries', () => {
  // rpact 3.3.4, getDesignGroupSequential.
  test.each([
    {
      name: "O'Brien–Fleming, five looks, α = .025",
      input: { fractions: fifths, alpha: 0.025 },
      expected: [4.8768849, 3.3570119, 2.6802801, 2.2898168, 2.0310321],
    },
    {
      name: 'Pocock, five looks, α = .025',
      input: { fractions: fifths, alpha: 0.025, spending: 'pocock' as const },
      expected: [2.4379767, 2.4268139, 2.4101941, 2.3966493, 2.3859997],
    },
    {
      name: "O'Brien–Fleming, four looks, α = .05",
      input: { fractions: [0.25, 0.5, 0.75, 1], alpha: 0.05 },
      expected: [3.7495518, 2.5399426, 2.0160699, 1.7201771],
    },
    {
      name: "O'Brien–Fleming, uneven looks, α = .05",
      input: { fractions: [0.2, 0.5, 1], alpha: 0.05 },
      expected: [4.2291951, 2.5382561, 1.6621152],
    },
  ])('$name are those of rpact', ({ input, expected }) => {
    expectBoundaries(
      sequentialBoundaries(input).map(({ boundary }) => boundary),
      expected,
      6,
    );
  });

  test('the classical constants follow from the same integration', () => {
    expectBoundaries(
      classicalBoundaries('obrien-fleming', 5, 0.025),
      [4.5617423, 3.2256389, 2.6337232, 2.2808712, 2.0400732],
      6,
    );
    expectBoundaries(classicalBoundaries('pocock', 5, 0.025), new Array<number>(5).fill(2.4131803), 6);
  });

  test('one look is the fixed test', () => {
    const [only] = sequentialBoundaries({ fractions: [1], alpha: 0.05 });
    expect(only.boundary).toBeCloseTo(1.6448536, 7);
    expect(only.spent).toBeCloseTo(0.05, 12);
  });

  test('the crossing probabilities add up to the error spent, whatever the looks', () => {
    const fractions = fc
      .uniqueArray(fc.integer({ min: 5, max: 100 }), { minLength: 1, maxLength: 6 })
      .map((percents) => percents.sort((a, b) => a - b).map((percent) => percent / 100));
    fc.assert(
      fc.property(fractions, fc.constantFrom(0.001, 0.025, 0.05, 0.2), (looks, alpha) => {
        const boundaries = sequentialBoundaries({ fractions: looks, alpha });
        const crossed = crossingProbabilities({
          fractions: looks,
          boundaries: boundaries.map(({ boundary }) => boundary),
        });
        const last = boundaries[boundaries.length - 1];
        expect(crossed.reduce((sum, part) => sum + part, 0)).toBeCloseTo(last.spent, 8);
      }),
      { numRuns: 12 },
    );
  });

  test('at a drift for power .925 without looks, four looks cross with power .92', () => {
    const fractions = [0.25, 0.5, 0.75, 1];
    const boundaries = sequentialBoundaries({ fractions, alpha: 0.05 }).map(({ boundary }) => boundary);
    const crossed = crossingProbabilities({ fractions, boundaries, drift: 1.6448536 + 1.4395315 });
    const power = crossed.reduce((sum, part) => sum + part, 0);
    expect(power).toBeGreaterThan(0.91);
    expect(power).toBeLessThan(0.925);
  });

  // Armitage, McPherson & Rowe (1969): two-sided .05 becomes .083, .142 and .193; crossing on both sides
  // in turn is rare, so twice the one-sided chance lies just above.
  test.each([
    { looks: 2, published: 0.083 },
    { looks: 5, published: 0.142 },
    { looks: 10, published: 0.193 },
  ])('peeking $looks times with the fixed boundary errs as published', ({ looks, published }) => {
    const fractions = Array.from({ length: looks }, (_, look) => (look + 1) / looks);
    const boundaries = new Array<number>(looks).fill(1.959964);
    const oneSided = crossingProbabilities({ fractions, boundaries }).reduce((sum, part) => sum + part, 0);
    expect(2 * oneSided).toBeGreaterThan(published - 0.0005);
    expect(2 * oneSided).toBeLessThan(published + 0.002);
  });

  test('a look too early to spend anything cannot stop', () => {
    const [early, late] = sequentialBoundaries({ fractions: [0.001, 1], alpha: 0.05 });
    expect(early.boundary).toBe(Number.POSITIVE_INFINITY);
    expect(late.boundary).toBeCloseTo(1.6448536, 6);
  });

  test('spending ends at α and rises on the way', () => {
    for (const spending of ['obrien-fleming', 'pocock'] as const) {
      expect(spentAlpha(spending, 0.05, 1)).toBeCloseTo(0.05, 12);
      expect(spentAlpha(spending, 0.05, 0.5)).toBeLessThan(spentAlpha(spending, 0.05, 0.6));
    }
  });

  test.each([
    ['no looks', []],
    ['looks that go back', [0.5, 0.4]],
    ['the same look twice', [0.5, 0.5]],
    ['more than all the information', [0.5, 1.1]],
    ['NaN', [Number.NaN]],
    ['nothing at all', [0, 1]],
  ])('%s is refused', (_, fractions) => {
    expect(() => sequentialBoundaries({ fractions, alpha: 0.05 })).toThrow(StatisticsInputError);
  });
});
