import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatisticsInputError } from '../../src/stats/input-error.ts';
import { fixedSequenceTest } from '../../src/stats/learn-then-test.ts';
import { createRandom, nextUnit } from '../../src/stats/random.ts';

describe('fixed-sequence testing of thresholds', () => {
  test('walks from the strictest and stops at the first that is not shown to be safe', () => {
    const result = fixedSequenceTest({
      thresholds: [
        { threshold: 0.95, failures: 0, trials: 40 },
        { threshold: 0.9, failures: 0, trials: 80 },
        { threshold: 0.85, failures: 1, trials: 140 },
        { threshold: 0.8, failures: 9, trials: 200 },
        { threshold: 0.75, failures: 9, trials: 900 },
      ],
      target: 0.05,
      alpha: 0.05,
    });
    expect(result).toMatchObject({ kind: 'certified', threshold: 0.85 });
    expect(result.steps.map(({ outcome }) => outcome)).toEqual([
      'too-few',
      'certified',
      'certified',
      'refused',
      'untested',
    ]);
  });

  test('not enough labelled hits is an answer, with the number that the target needs', () => {
    expect(
      fixedSequenceTest({
        thresholds: [
          { threshold: 0.9, failures: 0, trials: 0 },
          { threshold: 0.8, failures: 0, trials: 148 },
        ],
        target: 0.02,
        alpha: 0.05,
      }),
    ).toMatchObject({ kind: 'none', reason: 'too-few-trials', minimumTrials: 149 });
  });

  test('a strictest threshold that is unsafe certifies nothing', () => {
    expect(
      fixedSequenceTest({
        thresholds: [
          { threshold: 0.9, failures: 5, trials: 100 },
          { threshold: 0.8, failures: 0, trials: 1000 },
        ],
        target: 0.05,
        alpha: 0.05,
      }),
    ).toMatchObject({ kind: 'none', reason: 'refused' });
  });

  test('certified exactly when the Clopper–Pearson upper bound is within the target', () => {
    fc.assert(
      fc.property(fc.integer({ min: 59, max: 2000 }), fc.nat(100), (trials, failed) => {
        const failures = Math.min(failed, trials);
        const { steps } = fixedSequenceTest({
          thresholds: [{ threshold: 0.9, failures, trials }],
          target: 0.05,
          alpha: 0.05,
        });
        expect(steps[0].outcome === 'certified').toBe(steps[0].upperBound <= 0.05);
      }),
    );
  });

  test('certifies an unsafe threshold in at most α of worlds', () => {
    const random = createRandom('worlds');
    const worlds = 2000;
    let violations = 0;
    for (let world = 0; world < worlds; world += 1) {
      let failures = 0;
      let trials = 0;
      // Every threshold is unsafe by a hair, and the labels are nested as those of a cache are.
      const thresholds = [0.9, 0.85, 0.8, 0.75].map((threshold) => {
        for (let hit = 0; hit < 100; hit += 1) {
          trials += 1;
          if (nextUnit(random) < 0.0501) failures += 1;
        }
        return { threshold, failures, trials };
      });
      if (fixedSequenceTest({ thresholds, target: 0.05, alpha: 0.05 }).kind === 'certified') violations += 1;
    }
    expect(violations / worlds).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / worlds));
  });

  test.each([
    ['no thresholds', []],
    ['more failures than trials', [{ threshold: 0.9, failures: 3, trials: 2 }]],
    ['a NaN threshold', [{ threshold: Number.NaN, failures: 0, trials: 2 }]],
    [
      'thresholds out of order',
      [
        { threshold: 0.9, failures: 0, trials: 2 },
        { threshold: 0.8, failures: 0, trials: 2 },
        { threshold: 0.85, failures: 0, trials: 2 },
      ],
    ],
    [
      'one threshold twice',
      [
        { threshold: 0.9, failures: 0, trials: 2 },
        { threshold: 0.9, failures: 0, trials: 2 },
      ],
    ],
  ])('%s is refused', (_, thresholds) => {
    expect(() => fixedSequenceTest({ thresholds, target: 0.05, alpha: 0.05 })).toThrow(StatisticsInputError);
  });
});
