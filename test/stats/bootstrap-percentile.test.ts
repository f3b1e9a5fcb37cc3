import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bcaInterval, percentileInterval } from '../../src/stats/bootstrap.ts';
import { bootstrapPercentileDifference, percentile } from '../../src/stats/bootstrap-percentile.ts';
import { StatisticsInputError } from '../../src/stats/input-error.ts';
import { createRandom, fillIndices, nextUnit } from '../../src/stats/random.ts';

const random = createRandom('latency');
const baseline = Array.from({ length: 300 }, () => 200 - 300 * Math.log(1 - nextUnit(random)));
const slower = baseline.map((milliseconds) => milliseconds + 50);

describe('percentile', () => {
  test('is the smallest value with enough values at or below it', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([0.01, 0.07, 0.5, 0.95, 0.99].map((p) => percentile(hundred, p))).toEqual([1, 7, 50, 95, 99]);
    expect(percentile([5], 0.5)).toBe(5);
  });

  test('is an observed value, and rises with its probability', () => {
    const probability = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1 }),
        probability,
        probability,
        (values, one, other) => {
          const low = percentile(values, Math.min(one, other));
          expect(values).toContain(low);
          expect(low).toBeLessThanOrEqual(percentile(values, Math.max(one, other)));
        },
      ),
    );
  });
});

describe('paired bootstrap of a percentile difference', () => {
  test('counting draws gives what sorting every resample gives', () => {
    for (const probability of [0.1, 0.5, 0.95, 0.99]) {
      const candidate = baseline.slice(0, 40).map((value, index) => value * (index % 3));
      const paired = baseline.slice(0, 40);
      const fast = bootstrapPercentileDifference({
        candidate,
        baseline: paired,
        probability,
        seed: 'x',
        resamples: 200,
      });
      const generator = createRandom('x');
      const indices = new Uint32Array(40);
      const slow = Float64Array.from({ length: 200 }, () => {
        fillIndices(generator, indices, 40);
        const drawn = Array.from(indices);
        return (
          percentile(
            drawn.map((index) => candidate[index]),
            probability,
          ) -
          percentile(
            drawn.map((index) => paired[index]),
            probability,
          )
        );
      }).sort();
      expect(fast.replicates).toEqual(slow);
    }
  });

  test('a constant delay is seen exactly, because the arms are paired', () => {
    for (const probability of [0.5, 0.95, 0.99]) {
      const distribution = bootstrapPercentileDifference({
        candidate: slower,
        baseline,
        probability,
        seed: 1,
        resamples: 500,
      });
      const interval = percentileInterval(distribution, 0.9);
      expect(interval.low).toBeCloseTo(50, 9);
      expect(interval.high).toBeCloseTo(50, 9);
      expect(bcaInterval(distribution, 0.9).low).toBeCloseTo(50, 9);
    }
  });

  test('clusters of copies are as uncertain as single cases', () => {
    const candidate = [...baseline].reverse();
    const once = bootstrapPercentileDifference({
      candidate,
      baseline,
      probability: 0.95,
      seed: 3,
      resamples: 500,
    });
    const twice = bootstrapPercentileDifference({
      candidate: [...candidate, ...candidate],
      baseline: [...baseline, ...baseline],
      clusters: [...baseline, ...baseline].map((_, index) => `conversation ${index % 300}`),
      probability: 0.95,
      seed: 3,
      resamples: 500,
    });
    expect(twice.replicates).toEqual(once.replicates);
  });

  test('arms that do not differ give 0', () => {
    const distribution = bootstrapPercentileDifference({
      candidate: baseline,
      baseline,
      probability: 0.95,
      seed: 1,
      resamples: 200,
    });
    expect(bcaInterval(distribution, 0.9)).toEqual({ estimate: 0, low: 0, high: 0 });
  });

  test.each([
    ['one case', { candidate: [1], baseline: [1], probability: 0.5 }],
    ['arms of different length', { candidate: [1, 2], baseline: [1], probability: 0.5 }],
    ['NaN', { candidate: [1, Number.NaN], baseline: [1, 2], probability: 0.5 }],
    ['a probability of 1', { candidate: [1, 2], baseline: [1, 2], probability: 1 }],
    ['a single cluster', { candidate: [1, 2], baseline: [1, 2], probability: 0.5, clusters: [1, 1] }],
  ])('%s is refused', (_, input) => {
    expect(() => bootstrapPercentileDifference({ ...input, seed: 1 })).toThrow(StatisticsInputError);
  });
});
