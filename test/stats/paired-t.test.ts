import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatisticsInputError } from '../../src/stats/input-error.ts';
import { pairedTTest } from '../../src/stats/paired-t.ts';
import { createRandom, shuffle } from '../../src/stats/random.ts';

// Student (1908), the sleep data of R.
const sleep = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];

const differences = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 60 });

describe('paired t test', () => {
  test('of the sleep data against 0 is the one R prints', () => {
    const test0 = pairedTTest({ differences: sleep, bound: 0, confidence: 0.95 });
    expect(test0.t).toBeCloseTo(4.0621277, 7);
    expect(test0.degreesOfFreedom).toBe(9);
    expect(2 * test0.pGreater).toBeCloseTo(0.00283289, 8);
    expect(test0.low).toBeCloseTo(0.7001142367, 10);
    expect(test0.high).toBeCloseTo(2.4598857633, 10);
  });

  test('against a margin gives the non-inferiority p and the one-sided bound of R', () => {
    const inferior = pairedTTest({ differences: sleep, bound: -0.5, confidence: 0.9 });
    expect(inferior.t).toBeCloseTo(5.347611127, 9);
    expect(inferior.pGreater).toBeCloseTo(0.0002319027045, 12);
    expect(inferior.low).toBeCloseTo(0.866994733, 9);

    const negated = pairedTTest({ differences: sleep.map((d) => -d), bound: -2.5, confidence: 0.9 });
    expect(negated.t).toBeCloseTo(2.365289537, 9);
    expect(negated.pGreater).toBeCloseTo(0.02111686025, 10);
    expect(negated.low).toBeCloseTo(-2.293005267, 9);
  });

  test('pseudo-cases at −1 and +1 keep constant data from being certain', () => {
    const constant = new Array<number>(50).fill(0);
    const bare = pairedTTest({ differences: constant, bound: -0.02, confidence: 0.9 });
    expect(bare).toMatchObject({
      error: 0,
      low: 0,
      high: 0,
      t: Number.POSITIVE_INFINITY,
      pGreater: 0,
      pLess: 1,
    });
    const careful = pairedTTest({
      differences: constant,
      bound: -0.02,
      confidence: 0.9,
      pseudoCases: [-1, 1],
    });
    expect(careful.pGreater).toBeGreaterThan(0.2);
    expect(careful.low).toBeLessThan(-0.02);
    expect(careful.degreesOfFreedom).toBe(51);
    expect(careful.mean).toBe(0);
  });

  test('constant data at the bound itself decide nothing', () => {
    const result = pairedTTest({ differences: [0.1, 0.1, 0.1], bound: 0.1, confidence: 0.9 });
    expect(result.error).toBe(0);
    expect(pairedTTest({ differences: [0, 0], bound: 0, confidence: 0.9 })).toMatchObject({
      t: 0,
      pGreater: 0.5,
      pLess: 0.5,
    });
  });

  test('the interval contains the estimate and agrees with the test', () => {
    fc.assert(
      fc.property(differences, fc.double({ min: -1, max: 1, noNaN: true }), (values, bound) => {
        const result = pairedTTest({ differences: values, bound, confidence: 0.9, pseudoCases: [-1, 1] });
        expect(result.low).toBeLessThanOrEqual(result.estimate);
        expect(result.high).toBeGreaterThanOrEqual(result.estimate);
        expect(result.pGreater + result.pLess).toBeCloseTo(1, 12);
        if (Math.abs(result.low - bound) > 1e-9) expect(result.pGreater < 0.05).toBe(result.low > bound);
      }),
    );
  });

  test('the order of the cases does not matter', () => {
    fc.assert(
      fc.property(differences, fc.string(), (values, seed) => {
        const input = { bound: -0.03, confidence: 0.9, pseudoCases: [-1, 1] };
        const straight = pairedTTest({ ...input, differences: values });
        const shuffled = pairedTTest({ ...input, differences: shuffle(createRandom(seed), values) });
        expect(shuffled.t).toBeCloseTo(straight.t, 9);
      }),
    );
  });

  test.each([
    ['one case', [0.5]],
    ['no case', []],
    ['NaN', [0, Number.NaN]],
    ['an infinite difference', [0, Number.POSITIVE_INFINITY]],
  ])('%s has no error and is refused', (_, values) => {
    expect(() => pairedTTest({ differences: values, bound: 0, confidence: 0.9 })).toThrow(
      StatisticsInputError,
    );
  });

  test('the error says which difference is not a number', () => {
    expect(() => pairedTTest({ differences: [0, Number.NaN], bound: 0, confidence: 0.9 })).toThrow(
      'values[1] must be a finite number, found NaN',
    );
  });
});
