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

/** Features by their hashes, before it is known how many buckets there are. */
export interface HashedFeatures {
  readonly hashes: Uint32Array;
  readonly weights: Float64Array;
}

export function hashNames(features: readonly (readonly [string, number])[]): HashedFeatures {
  return {
    hashes: Uint32Array.from(features, ([name]) => hashText(name)),
    weights: Float64Array.from(features, ([, weight]) => weight),
  };
}

/**
 * The hashing trick (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009) without signs: weighted features
 * summed into `dimensions` buckets.
 */
export function intoBuckets({ hashes, weights }: HashedFeatures, dimensions: number): SparseVector {
  const sums = new Map<number, number>();
  for (let position = 0; position < hashes.length; position++) {
    const bucket = hashes[position] % dimensions;
    sums.set(bucket, (sums.get(bucket) ?? 0) + weights[position]);
  }
  return sparseVector(sums);
}
