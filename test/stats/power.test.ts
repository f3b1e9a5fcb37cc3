import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatisticsInputError } from '../../src/stats/input-error.ts';
import {
  binarySampleSize,
  mcnemarSampleSize,
  minimumCasesWithoutFailure,
  minimumDetectableDrop,
  pairedDeviation,
  pairedPower,
  pairedSampleSize,
} from '../../src/stats/power.ts';
import {
  pairedTDetectableDrop,
  pairedTPower,
  pairedTSampleSize,
  twoSampleTPower,
} from '../../src/stats/power-t.ts';

const errors = { alpha: 0.05, power: 0.8 };

describe('power by the t distribution', () => {
  // R: power.t.test and pwr.t.test. Their root finder stops at 1.2e-4, so the solved figures agree to that only;
  // the powers, which are not solved for, agree in every digit printed.
  test('paired and two-sample power are those of R', () => {
    expect(pairedTPower({ effect: 0.03 / 0.2, cases: 200, alpha: 0.05 })).toBeCloseTo(0.6805534226, 10);
    expect(twoSampleTPower({ casesPerArm: 20, difference: 1, deviation: 1, alpha: 0.05 })).toBeCloseTo(
      0.8689528017,
      10,
    );
  });

  test('the sample size for a drop of .02 at a deviation of .2 is R’s', () => {
    expect(pairedTSampleSize({ effect: 0.02 / 0.2, ...errors })).toBeCloseTo(619.6107461, 5);
    expect(pairedTSampleSize({ effect: 0.2, ...errors })).toBeCloseTo(155.9256412, 3);
  });

  test('the smallest detectable drop of 200 cases is R’s to its tolerance, and has the power asked for', () => {
    const drop = pairedTDetectableDrop({ deviation: 0.2, cases: 200, ...errors });
    expect(Math.abs(drop - 0.03527107631)).toBeLessThan(1.2e-4);
    expect(pairedTPower({ effect: drop / 0.2, cases: 200, alpha: 0.05 })).toBeCloseTo(0.8, 9);
  });

  test('needs slightly more cases than the normal theory', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 0.8, noNaN: true }), (effect) => {
        const normal = pairedSampleSize({ deviation: 1, margin: effect, ...errors });
        const exact = pairedTSampleSize({ effect, ...errors });
        expect(exact).toBeGreaterThan(normal);
        expect(exact).toBeLessThan(normal + 2);
      }),
      { numRuns: 25 },
    );
  });

  test('an overwhelming effect has power 1 and no effect has power α', () => {
    expect(pairedTPower({ effect: 40, cases: 200, alpha: 0.05 })).toBe(1);
    expect(pairedTPower({ effect: 0, cases: 20, alpha: 0.05 })).toBeCloseTo(0.05, 12);
  });
});

describe('power by the normal distribution', () => {
  // Miller (2024), "Adding Error Bars to Evals", the example of §5: two-sided .05, so α is .025 here.
  test.each([
    { repeats: 1, expected: 3875.99, digits: 2 },
    { repeats: 10, expected: 1259.7, digits: 1 },
    { repeats: Number.POSITIVE_INFINITY, expected: 968.998, digits: 2 },
  ])('repeats buy cases: $repeats per case', ({ repeats, expected, digits }) => {
    const deviation = pairedDeviation({
      betweenCases: 1 / 9,
      withinCandidate: 1 / 6,
      withinBaseline: 1 / 6,
      repeatsCandidate: repeats,
      repeatsBaseline: repeats,
    });
    expect(pairedSampleSize({ deviation, margin: 0.03, alpha: 0.025, power: 0.8 })).toBeCloseTo(
      expected,
      digits,
    );
  });

  test("pairs for McNemar's test are Connor's (1987)", () => {
    expect(mcnemarSampleSize({ discordance: 0.2, difference: 0.1, alpha: 0.025, power: 0.8 })).toBeCloseTo(
      154.5986,
      4,
    );
  });

  test('pass/fail data need ψ / δ² cases, as numeric data with that variance', () => {
    expect(binarySampleSize({ discordance: 0.1, margin: 0.05, ...errors })).toBeCloseTo(
      pairedSampleSize({ deviation: Math.sqrt(0.1), margin: 0.05, ...errors }),
      9,
    );
  });

  test('sample size, detectable drop and power are three readings of one curve', () => {
    const deviations = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(deviations, fc.double({ min: 0.005, max: 0.3, noNaN: true }), (deviation, margin) => {
        const cases = pairedSampleSize({ deviation, margin, ...errors });
        expect(minimumDetectableDrop({ deviation, cases, ...errors })).toBeCloseTo(margin, 9);
        expect(pairedPower({ deviation, cases, margin, alpha: 0.05 })).toBeCloseTo(0.8, 9);
      }),
    );
  });

  test('arms that never differ need no power', () => {
    expect(pairedPower({ deviation: 0, cases: 10, margin: 0.03, alpha: 0.05 })).toBe(1);
    expect(pairedPower({ deviation: 0, cases: 10, margin: 0.03, trueDifference: -0.03, alpha: 0.05 })).toBe(
      0,
    );
  });

  test.each([
    ['a candidate assumed worse than the margin', { deviation: 0.2, margin: 0.02, trueDifference: -0.05 }],
    ['a margin of 0', { deviation: 0.2, margin: 0 }],
    ['a NaN deviation', { deviation: Number.NaN, margin: 0.02 }],
    ['a negative deviation', { deviation: -1, margin: 0.02 }],
  ])('%s has no sample size', (_, input) => {
    expect(() => pairedSampleSize({ ...input, ...errors })).toThrow(StatisticsInputError);
  });

  test('a difference larger than the discordance is impossible', () => {
    expect(() => mcnemarSampleSize({ discordance: 0.1, difference: 0.2, ...errors })).toThrow(
      'must not be 0, nor larger than the discordance, 0.1',
    );
  });
});

describe('fewest cases that could show anything', () => {
  test.each([
    [0.01, 299],
    [0.02, 149],
    [0.03, 99],
    [0.05, 59],
    [0.1, 29],
  ])('at margin %d it takes %d', (margin, cases) => {
    expect(minimumCasesWithoutFailure({ margin, alpha: 0.05 })).toBe(cases);
  });

  test('is the first number of cases whose silence is unlikely', () => {
    const shares = fc.double({ min: 0.001, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(shares, shares, (margin, alpha) => {
        const cases = minimumCasesWithoutFailure({ margin, alpha });
        expect((1 - margin) ** cases).toBeLessThanOrEqual(alpha * (1 + 1e-9));
        expect((1 - margin) ** (cases - 1)).toBeGreaterThan(alpha * (1 - 1e-9));
      }),
    );
  });
});
