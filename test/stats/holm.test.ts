import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holmAdjust } from '../../src/stats/holm.ts';
import { StatisticsInputError } from '../../src/stats/input-error.ts';
import { stepUpAdjust } from './support/step-up.ts';

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 25 });
const example = [0.01, 0.04, 0.03, 0.005];

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, index) => {
    expect(value).toBeCloseTo(expected[index], 12);
  });
}

describe('Holm adjustment', () => {
  // R, p.adjust.
  test('agrees with R, in the order of the input', () => {
    expectClose(holmAdjust(example), [0.03, 0.06, 0.06, 0.02]);
    expectClose(stepUpAdjust(example, 'hochberg'), [0.03, 0.04, 0.04, 0.02]);
    expectClose(stepUpAdjust(example, 'benjamini-hochberg'), [0.02, 0.04, 0.04, 0.02]);
  });

  test('is never below the raw value, nor below the step-up methods, nor above m times the raw value', () => {
    fc.assert(
      fc.property(pValues, (values) => {
        const holm = holmAdjust(values);
        const hochberg = stepUpAdjust(values, 'hochberg');
        const falseDiscovery = stepUpAdjust(values, 'benjamini-hochberg');
        values.forEach((p, index) => {
          expect(holm[index]).toBeGreaterThanOrEqual(p);
          expect(holm[index]).toBeLessThanOrEqual(Math.min(1, p * values.length) + 1e-15);
          expect(holm[index]).toBeGreaterThanOrEqual(hochberg[index] - 1e-15);
          expect(hochberg[index]).toBeGreaterThanOrEqual(falseDiscovery[index] - 1e-15);
        });
      }),
    );
  });

  test('keeps the order of the candidates', () => {
    fc.assert(
      fc.property(pValues, (values) => {
        const adjusted = holmAdjust(values);
        values.forEach((left, i) => {
          values.forEach((right, j) => {
            if (left < right) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]);
          });
        });
      }),
    );
  });

  test('of nothing is nothing, and of one value is that value', () => {
    expect(holmAdjust([])).toEqual([]);
    expect(holmAdjust([0.04])).toEqual([0.04]);
  });

  test('a p-value outside [0, 1] is refused with its position', () => {
    expect(() => holmAdjust([0.5, Number.NaN])).toThrow(StatisticsInputError);
    expect(() => holmAdjust([0.5, 1.2])).toThrow('pValues[1]');
  });
});
