import type { SparseVector } from '../../src/text/sparse-vector.ts';

/** Inverse document frequency of every bucket, `ln((1 + N) / (1 + df)) + 1`. */
export function rarityOf(vectors: readonly SparseVector[], dimensions: number): Float64Array {
  const frequency = new Float64Array(dimensions);
  for (const { indices } of vectors) for (const index of indices) frequency[index] += 1;
  return frequency.map((count) => Math.log((1 + vectors.length) / (1 + count)) + 1);
}
