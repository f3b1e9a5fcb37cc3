import { type SparseVector, sparseVector } from '../text/sparse-vector.ts';

/** FNV-1a over UTF-16 code units, 32 bits, unsigned (Fowler, Noll and Vo). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let position = 0; position < text.length; position++) {
    hash ^= text.charCodeAt(position);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/**
 * The hashing trick (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009) without signs: weighted features
 * summed into `dimensions` buckets.
 */
export function hashFeatures(
  features: Iterable<readonly [string, number]>,
  dimensions: number,
): SparseVector {
  const sums = new Map<number, number>();
  for (const [feature, weight] of features) {
    const bucket = hashText(feature) % dimensions;
    sums.set(bucket, (sums.get(bucket) ?? 0) + weight);
  }
  return sparseVector(sums);
}
