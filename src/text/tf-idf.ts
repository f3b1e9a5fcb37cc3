import { type SparseVector, sparseVector, unit } from './sparse-vector.ts';

export interface TfIdf {
  /** A vector of length 1; terms that the fitted documents do not hold are left out. */
  readonly vectorise: (terms: readonly string[]) => SparseVector;
  /** Smoothed inverse document frequency, `ln((1 + N) / (1 + df)) + 1`; the largest value for an unknown term. */
  readonly idf: (term: string) => number;
  readonly vocabularySize: number;
}

/** Fits term weights on documents: sublinear term frequency, `1 + ln tf`, times smoothed inverse document frequency. */
export function fitTfIdf(documents: readonly (readonly string[])[]): TfIdf {
  const frequencies = new Map<string, number>();
  for (const document of documents) {
    for (const term of new Set(document)) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  }
  const positions = new Map<string, number>();
  const weights: number[] = [];
  const smoothed = (frequency: number) => Math.log((1 + documents.length) / (1 + frequency)) + 1;
  for (const [term, frequency] of frequencies) {
    positions.set(term, weights.length);
    weights.push(smoothed(frequency));
  }
  const unknown = smoothed(0);
  return {
    vocabularySize: weights.length,
    idf: (term) => {
      const position = positions.get(term);
      return position === undefined ? unknown : weights[position];
    },
    vectorise: (terms) => {
      const counts = new Map<number, number>();
      for (const term of terms) {
        const position = positions.get(term);
        if (position !== undefined) counts.set(position, (counts.get(position) ?? 0) + 1);
      }
      for (const [position, count] of counts) counts.set(position, (1 + Math.log(count)) * weights[position]);
      return unit(sparseVector(counts));
    },
  };
}
