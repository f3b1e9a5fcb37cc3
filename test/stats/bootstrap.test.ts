import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bcaInterval,
  bcaTest,
  bootstrapDistribution,
  percentileInterval,
} from '../../src/stats/bootstrap.ts';
import { bootstrapMean, bootstrapRatio } from '../../src/stats/bootstrap-means.ts';
import { StatisticsInputError } from '../../src/stats/input-error.ts';
import { createRandom, fillIndices, nextUnit } from '../../src/stats/random.ts';

/** Every expectation of an interval's ends is within `tolerance` of the reference, Monte-Carlo error included. */
function expectEnds(
  interval: { readonly low: number; readonly high: number },
  [low, high]: readonly [number, number],
  tolerance: number,
): void {
  expect(Math.abs(interval.low - low)).toBeLessThanOrEqual(tolerance + 1e-9);
  expect(Math.abs(interval.high - high)).toBeLessThanOrEqual(tolerance + 1e-9);
}

const sleep = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];

describe('bootstrap of a mean', () => {
  // R, package boot; the sleep data of Student (1908). Its means lie on a grid of .01.
  test('reproduces the intervals of R on the sleep data', () => {
    const distribution = bootstrapMean({ values: sleep, seed: 'sleep', resamples: 200_000 });
    expect(distribution.acceleration).toBeCloseTo(0.07757998548, 10);
    expectEnds(percentileInterval(distribution, 0.9), [1.03, 2.24], 0.02);
    expectEnds(percentileInterval(distribution, 0.95), [0.95, 2.38], 0.02);
    expectEnds(bcaInterval(distribution, 0.9), [1.12, 2.42], 0.02);
    expectEnds(bcaInterval(distribution, 0.95), [1.05, 2.63], 0.02);
  });

  test('the same seed gives the same replicates, another seed others', () => {
    const once = bootstrapMean({ values: sleep, seed: 'a', resamples: 500 });
    const again = bootstrapMean({ values: sleep, seed: 'a', resamples: 500 });
    const other = bootstrapMean({ values: sleep, seed: 'b', resamples: 500 });
    expect(again).toEqual(once);
    expect(other.replicates).not.toEqual(once.replicates);
  });

  test('its spread is the standard error s / √n', () => {
    const random = createRandom('spread');
    const values = Array.from({ length: 400 }, () => nextUnit(random));
    const { replicates, estimate } = bootstrapMean({ values, seed: 1 });
    const spread = Math.sqrt(
      replicates.reduce((sum, replicate) => sum + (replicate - estimate) ** 2, 0) / replicates.length,
    );
    expect(Math.abs(spread / Math.sqrt(1 / 12 / 400) - 1)).toBeLessThan(0.06);
  });

  test('whole clusters are drawn: four copies of every case are as uncertain as one', () => {
    const random = createRandom('clusters');
    const values = Array.from({ length: 60 }, () => nextUnit(random));
    const copied = [...values, ...values, ...values, ...values];
    const clusters = copied.map((_, index) => index % 60);
    const single = bootstrapMean({ values, seed: 'c' });
    const clustered = bootstrapMean({ values: copied, clusters, seed: 'c' });
    const naive = bootstrapMean({ values: copied, seed: 'c' });
    expectEnds(
      percentileInterval(clustered, 0.9),
      [percentileInterval(single, 0.9).low, percentileInterval(single, 0.9).high],
      1e-12,
    );
    expect(percentileInterval(naive, 0.9).low).toBeGreaterThan(percentileInterval(clustered, 0.9).low);
  });

  test('equal weights change nothing, and a weight of 0 removes a case from the estimate', () => {
    const plain = bootstrapMean({ values: sleep, seed: 5, resamples: 1000 });
    const weighted = bootstrapMean({ values: sleep, weights: sleep.map(() => 1), seed: 5, resamples: 1000 });
    expectEnds(
      bcaInterval(weighted, 0.9),
      [bcaInterval(plain, 0.9).low, bcaInterval(plain, 0.9).high],
      1e-12,
    );
    const removed = bootstrapMean({ values: [...sleep, 300], weights: [...sleep.map(() => 1), 0], seed: 5 });
    expect(removed.estimate).toBeCloseTo(1.58, 12);
    expect(bcaInterval(removed, 0.9).high).toBeLessThan(5);
  });
});

describe('bootstrap of a ratio of sums', () => {
  const quality = [1, 1, 0, 1, 0.5, 1, 1, 0, 1, 0.75];
  const cost = [0.002, 0.003, 0.0015, 0.0042, 0.0021, 0.0018, 0.0035, 0.0029, 0.0024, 0.0031];

  // R, package boot; it estimates the acceleration by regression, the product by the jackknife, which moves the BCa
  // ends of these ten cases by less than 1 %.
  test('reproduces the intervals of R for quality per dollar', () => {
    const distribution = bootstrapRatio({
      numerators: quality,
      denominators: cost,
      seed: 'ratio',
      resamples: 100_000,
    });
    expect(distribution.estimate).toBeCloseTo(273.5849056604, 9);
    expectEnds(percentileInterval(distribution, 0.95), [182.0, 365.4], 1.5);
    expectEnds(bcaInterval(distribution, 0.95), [173.2, 358.5], 2);
  });

  test('of a cost with itself is exactly 1', () => {
    const distribution = bootstrapRatio({ numerators: cost, denominators: cost, seed: 1, resamples: 200 });
    expect(bcaInterval(distribution, 0.9)).toEqual({ estimate: 1, low: 1, high: 1 });
    expect(distribution).toMatchObject({ bias: 0, acceleration: 0 });
  });
});

describe('bootstrap of any statistic', () => {
  // Efron & Tibshirani (1993), table 14.1: spatial test A of 26 children, and its plug-in variance.
  const spatial = [
    48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41,
  ];

  function variance(values: readonly number[]): number {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  }

  test('reproduces the book’s variance of spatial test A', () => {
    const random = createRandom('spatial');
    const indices = new Uint32Array(26);
    const replicates = Float64Array.from({ length: 200_000 }, () => {
      fillIndices(random, indices, 26);
      return variance(Array.from(indices, (index) => spatial[index]));
    });
    const distribution = bootstrapDistribution({
      estimate: variance(spatial),
      replicates,
      jackknife: spatial.map((_, left) => variance(spatial.filter((__, index) => index !== left))),
    });
    expect(distribution.estimate).toBeCloseTo(171.5340237, 7);
    expect(distribution.acceleration).toBeCloseTo(0.06124011981, 10);
    expectEnds(percentileInterval(distribution, 0.9), [97.8, 235.3], 0.8);
    expectEnds(bcaInterval(distribution, 0.9), [115.7, 261.1], 0.8);
  });
});

describe('BCa p-value', () => {
  const samples = fc.array(fc.constantFrom(-1, -0.5, 0, 0.25, 1), { minLength: 5, maxLength: 40 });
  const thresholds = fc.constantFrom(-0.2, -0.05, 0, 0.1);

  test('is below α exactly when the one-sided bound is beyond the threshold', () => {
    fc.assert(
      fc.property(samples, thresholds, fc.constantFrom(0.02, 0.05, 0.1), (values, threshold, alpha) => {
        const distribution = bootstrapMean({ values, seed: 'law', resamples: 1999 });
        const { low, high } = bcaInterval(distribution, 1 - 2 * alpha);
        const { pGreater, pLess } = bcaTest(distribution, threshold);
        // A bound at the outermost replicate was cut to it: there p is the careful one of the two.
        const lowIsCut = low === distribution.replicates[0];
        const highIsCut = high === distribution.replicates[1998];
        if (pGreater < alpha - 1e-6) expect(low).toBeGreaterThan(threshold);
        if (pGreater > alpha + 1e-6 && !lowIsCut) expect(low).toBeLessThanOrEqual(threshold);
        if (pLess < alpha - 1e-6) expect(high).toBeLessThan(threshold);
        if (pLess > alpha + 1e-6 && !highIsCut) expect(high).toBeGreaterThanOrEqual(threshold);
      }),
    );
  });

  test('a threshold on the grid of the means is not passed by rounding', () => {
    // Tenths add up to .3 or to .30000000000000004, depending on their order.
    const distribution = bootstrapMean({ values: [0.1, 0.2, 0.3, 0.4, 0.5], seed: 2, resamples: 1999 });
    const { pGreater, pLess } = bcaTest(distribution, 0.3);
    expect(pGreater).toBeGreaterThan(0.5);
    expect(pLess).toBeGreaterThan(0.5);
    expect(Math.abs(distribution.bias)).toBeLessThan(0.05);
  });

  test('falls as the threshold falls, and is never 0', () => {
    const distribution = bootstrapMean({ values: sleep, seed: 1, resamples: 999 });
    const levels = [3, 2, 1.58, 1, 0.5, -5].map((threshold) => bcaTest(distribution, threshold).pGreater);
    expect([...levels].sort((a, b) => b - a)).toEqual(levels);
    expect(levels[5]).toBeCloseTo(1 / 1000, 12);
    expect(bcaTest(distribution, 100).pGreater).toBe(1);
  });

  test('turning the sign of the data exchanges the two sides', () => {
    const straight = bcaTest(bootstrapMean({ values: sleep, seed: 1, resamples: 999 }), 1);
    const turned = bcaTest(bootstrapMean({ values: sleep.map((d) => -d), seed: 1, resamples: 999 }), -1);
    expect(turned.pLess).toBeCloseTo(straight.pGreater, 9);
    expect(turned.pGreater).toBeCloseTo(straight.pLess, 9);
  });
});

describe('degenerate data', () => {
  test('constant data give a point, which is beyond every lower threshold', () => {
    const distribution = bootstrapMean({ values: [0.3, 0.3, 0.3, 0.3], seed: 1, resamples: 999 });
    const { low, high } = bcaInterval(distribution, 0.9);
    expect(low).toBeCloseTo(0.3, 12);
    expect(high).toBeCloseTo(0.3, 12);
    expect(distribution.acceleration).toBe(0);
    expect(bcaTest(distribution, 0.2).pGreater).toBeCloseTo(1 / 1000, 12);
    expect(bcaTest(distribution, 0.4).pGreater).toBe(1);
  });

  test.each([
    ['one case', () => bootstrapMean({ values: [1], seed: 1 })],
    ['no case', () => bootstrapMean({ values: [], seed: 1 })],
    ['NaN', () => bootstrapMean({ values: [1, Number.NaN], seed: 1 })],
    ['a single cluster', () => bootstrapMean({ values: [1, 2], clusters: ['a', 'a'], seed: 1 })],
    ['a missing weight', () => bootstrapMean({ values: [1, 2], weights: [1], seed: 1 })],
    ['too few resamples', () => bootstrapMean({ values: [1, 2], seed: 1, resamples: 10 })],
    ['costs of 0', () => bootstrapRatio({ numerators: [1, 2], denominators: [0, 0], seed: 1 })],
    [
      'a resample that costs 0',
      () => bootstrapRatio({ numerators: [1, 2, 3], denominators: [0, 1, 1], seed: 1 }),
    ],
    ['a confidence of 1', () => bcaInterval(bootstrapMean({ values: sleep, seed: 1 }), 1)],
    ['a NaN threshold', () => bcaTest(bootstrapMean({ values: sleep, seed: 1 }), Number.NaN)],
  ])('%s is refused', (_, call) => {
    expect(call).toThrow(StatisticsInputError);
  });
});
