import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deltaRatioInterval, fiellerInterval } from '../../src/stats/fieller.ts';
import { StatisticsInputError } from '../../src/stats/input-error.ts';

const quality = [1, 1, 0, 1, 0.5, 1, 1, 0, 1, 0.75];
const cost = [0.002, 0.003, 0.0015, 0.0042, 0.0021, 0.0018, 0.0035, 0.0029, 0.0024, 0.0031];

describe('ratio of means', () => {
  // R.
  test('Fieller interval of quality per dollar', () => {
    const result = fiellerInterval({ numerators: quality, denominators: cost, confidence: 0.95 });
    expect(result.kind).toBe('bounded');
    if (result.kind !== 'bounded') return;
    expect(result.estimate).toBeCloseTo(273.5849056604, 9);
    expect(result.low).toBeCloseTo(167.9439324181, 9);
    expect(result.high).toBeCloseTo(390.7210890781, 9);
    expect(result.g).toBeCloseTo(0.0513739451, 10);
  });

  test('delta-method interval of the same ratio', () => {
    const result = deltaRatioInterval({ numerators: quality, denominators: cost, confidence: 0.95 });
    expect(result.error).toBeCloseTo(47.8945924234, 9);
    expect(result.low).toBeCloseTo(165.2398103504, 9);
    expect(result.high).toBeCloseTo(381.9300009703, 9);
  });

  test('denominators that do not differ from 0 leave the ratio unbounded', () => {
    const result = fiellerInterval({
      numerators: [1, 1, 1, 0],
      denominators: [0, 0, 0, 0.001],
      confidence: 0.95,
    });
    expect(result.kind).toBe('unbounded');
    expect(result.g).toBeGreaterThanOrEqual(1);
    expect(result.estimate).toBeCloseTo(3000, 9);
  });

  test('contains the estimate, and scales with the unit of cost', () => {
    const pairs = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.5, max: 1.5, noNaN: true })),
      { minLength: 8, maxLength: 40 },
    );
    fc.assert(
      fc.property(pairs, (sample) => {
        const numerators = sample.map(([above]) => above);
        const denominators = sample.map(([, below]) => below);
        const result = fiellerInterval({ numerators, denominators, confidence: 0.9 });
        const cents = fiellerInterval({
          numerators,
          denominators: denominators.map((below) => below * 100),
          confidence: 0.9,
        });
        expect(cents.kind).toBe(result.kind);
        if (result.kind !== 'bounded' || cents.kind !== 'bounded') return;
        expect(result.low).toBeLessThanOrEqual(result.estimate + 1e-9);
        expect(result.high).toBeGreaterThanOrEqual(result.estimate - 1e-9);
        expect(cents.low * 100).toBeCloseTo(result.low, 7);
      }),
    );
  });

  test('constant cost leaves the interval of the mean quality', () => {
    const result = fiellerInterval({ numerators: [0, 1, 1], denominators: [2, 2, 2], confidence: 0.9 });
    expect(result).toMatchObject({ kind: 'bounded', g: 0 });
  });

  test.each([
    ['one case', [1], [1]],
    ['costs that sum to 0', [1, 1], [0, 0]],
    ['a NaN cost', [1, 1], [1, Number.NaN]],
    ['a missing cost', [1, 1], [1]],
  ])('%s is refused', (_, numerators, denominators) => {
    expect(() => fiellerInterval({ numerators, denominators, confidence: 0.9 })).toThrow(
      StatisticsInputError,
    );
  });
});
