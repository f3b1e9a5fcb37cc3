import { type SparseVector, sparseVector, unit } from '../text/sparse-vector.ts';
import { bigrams, stems } from '../text/words.ts';
import { hashText } from './feature-hashing.ts';
import { type Quantised, quantise, restoreQuantised } from './quantised.ts';

/** What is kept of a vocabulary: five bytes for a term before base64, at most 16,384 terms. */
export interface StoredVocabulary {
  /** Hashes of the terms, ascending, as base64 of little-endian 32-bit words. */
  readonly terms: string;
  readonly idf: Quantised;
}

/** TF-IDF over hashed stems and pairs of stems. */
export interface HashedVocabulary {
  readonly size: number;
  /** A vector of length 1 with sublinear term frequencies; terms that are not in the vocabulary are left out. */
  readonly vectorise: (text: string) => SparseVector;
}

const mostTerms = 16_384;

/** Hashes of stems and pairs of stems, with how often each occurs. */
function termsOf(text: string): ReadonlyMap<number, number> {
  const tokens = stems(text);
  const counts = new Map<number, number>();
  for (const term of [...tokens, ...bigrams(tokens)]) {
    const hash = hashText(term);
    counts.set(hash, (counts.get(hash) ?? 0) + 1);
  }
  return counts;
}

/** Fits on terms that at least two texts have; of too many, the more frequent. */
export function fitVocabulary(texts: readonly string[]): StoredVocabulary {
  const documents = new Map<number, number>();
  for (const text of texts) {
    for (const term of termsOf(text).keys()) documents.set(term, (documents.get(term) ?? 0) + 1);
  }
  const chosen = [...documents]
    .filter(([, count]) => count >= 2)
    .sort(([a, m], [b, n]) => n - m || a - b)
    .slice(0, mostTerms)
    .sort(([a], [b]) => a - b);
  return {
    terms: encodeHashes(chosen.map(([hash]) => hash)),
    idf: quantise(chosen.map(([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1)),
  };
}

export function restoreVocabulary(stored: StoredVocabulary): HashedVocabulary {
  const positions = new Map(decodeHashes(stored.terms).map((hash, position) => [hash, position]));
  const idf = restoreQuantised(stored.idf);
  return {
    size: positions.size,
    vectorise: (text) => {
      const weighted = new Map<number, number>();
      for (const [term, count] of termsOf(text)) {
        const position = positions.get(term);
        if (position !== undefined) weighted.set(position, (1 + Math.log(count)) * idf[position]);
      }
      return unit(sparseVector(weighted));
    },
  };
}

function encodeHashes(hashes: readonly number[]): string {
  const buffer = Buffer.alloc(4 * hashes.length);
  for (const [position, hash] of hashes.entries()) buffer.writeUInt32LE(hash, 4 * position);
  return buffer.toString('base64');
}

function decodeHashes(text: string): readonly number[] {
  const buffer = Buffer.from(text, 'base64');
  return Array.from({ length: buffer.length / 4 }, (_, position) => buffer.readUInt32LE(4 * position));
}
