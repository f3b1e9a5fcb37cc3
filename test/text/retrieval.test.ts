import { describe, expect, test } from 'vitest';
import { bm25Index } from '../../src/text/bm25.ts';
import { cosine, dot, sparseVector } from '../../src/text/sparse-vector.ts';
import { fitTfIdf } from '../../src/text/tf-idf.ts';
import { characterNgrams, stems, words } from '../../src/text/words.ts';

describe('words', () => {
  test('identifiers, prices and sizes stay whole, hyphens between letters separate', () => {
    expect(words('QM-48213: the cast-iron pan (2XL, 120v) didn’t cost $1,234.56')).toEqual([
      'qm-48213',
      'the',
      'cast',
      'iron',
      'pan',
      '2xl',
      '120v',
      "didn't",
      'cost',
      '1,234.56',
    ]);
  });

  test('forms of one word share a stem', () => {
    expect(new Set(stems('deliver delivers delivered delivering')).size).toBe(1);
  });

  test('letter groups show where a word begins and ends', () => {
    expect(characterNgrams('to', 3, 4)).toEqual([' to', 'to ', ' to ']);
  });
});

describe('BM25', () => {
  const index = bm25Index([
    stems('the parcel is late'),
    stems('a parcel, a parcel'),
    stems('refund of the label'),
  ]);

  test('the document with the rarer matching word comes first', () => {
    expect(index.rank(stems('refund parcel'))[0]).toBe(2);
  });

  test('gives the score of the formula', () => {
    // N = 3, df = 2, tf = 1, document length 4, mean length 4.
    const idf = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5));
    expect(index.scores(['parcel'])[0]).toBeCloseTo(idf, 12);
  });
});

describe('TF-IDF', () => {
  test('a text is most similar to itself, and not at all to one without a common word', () => {
    const space = fitTfIdf([['a', 'b'], ['b', 'c'], ['d']]);
    const vector = space.vectorise(['a', 'b']);
    expect(cosine(vector, vector)).toBeCloseTo(1, 12);
    expect(cosine(vector, space.vectorise(['d']))).toBe(0);
    expect(space.idf('a')).toBeGreaterThan(space.idf('b'));
  });

  test('a dot product meets common indices only', () => {
    expect(
      dot(
        sparseVector(
          new Map([
            [3, 2],
            [1, 5],
          ]),
        ),
        sparseVector(
          new Map([
            [3, 4],
            [2, 7],
          ]),
        ),
      ),
    ).toBe(8);
  });
});
