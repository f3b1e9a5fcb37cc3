import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitHashedIdf, hashedTfIdf } from '../../src/learn/hashed-tf-idf.ts';
import { neighbourIndex } from '../../src/learn/nearest-neighbours.ts';
import { earlierNeighbours, sparseIndex } from '../../src/learn/sparse-index.ts';
import { fitLexical, lexicalFeatures } from '../../src/optimizations/response-cache/embedder.ts';
import { createRandom, shuffle } from '../../src/stats/random.ts';
import { type SparseVector, sparseVector, unit } from '../../src/text/sparse-vector.ts';

const vector = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 5 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((entries): SparseVector => unit(sparseVector(new Map(entries))));

describe('sparse index', () => {
  test('finds what a scan over all vectors finds', () => {
    fc.assert(
      fc.property(
        fc.array(vector, { maxLength: 30 }),
        vector,
        fc.integer({ min: 1, max: 5 }),
        (vectors, query, count) => {
          const index = sparseIndex();
          for (const each of vectors) index.add(each);
          const found = index.nearest(query, count);
          const expected = neighbourIndex(vectors).nearest(query, count);
          expect(found.length).toBe(expected.length);
          for (const [rank, { similarity }] of found.entries()) {
            expect(similarity).toBeCloseTo(expected[rank].similarity, 12);
          }
        },
      ),
    );
  });

  test('what was removed is not found, and earlier neighbours stay in their group', () => {
    const same = unit(sparseVector(new Map([[1, 1]])));
    const index = sparseIndex();
    index.add(same);
    index.add(same);
    index.remove(0);
    expect(index.nearest(same, 5)).toEqual([{ position: 1, similarity: 1 }]);
    const groups = ['a', 'b', 'a', 'b'].map((group) => ({ group, vector: same }));
    expect(earlierNeighbours(groups, 5).map((found) => found.map(({ position }) => position))).toEqual([
      [],
      [],
      [0],
      [1],
    ]);
  });

  test('rare features weigh more than common ones', () => {
    const vectorise = hashedTfIdf(
      fitHashedIdf(
        [
          ['a', 'b'],
          ['a', 'c'],
          ['a', 'd'],
        ],
        1_024,
      ),
    );
    const { values } = vectorise(['a', 'b']);
    expect(Math.max(...values) / Math.min(...values)).toBeGreaterThan(1.3);
  });
});

const file = new URL('../../../shared/data/cache/clinc150_full.tsv', import.meta.url);

// CLINC150 (Larson et al. 2019): 22,500 requests of 150 intents; requests out of its scope are left out. Measured elsewhere with
// another order of arrival: 18.0 % hits at .86, 41.9 % at .70, and 49.2 % for the nearest neighbour alone.
describe.skipIf(!existsSync(file))('CLINC150 (skipped without the shared data)', () => {
  test('lexical hit rates are within 1.5 points of those measured elsewhere, the nearest neighbour alone overstates', () => {
    const rows = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
      .filter(([, intent]) => intent !== 'oos')
      .map(([, intent, text]) => ({ intent, text }));
    const stream = shuffle(createRandom('clinc'), rows);
    const features = stream.map(({ text }) => lexicalFeatures(text));
    const vectorise = hashedTfIdf(fitLexical(stream.map(({ text }) => text)));
    const neighbours = earlierNeighbours(
      features.map((list) => ({ group: '', vector: vectorise(list) })),
      32,
      0.7,
    );
    const replay = (threshold: number) => {
      const kept = new Set<number>();
      let hits = 0;
      let wrong = 0;
      for (const [position, found] of neighbours.entries()) {
        const hit = found.find((other) => other.similarity >= threshold && kept.has(other.position));
        if (hit === undefined) kept.add(position);
        else {
          hits += 1;
          if (stream[hit.position].intent !== stream[position].intent) wrong += 1;
        }
      }
      return { hitRate: hits / stream.length, wrong: wrong / hits };
    };
    const strict = replay(0.86);
    const lax = replay(0.7);
    expect(Math.abs(strict.hitRate - 0.18)).toBeLessThan(0.015);
    expect(strict.wrong).toBeLessThan(0.025);
    expect(Math.abs(lax.hitRate - 0.419)).toBeLessThan(0.015);
    expect(Math.abs(lax.wrong - 0.05)).toBeLessThan(0.01);
    const alone = neighbours.filter(([nearest]) => (nearest?.similarity ?? 0) >= 0.7).length / stream.length;
    expect(Math.abs(alone - 0.492)).toBeLessThan(0.015);
    expect(alone - lax.hitRate).toBeGreaterThan(0.05);
  }, 180_000);
});
