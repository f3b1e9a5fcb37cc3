import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialCdf, binomialUpperTail } from '../../src/stats/binomial.ts';
import {
  clopperPearsonInterval,
  clopperPearsonLower,
  clopperPearsonUpper,
} from '../../src/stats/clopper-pearson.ts';
import { StatisticsInputError } from '../../src/stats/input-error.ts';
import { wilsonInterval } from '../../src/stats/wilson.ts';

const samples = fc
  .tuple(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([trials, share]) => ({ trials, successes: Math.round(share * trials), confidence: 0.9 }));

describe('Wilson interval', () => {
  // R.
  test.each([
    { successes: 17, trials: 20, low: 0.6395811353, high: 0.9476312541 },
    { successes: 850, trials: 1000, low: 0.8265313416, high: 0.8707899275 },
    { successes: 5, trials: 5, low: 0.5655175352, high: 1 },
    { successes: 95, trials: 100, low: 0.8882495308, high: 0.9784563208 },
  ])('of $successes in $trials at 95 %', ({ successes, trials, low, high }) => {
    const interval = wilsonInterval({ successes, trials, confidence: 0.95 });
    expect(interval.low).toBeCloseTo(low, 10);
    expect(interval.high).toBeCloseTo(high, 10);
  });

  test('contains the estimate', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const { estimate, low, high } = wilsonInterval(sample);
        expect(low).toBeLessThanOrEqual(estimate);
        expect(high).toBeGreaterThanOrEqual(estimate);
      }),
    );
  });
});

describe('Clopper–Pearson interval', () => {
  // R.
  test.each([
    { successes: 13, trials: 16, low: 0.5435434538, high: 0.9595262661 },
    { successes: 10, trials: 10, low: 0.6915028922, high: 1 },
    { successes: 0, trials: 10, low: 0, high: 0.3084971078 },
    { successes: 480, trials: 500, low: 0.9388973906, high: 0.9753986879 },
    { successes: 95, trials: 100, low: 0.8871650889, high: 0.9835681208 },
  ])('of $successes in $trials at 95 %', ({ successes, trials, low, high }) => {
    const interval = clopperPearsonInterval({ successes, trials, confidence: 0.95 });
    expect(interval.low).toBeCloseTo(low, 10);
    expect(interval.high).toBeCloseTo(high, 10);
  });

  test('contains the estimate, and the one-sided bounds are the ends of the interval with twice the error', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const { estimate, low, high } = clopperPearsonInterval(sample);
        expect(low).toBeLessThanOrEqual(estimate);
        expect(high).toBeGreaterThanOrEqual(estimate);
        expect(clopperPearsonLower({ ...sample, confidence: 0.95 })).toBeCloseTo(low, 12);
        expect(clopperPearsonUpper({ ...sample, confidence: 0.95 })).toBeCloseTo(high, 12);
      }),
    );
  });

  test('at each bound the tail probability is exactly α', () => {
    fc.assert(
      fc.property(samples, ({ successes, trials }) => {
        const sample = { successes, trials, confidence: 0.95 };
        if (successes < trials) {
          expect(binomialCdf(successes, trials, clopperPearsonUpper(sample))).toBeCloseTo(0.05, 9);
        }
        if (successes > 0) {
          expect(binomialUpperTail(successes, trials, clopperPearsonLower(sample))).toBeCloseTo(0.05, 9);
        }
      }),
    );
  });

  test('299 hits without a false one bound the rate below 1 %, and 298 do not', () => {
    expect(clopperPearsonUpper({ successes: 0, trials: 299, confidence: 0.95 })).toBeLessThan(0.01);
    expect(clopperPearsonUpper({ successes: 0, trials: 298, confidence: 0.95 })).toBeGreaterThan(0.01);
  });
});

test.each([
  { successes: 0, trials: 0, confidence: 0.95 },
  { successes: 3, trials: 2, confidence: 0.95 },
  { successes: Number.NaN, trials: 2, confidence: 0.95 },
  { successes: 1, trials: 2, confidence: 1 },
])('a sample without an answer is refused: %o', (sample) => {
  expect(() => wilsonInterval(sample)).toThrow(StatisticsInputError);
  expect(() => clopperPearsonInterval(sample)).toThrow(StatisticsInputError);
  expect(() => clopperPearsonUpper(sample)).toThrow(StatisticsInputError);
});
