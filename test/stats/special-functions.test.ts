import betainc from '@stdlib/math-base-special-betainc';
import betaincinv from '@stdlib/math-base-special-betaincinv';
import stdlibBinomialCdf from '@stdlib/stats-base-dists-binomial-cdf';
import stdlibNormalCdf from '@stdlib/stats-base-dists-normal-cdf';
import stdlibNormalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import stdlibTCdf from '@stdlib/stats-base-dists-t-cdf';
import stdlibTQuantile from '@stdlib/stats-base-dists-t-quantile';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialCdf, binomialProbability, binomialUpperTail } from '../../src/stats/binomial.ts';
import { incompleteBeta, inverseIncompleteBeta } from '../../src/stats/incomplete-beta.ts';
import { StatisticsInputError } from '../../src/stats/input-error.ts';
import { noncentralTCdf } from '../../src/stats/noncentral-t.ts';
import { normalCdf, normalQuantile, normalSurvival } from '../../src/stats/normal.ts';
import { logGamma } from '../../src/stats/saddle-point.ts';
import { studentTCdf, studentTQuantile, studentTSurvival } from '../../src/stats/student-t.ts';
import { relativeError } from './support/relative-error.ts';

const tolerance = 1e-10;
const degrees = [1, 2, 3.5, 9, 30, 149, 999, 12345];
const shapes = [0.5, 1, 3, 17, 100, 2000];

/** Levels from .001 to .999, unevenly spaced. */
const levels = Array.from({ length: 60 }, (_, index) => 0.001 + 0.0169 * index);

describe('normal distribution', () => {
  test('the distribution function agrees with stdlib from one tail to the other', () => {
    for (let z = -36; z <= 36; z += 0.0371) {
      expect(relativeError(normalCdf(z), stdlibNormalCdf(z, 0, 1))).toBeLessThan(tolerance);
    }
  });

  test('the quantile agrees with stdlib', () => {
    for (const level of levels) {
      expect(normalQuantile(level)).toBeCloseTo(stdlibNormalQuantile(level, 0, 1), 12);
    }
  });

  test('the quantile inverts the distribution function far into the tail', () => {
    for (let exponent = -300; exponent < 0; exponent += 0.37) {
      expect(relativeError(normalCdf(normalQuantile(10 ** exponent)), 10 ** exponent)).toBeLessThan(1e-11);
    }
  });

  test('both tails of infinity are exact', () => {
    expect([normalCdf(Number.NEGATIVE_INFINITY), normalCdf(Number.POSITIVE_INFINITY)]).toEqual([0, 1]);
    expect(normalSurvival(0)).toBe(0.5);
  });
});

describe('incomplete beta function', () => {
  test('agrees with stdlib', () => {
    for (const a of shapes) {
      for (const b of shapes) {
        for (const x of levels) {
          const expected = betainc(x, a, b);
          if (expected > 1e-250)
            expect(relativeError(incompleteBeta(x, a, b), expected)).toBeLessThan(tolerance);
        }
      }
    }
  });

  test('its inverse agrees with stdlib', () => {
    for (const a of shapes) {
      for (const b of shapes) {
        for (const level of [0.001, 0.025, 0.05, 0.5, 0.95, 0.999]) {
          expect(inverseIncompleteBeta(level, a, b)).toBeCloseTo(betaincinv(level, a, b), 10);
        }
      }
    }
  });

  test('the inverse finds answers near 0', () => {
    expect(relativeError(inverseIncompleteBeta(1e-20, 0.5, 3) ** 0.5, 1e-20 / 1.875)).toBeLessThan(1e-9);
  });
});

describe('Student t distribution', () => {
  test('the distribution function agrees with stdlib', () => {
    for (const degreesOfFreedom of degrees) {
      for (let t = -40; t <= 40; t += 0.731) {
        const expected = stdlibTCdf(t, degreesOfFreedom);
        if (expected > 1e-250) {
          expect(relativeError(studentTCdf(t, degreesOfFreedom), expected)).toBeLessThan(tolerance);
        }
      }
    }
  });

  test('the quantile agrees with stdlib', () => {
    for (const degreesOfFreedom of degrees) {
      for (const level of levels) {
        const expected = stdlibTQuantile(level, degreesOfFreedom);
        expect(relativeError(studentTQuantile(level, degreesOfFreedom), expected)).toBeLessThan(tolerance);
      }
    }
  });

  test('infinite t leaves nothing in the tail', () => {
    expect(studentTSurvival(Number.POSITIVE_INFINITY, 4)).toBe(0);
    expect(studentTSurvival(Number.NEGATIVE_INFINITY, 4)).toBe(1);
  });

  test('the noncentral distribution without noncentrality is the central one', () => {
    for (const t of [-3, -0.4, 0, 1.2, 5]) {
      expect(noncentralTCdf(t, 7, 0)).toBeCloseTo(studentTCdf(t, 7), 12);
    }
  });
});

describe('binomial distribution', () => {
  test('the distribution function agrees with stdlib', () => {
    for (const trials of [1, 5, 20, 100, 1000, 20000]) {
      for (const rate of [0.01, 0.05, 0.3, 0.5, 0.9]) {
        for (let successes = 0; successes < trials; successes += Math.ceil(trials / 17)) {
          const expected = stdlibBinomialCdf(successes, trials, rate);
          if (expected > 1e-250) {
            expect(relativeError(binomialCdf(successes, trials, rate), expected)).toBeLessThan(tolerance);
          }
        }
      }
    }
  });

  test('the two tails overlap in one point', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.nat(300),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, k, rate) => {
          const successes = Math.min(k, n);
          const sum = binomialCdf(successes, n, rate) + binomialUpperTail(successes, n, rate);
          expect(sum - binomialProbability(successes, n, rate)).toBeCloseTo(1, 11);
        },
      ),
    );
  });

  test('log gamma of whole numbers is the log of a factorial', () => {
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 13);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
  });
});

describe('arguments without an answer', () => {
  test.each([
    ['NaN', () => normalCdf(Number.NaN)],
    ['a probability of 0', () => normalQuantile(0)],
    ['a probability of 1', () => studentTQuantile(1, 3)],
    ['no degrees of freedom', () => studentTCdf(1, 0)],
    ['a share above 1', () => incompleteBeta(1.1, 1, 1)],
    ['half a success', () => binomialCdf(0.5, 2, 0.5)],
    ['a NaN rate', () => binomialProbability(1, 2, Number.NaN)],
  ])('%s throws an error that names it', (_, call) => {
    expect(call).toThrow(StatisticsInputError);
  });
});
