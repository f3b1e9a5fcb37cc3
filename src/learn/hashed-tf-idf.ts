import { type SparseVector, sparseVector, unit } from '../text/sparse-vector.ts';
import { hashText } from './feature-hashing.ts';

/** Inverse document frequencies by bucket, small enough for an artifact: one byte each. */
export interface HashedIdf {
  readonly dimensions: number;
  /** The largest weight, that of a feature which no document holds. */
  readonly largest: number;
  /** Weight / largest × 255, rounded; base64. */
  readonly levels: string;
}

/**
 * Counts in how many documents each hashed feature stands. The weight is `ln((1 + N) / (1 + df)) + 1`, rounded to 1/255 of the
 * largest.
 */
export function fitHashedIdf(documents: Iterable<readonly string[]>, dimensions: number): HashedIdf {
  const frequencies = new Uint32Array(dimensions);
  let count = 0;
  for (const features of documents) {
    count += 1;
    for (const bucket of new Set(features.map((feature) => hashText(feature) % dimensions))) {
      frequencies[bucket] += 1;
    }
  }
  const weigh = (frequency: number): number => Math.log((1 + count) / (1 + frequency)) + 1;
  const largest = weigh(0);
  const levels = Uint8Array.from(frequencies, (frequency) => Math.round((weigh(frequency) / largest) * 255));
  return { dimensions, largest, levels: Buffer.from(levels).toString('base64') };
}

/** Makes vectors of length 1 with weights `(1 + ln tf) · idf`. Features that no document held weigh most. */
export function hashedTfIdf({
  dimensions,
  largest,
  levels,
}: HashedIdf): (features: readonly string[]) => SparseVector {
  const bytes = Buffer.from(levels, 'base64');
  const weights = Float64Array.from(bytes, (level) => (level / 255) * largest);
  return (features) => {
    const counts = new Map<number, number>();
    for (const feature of features) {
      const bucket = hashText(feature) % dimensions;
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    for (const [bucket, count] of counts) counts.set(bucket, (1 + Math.log(count)) * weights[bucket]);
    return unit(sparseVector(counts));
  };
}
