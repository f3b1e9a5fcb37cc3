import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterMean, clusterTest } from '../../src/stats/cluster.ts';
import { StatisticsInputError } from '../../src/stats/input-error.ts';

const clusters = [1, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 5];
const passes = [1, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1];
const differences = [0.1, -0.2, 0, 0.05, 0, -0.1, 0.2, 0, -0.05, 0.1, 0, -0.3];

describe('cluster-robust mean', () => {
  // R, sandwich::vcovCL with type HC0, with and without the factor G/(G−1).
  test('has the error of the sandwich estimator', () => {
    const result = clusterMean({ values: passes, clusters });
    expect(result.estimate).toBeCloseTo(0.5833333333, 10);
    expect(result.error).toBeCloseTo(0.1541134793, 10);
    expect(result.error * Math.sqrt(4 / 5)).toBeCloseTo(0.1378432864, 10);
    expect(result).toMatchObject({ degreesOfFreedom: 4, clusters: 5 });

    const paired = clusterMean({ values: differences, clusters });
    expect(paired.estimate).toBeCloseTo(-0.01666666667, 10);
    expect(paired.error).toBeCloseTo(0.03242393758, 10);
    expect(paired.error * Math.sqrt(4 / 5)).toBeCloseTo(0.02900085141, 10);
  });

  test('without clusters is the naive error s / √n', () => {
    expect(clusterMean({ values: passes }).error).toBeCloseTo(0.1486470975, 10);
    expect(clusterMean({ values: differences }).error).toBeCloseTo(0.039086798, 9);
  });

  test('copying every case into its cluster leaves the error as it was', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 }),
        (values) => {
          const copied = [...values, ...values, ...values];
          const labels = copied.map((_, index) => `document ${index % values.length}`);
          const once = clusterMean({ values });
          const thrice = clusterMean({ values: copied, clusters: labels });
          expect(thrice.estimate).toBeCloseTo(once.estimate, 10);
          expect(thrice.error).toBeCloseTo(once.error, 10);
        },
      ),
    );
  });

  test('whole weights count like repeated cases of one cluster', () => {
    const weighted = clusterMean({ values: [1, 0, 0.5], weights: [2, 1, 3] });
    const repeated = clusterMean({ values: [1, 1, 0, 0.5, 0.5, 0.5], clusters: [0, 0, 1, 2, 2, 2] });
    expect(weighted.estimate).toBeCloseTo(repeated.estimate, 12);
    expect(weighted.error).toBeCloseTo(repeated.error, 12);
    expect(weighted.degreesOfFreedom).toBe(2);
  });

  test('pseudo-clusters are as heavy as the heaviest cluster', () => {
    const labels = ['a', 'a', 'a', 'b', 'c'];
    const values = [0, 0, 0, 0, 0];
    const appended = clusterMean({ values, clusters: labels, pseudoClusters: [-1] });
    const spelledOut = clusterMean({
      values: [...values, -1, -1, -1],
      clusters: [...labels, 'pseudo', 'pseudo', 'pseudo'],
    });
    expect(appended).toEqual(spelledOut);
    expect(appended.clusters).toBe(4);
  });

  test('its test reads the same interval and both tails', () => {
    const result = clusterTest({ values: differences, clusters, bound: -0.1, confidence: 0.9 });
    expect(result.t).toBeCloseTo((-1 / 60 + 0.1) / 0.03242393758, 8);
    expect(result.pGreater + result.pLess).toBeCloseTo(1, 12);
    expect(result.low).toBeLessThan(result.estimate);
  });

  test.each([
    ['a single cluster', { values: [1, 2], clusters: ['a', 'a'] }],
    ['a missing label', { values: [1, 2], clusters: ['a'] }],
    ['weights that sum to 0', { values: [1, 2], weights: [0, 0] }],
    ['a negative weight', { values: [1, 2], weights: [1, -1] }],
    ['a NaN weight', { values: [1, 2], weights: [1, Number.NaN] }],
    ['no cases', { values: [] }],
  ])('%s is refused by name', (_, input) => {
    expect(() => clusterMean(input)).toThrow(StatisticsInputError);
  });
});
