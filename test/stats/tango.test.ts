import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatisticsInputError } from '../../src/stats/input-error.ts';
import { normalQuantile } from '../../src/stats/normal.ts';
import { createRandom, shuffle } from '../../src/stats/random.ts';
import { type PairedCounts, tangoInterval, tangoTest } from '../../src/stats/tango.ts';

const pairedCounts: fc.Arbitrary<PairedCounts> = fc
  .tuple(fc.nat(60), fc.nat(60), fc.nat(400))
  .map(([candidateOnly, baselineOnly, concordant]) => ({
    candidateOnly,
    baselineOnly,
    cases: candidateOnly + baselineOnly + concordant + (candidateOnly + baselineOnly === 0 ? 1 : 0),
  }));

function count(differences: readonly number[]): PairedCounts {
  return {
    candidateOnly: differences.filter((difference) => difference === 1).length,
    baselineOnly: differences.filter((difference) => difference === -1).length,
    cases: differences.length,
  };
}

describe('Tango interval', () => {
  // Printed in Tango (1998), Agresti & Min (2005), Fagerland et al. (2014), and the tests of the R packages
  // contingencytables and ratesci; the last row computed with R.
  test.each([
    { b: 6, c: 16, n: 161, confidence: 0.95, low: -0.12402, high: -0.00543 },
    { b: 0, c: 1, n: 44, confidence: 0.9, low: -0.09566, high: 0.03652 },
    { b: 9, c: 3, n: 32, confidence: 0.95, low: -0.02709, high: 0.3897 },
    { b: 16, c: 8, n: 86, confidence: 0.95, low: -0.01966, high: 0.20691 },
    { b: 1, c: 7, n: 21, confidence: 0.95, low: -0.51723, high: -0.026 },
    { b: 3, c: 0, n: 3, confidence: 0.95, low: -0.12299, high: 1 },
    { b: 40, c: 20, n: 160, confidence: 0.95, low: 0.03086, high: 0.21806 },
  ])('of $b against $c in $n cases is the published one', ({ b, c, n, confidence, low, high }) => {
    const interval = tangoInterval({ candidateOnly: b, baselineOnly: c, cases: n, confidence });
    expect(interval.low).toBeCloseTo(low, 5);
    expect(interval.high).toBeCloseTo(high, 5);
    expect(interval.estimate).toBe((b - c) / n);
  });

  test('contains the estimate and stays within −1 and 1', () => {
    fc.assert(
      fc.property(pairedCounts, (counts) => {
        const { estimate, low, high } = tangoInterval({ ...counts, confidence: 0.9 });
        expect(low).toBeLessThanOrEqual(estimate);
        expect(high).toBeGreaterThanOrEqual(estimate);
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('inverts the test: the margin at the lower end is just at the critical value', () => {
    fc.assert(
      fc.property(pairedCounts, fc.double({ min: 0.5, max: 0.99, noNaN: true }), (counts, confidence) => {
        const { low } = tangoInterval({ ...counts, confidence });
        fc.pre(low > -0.999 && low < 0.999);
        const critical = normalQuantile((1 + confidence) / 2);
        expect(tangoTest({ ...counts, margin: -low }).z).toBeCloseTo(critical, 4);
      }),
    );
  });

  test('of the arms exchanged is its mirror image', () => {
    fc.assert(
      fc.property(pairedCounts, (counts) => {
        const straight = tangoInterval({ ...counts, confidence: 0.9 });
        const mirrored = tangoInterval({
          candidateOnly: counts.baselineOnly,
          baselineOnly: counts.candidateOnly,
          cases: counts.cases,
          confidence: 0.9,
        });
        expect(mirrored.low).toBeCloseTo(-straight.high, 9);
        expect(mirrored.high).toBeCloseTo(-straight.low, 9);
      }),
    );
  });

  test('without discordant cases is symmetric and not empty', () => {
    const { estimate, low, high } = tangoInterval({
      candidateOnly: 0,
      baselineOnly: 0,
      cases: 100,
      confidence: 0.9,
    });
    expect(estimate).toBe(0);
    expect(low).toBeCloseTo(-(1.6448536 ** 2) / (100 + 1.6448536 ** 2), 7);
    expect(high).toBeCloseTo(-low, 12);
  });

  test('reaches exactly −1 or 1 when every case differs in one direction', () => {
    expect(tangoInterval({ candidateOnly: 0, baselineOnly: 4, cases: 4, confidence: 0.9 }).low).toBe(-1);
    expect(tangoInterval({ candidateOnly: 1, baselineOnly: 0, cases: 1, confidence: 0.9 }).high).toBe(1);
  });
});

describe('Tango non-inferiority test', () => {
  // Computed with R.
  test.each([
    { b: 0, c: 1, n: 44, margin: 0.1, z: 1.708564, p: 0.043766 },
    { b: 12, c: 15, n: 400, margin: 0.03, z: 1.643981, p: 0.05009 },
    { b: 0, c: 0, n: 100, margin: 0.03, z: 1.758631, p: 0.03932 },
    { b: 3, c: 6, n: 300, margin: 0.02, z: 0.924549, p: 0.1776 },
  ])('of $b against $c in $n cases at margin $margin', ({ b, c, n, margin, z, p }) => {
    const result = tangoTest({ candidateOnly: b, baselineOnly: c, cases: n, margin });
    expect(result.z).toBeCloseTo(z, 6);
    expect(result.p).toBeCloseTo(p, 5);
  });

  test('a wider margin never makes the p-value larger', () => {
    const margin = fc.double({ min: -0.9, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(pairedCounts, margin, margin, (counts, one, other) => {
        const strict = tangoTest({ ...counts, margin: Math.min(one, other) });
        const lax = tangoTest({ ...counts, margin: Math.max(one, other) });
        expect(lax.p).toBeLessThanOrEqual(strict.p + 1e-12);
      }),
    );
  });

  test('a margin next to nothing is as good as none', () => {
    const counts = { candidateOnly: 0, baselineOnly: 0, cases: 1 };
    expect(tangoTest({ ...counts, margin: 2e-323 }).p).toBeCloseTo(0.5, 12);
    expect(tangoTest({ ...counts, margin: 5.4e-323 }).p).toBeCloseTo(0.5, 12);
  });

  test('the order of the cases does not matter', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(-1, 0, 1), { minLength: 1 }), fc.string(), (differences, seed) => {
        const shuffled = shuffle(createRandom(seed), differences);
        expect(tangoTest({ ...count(shuffled), margin: 0.05 })).toEqual(
          tangoTest({ ...count(differences), margin: 0.05 }),
        );
      }),
    );
  });

  test('no discordant case and no margin is no evidence either way', () => {
    expect(tangoTest({ candidateOnly: 0, baselineOnly: 0, cases: 50, margin: 0 })).toEqual({ z: 0, p: 0.5 });
  });

  test.each([
    { candidateOnly: 0, baselineOnly: 0, cases: 0, margin: 0.03 },
    { candidateOnly: 3, baselineOnly: 3, cases: 5, margin: 0.03 },
    { candidateOnly: 0.5, baselineOnly: 0, cases: 5, margin: 0.03 },
    { candidateOnly: 1, baselineOnly: 0, cases: 5, margin: 1 },
    { candidateOnly: 1, baselineOnly: 0, cases: 5, margin: Number.NaN },
  ])('counts that cannot be are refused: %o', (input) => {
    expect(() => tangoTest(input)).toThrow(StatisticsInputError);
  });
});
