import type { SparseVector } from '../text/sparse-vector.ts';
import type { Neighbour } from './nearest-neighbours.ts';

export interface SparseIndex {
  /** Adds a vector of length 1; its position is the number of vectors added before. */
  readonly add: (vector: SparseVector) => number;
  readonly remove: (position: number) => void;
  /**
   * The most similar vectors with a similarity of at least `atLeast` (and above 0), at most `count`, best first; ties go to the
   * one that was added first.
   */
  readonly nearest: (query: SparseVector, count: number, atLeast?: number) => readonly Neighbour[];
}

interface Posting {
  positions: Int32Array;
  values: Float64Array;
  length: number;
}

function append(posting: Posting, position: number, value: number): void {
  if (posting.length === posting.positions.length) {
    const positions = new Int32Array(posting.length * 2);
    positions.set(posting.positions);
    const values = new Float64Array(posting.length * 2);
    values.set(posting.values);
    posting.positions = positions;
    posting.values = values;
  }
  posting.positions[posting.length] = position;
  posting.values[posting.length] = value;
  posting.length += 1;
}

/** Exact nearest neighbours by cosine over sparse vectors that come one after the other: an inverted index. */
export function sparseIndex(): SparseIndex {
  const postings = new Map<number, Posting>();
  let removed = new Uint8Array(1024);
  let sums = new Float64Array(1024);
  let added = 0;
  return {
    add: ({ indices, values }) => {
      const position = added;
      added += 1;
      if (added > removed.length) {
        const grown = new Uint8Array(added * 2);
        grown.set(removed);
        removed = grown;
        sums = new Float64Array(added * 2);
      }
      for (let entry = 0; entry < indices.length; entry++) {
        const feature = indices[entry];
        let posting = postings.get(feature);
        if (posting === undefined) {
          posting = { positions: new Int32Array(4), values: new Float64Array(4), length: 0 };
          postings.set(feature, posting);
        }
        append(posting, position, values[entry]);
      }
      return position;
    },
    remove: (position) => {
      removed[position] = 1;
    },
    nearest: ({ indices, values }, count, atLeast = 0) => {
      sums.fill(0, 0, added);
      for (let entry = 0; entry < indices.length; entry++) {
        const posting = postings.get(indices[entry]);
        if (posting === undefined) continue;
        const weight = values[entry];
        const { positions, values: stored, length } = posting;
        for (let place = 0; place < length; place++) sums[positions[place]] += weight * stored[place];
      }
      const found: Neighbour[] = [];
      for (let position = 0; position < added; position++) {
        const similarity = Math.min(1, sums[position]);
        if (similarity <= 0 || similarity < atLeast || removed[position] === 1) continue;
        if (found.length === count && similarity <= found[count - 1].similarity) continue;
        let place = found.length;
        while (place > 0 && found[place - 1].similarity < similarity) place -= 1;
        found.splice(place, 0, { position, similarity });
        if (found.length > count) found.pop();
      }
      return found;
    },
  };
}

/**
 * For every vector the most similar *earlier* ones of its group: what a cache can look up when the vectors come in this
 * order. A group's vectors never meet those of another.
 */
export function earlierNeighbours(
  vectors: readonly { readonly group: string; readonly vector: SparseVector }[],
  count: number,
  atLeast = 0,
): readonly (readonly Neighbour[])[] {
  const groups = new Map<string, { readonly index: SparseIndex; readonly members: number[] }>();
  return vectors.map(({ group, vector }, position) => {
    const known = groups.get(group) ?? { index: sparseIndex(), members: [] };
    groups.set(group, known);
    const found = known.index
      .nearest(vector, count, atLeast)
      .map((neighbour) => ({ ...neighbour, position: known.members[neighbour.position] }));
    known.index.add(vector);
    known.members.push(position);
    return found;
  });
}
