import { type SparseIndex, sparseIndex } from '../../learn/sparse-index.ts';
import type { SparseVector } from '../../text/sparse-vector.ts';

/** A text as a vector of length 1: sparse from words and letters, dense from a model. */
export type TextVector =
  | { readonly kind: 'sparse'; readonly vector: SparseVector }
  | { readonly kind: 'dense'; readonly vector: readonly number[] };

export interface IndexHit {
  readonly entry: number;
  /** Cosine similarity. */
  readonly similarity: number;
}

/**
 * Where vectors are looked up: the seam for an index that exists already, such as Redis or pgvector. One index holds one
 * namespace.
 */
export interface VectorIndex {
  readonly add: (entry: number, vector: TextVector) => Promise<void>;
  readonly remove: (entry: number) => Promise<void>;
  /** At most `count` entries with at least this similarity, best first; ties go to the older entry. */
  readonly nearest: (query: TextVector, count: number, atLeast: number) => Promise<readonly IndexHit[]>;
}

function unitLength(vector: readonly number[]): readonly number[] {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** Cosine of two vectors of length 1, at most 1; 0 for different sizes. */
function cosine(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return 0;
  let sum = 0;
  for (let place = 0; place < a.length; place++) sum += a[place] * b[place];
  return Math.min(1, sum);
}

/** @throws RangeError when a vector holds something that is not a finite number. */
export function denseVector(values: readonly number[]): TextVector {
  if (values.length === 0 || !values.every(Number.isFinite)) {
    throw new RangeError('an embedding must be a list of finite numbers');
  }
  return { kind: 'dense', vector: unitLength(values) };
}

/** An index in memory: inverted for sparse vectors, a scan for dense ones. */
export function embeddedIndex(): VectorIndex {
  let sparse: SparseIndex = sparseIndex();
  const entryAt: number[] = [];
  const positionOf = new Map<number, number>();
  const dense = new Map<number, readonly number[]>();
  const vectors = new Map<number, SparseVector>();

  /** Removed vectors stay in the postings, so a fresh index is made when they are the larger part. */
  const compact = (): void => {
    if (entryAt.length < 1_000 || positionOf.size * 2 > entryAt.length) return;
    sparse = sparseIndex();
    entryAt.length = 0;
    for (const [entry, vector] of vectors) {
      positionOf.set(entry, sparse.add(vector));
      entryAt.push(entry);
    }
  };
  return {
    add: async (entry, { kind, vector }) => {
      if (kind === 'dense') {
        dense.set(entry, vector);
        return;
      }
      vectors.set(entry, vector);
      positionOf.set(entry, sparse.add(vector));
      entryAt.push(entry);
    },
    remove: async (entry) => {
      dense.delete(entry);
      const position = positionOf.get(entry);
      if (position === undefined) return;
      sparse.remove(position);
      positionOf.delete(entry);
      vectors.delete(entry);
      compact();
    },
    nearest: async ({ kind, vector }, count, atLeast) => {
      if (kind === 'sparse') {
        return sparse
          .nearest(vector, count, atLeast)
          .map(({ position, similarity }) => ({ entry: entryAt[position], similarity }));
      }
      return Array.from(dense, ([entry, other]) => ({ entry, similarity: cosine(vector, other) }))
        .filter(({ similarity }) => similarity >= atLeast)
        .sort((a, b) => b.similarity - a.similarity || a.entry - b.entry)
        .slice(0, count);
    },
  };
}
