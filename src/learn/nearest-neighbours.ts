import { dot, type SparseVector, unit } from '../text/sparse-vector.ts';

export interface Neighbour {
  /** The position of the neighbour among the vectors that the index was made of. */
  readonly position: number;
  /** Cosine similarity. */
  readonly similarity: number;
}

export interface NeighbourIndex {
  /** The `count` most similar vectors with similarity above 0, best first; ties keep the index's order. */
  readonly nearest: (query: SparseVector, count: number) => readonly Neighbour[];
}

/** Exact nearest neighbours by cosine over sparse vectors; the scan is linear. */
export function neighbourIndex(vectors: readonly SparseVector[]): NeighbourIndex {
  const units = vectors.map(unit);
  return {
    nearest: (query, count) => {
      const direction = unit(query);
      return units
        .map((vector, position) => ({ position, similarity: dot(direction, vector) }))
        .filter(({ similarity }) => similarity > 0)
        .sort((a, b) => b.similarity - a.similarity || a.position - b.position)
        .slice(0, count);
    },
  };
}
