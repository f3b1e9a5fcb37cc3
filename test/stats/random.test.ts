import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatisticsInputError } from '../../src/stats/input-error.ts';
import {
  createRandom,
  derive,
  fillIndices,
  integerBelow,
  nextUnit,
  shuffle,
} from '../../src/stats/random.ts';

function draws(seed: string | number, count: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => nextUnit(random));
}

describe('seeded random numbers', () => {
  test('the same seed gives the same draws, on every machine', () => {
    expect(draws('tollgate', 3)).toEqual(draws('tollgate', 3));
    expect(draws('tollgate', 2)).toMatchInlineSnapshot(`
      [
        0.1900326104154172,
        0.886631577920717,
      ]
    `);
  });

  test('seeds, types of seed and labels do not share their draws', () => {
    const seeds = ['1', 1, 2, derive(1, 'bootstrap'), derive(1, 'shuffle'), derive('1', 'shuffle')];
    expect(new Set(seeds.map((seed) => draws(seed, 1)[0])).size).toBe(seeds.length);
  });

  test('units are uniform in [0, 1)', () => {
    const values = draws(7, 20_000);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
  });

  test('integers below a limit are all drawn about equally often', () => {
    const random = createRandom('dice');
    const counts = [0, 0, 0, 0, 0, 0];
    for (let roll = 0; roll < 60_000; roll += 1) counts[integerBelow(random, 6)] += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  test('bulk indices stay below the limit and reach every place', () => {
    const indices = new Uint32Array(20_000);
    fillIndices(createRandom(3), indices, 100);
    expect(Math.max(...indices)).toBe(99);
    expect(new Set(indices).size).toBe(100);
  });

  test('shuffling keeps every item and leaves the input as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.string(), (items, seed) => {
        const before = [...items];
        const shuffled = shuffle(createRandom(seed), items);
        expect(items).toEqual(before);
        expect([...shuffled].sort((a, b) => a - b)).toEqual([...before].sort((a, b) => a - b));
      }),
    );
  });

  test('a seed that is not a number is refused', () => {
    expect(() => createRandom(Number.NaN)).toThrow(StatisticsInputError);
    expect(() => integerBelow(createRandom(1), 0)).toThrow(
      'integerBelow: limit must be an integer of at least 1, found 0',
    );
  });
});
