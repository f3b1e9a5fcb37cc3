import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterMean } from '../../src/stats/cluster.ts';
import { StatisticsInputError } from '../../src/stats/input-error.ts';
import { effectiveNumber, postStratifiedMean, postStratify } from '../../src/stats/post-stratify.ts';
import { createRandom, nextUnit } from '../../src/stats/random.ts';
import { tInterval } from '../../src/stats/t-inference.ts';

const tags = [...new Array<string>(80).fill('chat'), ...new Array<string>(20).fill('mail')];
const mix = { chat: 0.5, mail: 0.5 };

describe('post-stratification', () => {
  test('weights bring an 80/20 sample to a 50/50 mix', () => {
    const { weights, effectiveNumber: effective, strata } = postStratify({ tags, mix });
    expect(weights[0]).toBeCloseTo(0.625, 12);
    expect(weights[99]).toBeCloseTo(2.5, 12);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(100, 10);
    expect(effective).toBeCloseTo(64, 10);
    expect(strata).toEqual([
      { tag: 'chat', cases: 80, observedShare: 0.8, declaredShare: 0.5 },
      { tag: 'mail', cases: 20, observedShare: 0.2, declaredShare: 0.5 },
    ]);
  });

  test('weighted shares equal the declared mix, and cost effective cases', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 3, maxLength: 60 }),
        fc.tuple(
          fc.integer({ min: 1, max: 9 }),
          fc.integer({ min: 1, max: 9 }),
          fc.integer({ min: 1, max: 9 }),
        ),
        (drawn, parts) => {
          const sample = ['a', 'b', 'c', ...drawn];
          const total = parts[0] + parts[1] + parts[2];
          const declared = { a: parts[0] / total, b: parts[1] / total, c: parts[2] / total };
          const { weights, effectiveNumber: effective } = postStratify({ tags: sample, mix: declared });
          const weighted = sample.reduce((sum, tag, index) => (tag === 'b' ? sum + weights[index] : sum), 0);
          expect(weighted / sample.length).toBeCloseTo(declared.b, 10);
          expect(effective).toBeLessThanOrEqual(sample.length + 1e-9);
        },
      ),
    );
  });

  test('equal weights keep every case effective', () => {
    expect(effectiveNumber([2, 2, 2])).toBe(3);
    expect(() => effectiveNumber([])).toThrow(StatisticsInputError);
    expect(() => effectiveNumber([0, 0])).toThrow(StatisticsInputError);
  });
});

describe('post-stratified mean', () => {
  test('is the mix of the means, with the stratified error', () => {
    const values = [1, 0, 1, 0, 1, 1];
    const result = postStratifiedMean({
      values,
      tags: ['a', 'a', 'a', 'a', 'b', 'b'],
      mix: { a: 0.25, b: 0.75 },
    });
    expect(result.estimate).toBeCloseTo(0.25 * 0.5 + 0.75, 12);
    expect(result.error).toBeCloseTo(Math.sqrt((0.25 ** 2 * (1 / 3)) / 4), 12);
    expect(result.degreesOfFreedom).toBeCloseTo(3, 12);
  });

  test('agrees with the weighted mean of the same weights', () => {
    const random = createRandom('mean');
    const values = tags.map(() => nextUnit(random));
    const stratified = postStratifiedMean({ values, tags, mix });
    const weighted = clusterMean({ values, weights: postStratify({ tags, mix }).weights });
    expect(stratified.estimate).toBeCloseTo(weighted.estimate, 12);
  });

  test('its 90 % interval covers the mean under the mix about 90 % of the time', () => {
    const random = createRandom('coverage');
    let covered = 0;
    const worlds = 2000;
    for (let world = 0; world < worlds; world += 1) {
      const drawn = Array.from({ length: 100 }, () => (nextUnit(random) < 0.8 ? 'chat' : 'mail'));
      const values = drawn.map((tag) => nextUnit(random) + (tag === 'mail' ? 1 : 0));
      const { low, high } = tInterval(postStratifiedMean({ values, tags: drawn, mix }), 0.9);
      if (low <= 1 && high >= 1) covered += 1;
    }
    expect(Math.abs(covered / worlds - 0.9)).toBeLessThan(0.02);
  });

  test('constant strata have no error', () => {
    expect(
      postStratifiedMean({ values: [1, 1, 0, 0], tags: ['a', 'a', 'b', 'b'], mix: { a: 0.3, b: 0.7 } }),
    ).toMatchObject({ estimate: 0.3, error: 0, degreesOfFreedom: 2 });
  });
});

describe('mixes that cannot be met', () => {
  test.each([
    ['does not sum to 1', ['a', 'b'], { a: 0.5, b: 0.4 }],
    ['names a tag that no case has', ['a', 'a'], { a: 0.5, c: 0.5 }],
    ['lacks a tag that a case has', ['a', 'b'], { a: 1 }],
    ['holds a share of 0', ['a', 'b'], { a: 1, b: 0 }],
    ['holds NaN', ['a', 'b'], { a: 1, b: Number.NaN }],
    ['meets no cases', [], { a: 1 }],
  ])('a mix that %s is refused', (_, sample, declared) => {
    expect(() => postStratify({ tags: sample, mix: { ...declared } })).toThrow(StatisticsInputError);
  });

  test('a stratum with one case has no variance, and the error names it', () => {
    expect(() =>
      postStratifiedMean({ values: [1, 0, 1], tags: ['a', 'a', 'b'], mix: { a: 0.5, b: 0.5 } }),
    ).toThrow('cases tagged "b" must be at least 2, found 1');
  });
});
