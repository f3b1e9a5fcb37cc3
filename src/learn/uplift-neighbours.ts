import type { SparseVector } from '../text/sparse-vector.ts';
import { fitVocabulary, restoreVocabulary, type StoredVocabulary } from './hashed-vocabulary.ts';
import { neighbourIndex } from './nearest-neighbours.ts';
import { type Quantised, quantise, restoreQuantised } from './quantised.ts';
import type { PredictUplift, UpliftExample } from './uplift-model.ts';

/** What is kept of the examples: their vectors and how much the strong model gained; not their texts. */
export interface StoredNeighbours {
  readonly vocabulary: StoredVocabulary;
  readonly examples: readonly {
    /** Positions in the vocabulary, as base64 of little-endian 16-bit words. */
    readonly terms: string;
    readonly values: Quantised;
    readonly uplift: number;
  }[];
}

/** Terms kept of an example: the heaviest carry nearly all of its length. */
const mostTermsOfAnExample = 64;

function heaviest({ indices, values }: SparseVector): SparseVector {
  if (indices.length <= mostTermsOfAnExample) return { indices, values };
  const kept = [...indices.keys()]
    .sort((a, b) => values[b] - values[a] || a - b)
    .slice(0, mostTermsOfAnExample)
    .sort((a, b) => a - b);
  return {
    indices: Int32Array.from(kept, (at) => indices[at]),
    values: Float64Array.from(kept, (at) => values[at]),
  };
}

/** @throws RangeError when there is no example. */
export function storeNeighbours(examples: readonly UpliftExample[]): StoredNeighbours {
  if (examples.length === 0) throw new RangeError('nearest neighbours need at least one example');
  const vocabulary = fitVocabulary(examples.map(({ text }) => text));
  const { vectorise } = restoreVocabulary(vocabulary);
  return {
    vocabulary,
    examples: examples.map(({ text, weak, strong }) => {
      const { indices, values } = heaviest(vectorise(text));
      return {
        terms: Buffer.from(Uint16Array.from(indices).buffer).toString('base64'),
        values: quantise(values),
        uplift: strong - weak,
      };
    }),
  };
}

/**
 * The mean uplift of the `count` most similar examples, weighted by similarity, drawn towards the mean of all by one
 * neighbour's weight: a text that resembles nothing gets the mean.
 */
export function restoreNeighbours(stored: StoredNeighbours, count: number): PredictUplift {
  const { vectorise } = restoreVocabulary(stored.vocabulary);
  const uplifts = stored.examples.map(({ uplift }) => uplift);
  const index = neighbourIndex(
    stored.examples.map(({ terms, values }) => {
      const bytes = Buffer.from(terms, 'base64');
      const indices = Int32Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readUInt16LE(2 * at));
      return { indices, values: restoreQuantised(values) };
    }),
  );
  const mean = uplifts.reduce((sum, uplift) => sum + uplift, 0) / uplifts.length;
  return (text) => {
    let sum = mean;
    let weight = 1;
    for (const { position, similarity } of index.nearest(vectorise(text), count)) {
      sum += similarity * uplifts[position];
      weight += similarity;
    }
    return sum / weight;
  };
}
