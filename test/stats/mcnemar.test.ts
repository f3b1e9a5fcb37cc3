import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatisticsInputError } from '../../src/stats/input-error.ts';
import { mcnemarTest } from '../../src/stats/mcnemar.ts';
import { normalSurvival } from '../../src/stats/normal.ts';
import { relativeError } from './support/relative-error.ts';

/** McNemar's (1947) asymptotic two-sided p-value; `correction` 1 is Edwards' (1948) for continuity. */
function asymptotic(candidateOnly: number, baselineOnly: number, correction: 0 | 1) {
  const chiSquare =
    (Math.abs(candidateOnly - baselineOnly) - correction) ** 2 / (candidateOnly + baselineOnly);
  return { chiSquare, p: 2 * normalSurvival(Math.sqrt(chiSquare)) };
}

describe('McNemar test', () => {
  // SciPy and R; the first row is in Fagerland, Lydersen & Laake (2013).
  test.each([
    { b: 6, c: 16, exact: 0.05247879028, midP: 0.03468966484 },
    { b: 86, c: 150, exact: 3.71593614e-5, midP: 2.893389518e-5 },
    { b: 1, c: 7, exact: 0.0703125, midP: 0.0390625 },
  ])('of $b against $c gives the exact and mid-p of R', ({ b, c, exact, midP }) => {
    const result = mcnemarTest({ candidateOnly: b, baselineOnly: c });
    expect(relativeError(result.exact.twoSided, exact)).toBeLessThan(1e-9);
    expect(relativeError(result.midP.twoSided, midP)).toBeLessThan(1e-9);
  });

  test('of 400 against 600 keeps its digits far in the tail', () => {
    const { exact } = mcnemarTest({ candidateOnly: 400, baselineOnly: 600 });
    expect(relativeError(exact.twoSided, 2.728464156e-10)).toBeLessThan(1e-9);
  });

  test('one-sided: 6 against 16 is evidence that the candidate is worse', () => {
    const { exact } = mcnemarTest({ candidateOnly: 6, baselineOnly: 16 });
    expect(exact.worse).toBeCloseTo(0.02623939514, 10);
    expect(exact.better).toBeGreaterThan(0.99);
  });

  test('the asymptotic forms lie where R puts them, around the exact one', () => {
    expect(asymptotic(6, 16, 0).p).toBeCloseTo(0.033006, 6);
    expect(asymptotic(6, 16, 1).p).toBeCloseTo(0.055009, 6);
    expect(asymptotic(86, 150, 1).chiSquare).toBeCloseTo(16.817797, 6);
    expect(asymptotic(86, 150, 1).p).toBeCloseTo(4.114562e-5, 11);
    const { exact } = mcnemarTest({ candidateOnly: 6, baselineOnly: 16 });
    expect(exact.twoSided).toBeGreaterThan(asymptotic(6, 16, 0).p);
    expect(exact.twoSided).toBeLessThan(asymptotic(6, 16, 1).p);
  });

  test('mid-p is never above exact, and exchanging the arms exchanges the sides', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (candidateOnly, baselineOnly) => {
        const result = mcnemarTest({ candidateOnly, baselineOnly });
        const mirrored = mcnemarTest({ candidateOnly: baselineOnly, baselineOnly: candidateOnly });
        expect(result.midP.twoSided).toBeLessThanOrEqual(result.exact.twoSided + 1e-12);
        expect(result.midP.better + result.midP.worse).toBeCloseTo(1, 10);
        expect(mirrored.exact.better).toBeCloseTo(result.exact.worse, 10);
      }),
    );
  });

  test('without discordant cases nothing is significant', () => {
    expect(mcnemarTest({ candidateOnly: 0, baselineOnly: 0 })).toEqual({
      exact: { better: 1, worse: 1, twoSided: 1 },
      midP: { better: 0.5, worse: 0.5, twoSided: 1 },
    });
    expect(() => mcnemarTest({ candidateOnly: -1, baselineOnly: 0 })).toThrow(StatisticsInputError);
  });
});
