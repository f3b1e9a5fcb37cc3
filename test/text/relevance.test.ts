import { describe, expect, test } from 'vitest';
import { rankByRelevance } from '../../src/text/relevance.ts';

const texts = [
  'Gift cards never expire.',
  'A parcel is delivered within five days.',
  'Parcels to islands: delivery takes longer, and parcels travel by ship.',
];

describe('relevance to a query', () => {
  test('ranks by shared word stems, the best text at 1', () => {
    const relevance = rankByRelevance(texts, 'When is my parcel delivered?');
    expect(relevance?.order).toEqual([1, 2, 0]);
    expect(relevance?.shares[1]).toBe(1);
    expect(relevance?.shares[0]).toBe(0);
  });

  test('is undefined when nothing is shared or nothing is asked', () => {
    expect(rankByRelevance(texts, 'zebra')).toBeUndefined();
    expect(rankByRelevance(texts, '?!')).toBeUndefined();
    expect(rankByRelevance([], 'parcel')).toBeUndefined();
  });
});
