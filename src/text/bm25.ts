export interface Bm25Settings {
  /** How fast repeating a term saturates. */
  readonly k1: number;
  /** How much long documents are penalised, in [0, 1]. */
  readonly b: number;
}

export interface Bm25Index {
  /** One score per document, in the order of the documents. */
  readonly scores: (query: readonly string[]) => Float64Array;
  /** Document numbers by falling score; ties keep the documents' order. */
  readonly rank: (query: readonly string[]) => readonly number[];
}

/**
 * Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009) with the
 * non-negative inverse document frequency `ln(1 + (N − df + 0.5) / (df + 0.5))`. Documents and queries are lists of
 * terms; a term that the query repeats counts once.
 */
export function bm25Index(
  documents: readonly (readonly string[])[],
  { k1, b }: Bm25Settings = { k1: 1.2, b: 0.75 },
): Bm25Index {
  const postings = new Map<string, { documents: number[]; counts: number[] }>();
  documents.forEach((document, number) => {
    const counts = new Map<string, number>();
    for (const term of document) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const [term, count] of counts) {
      const posting = postings.get(term) ?? { documents: [], counts: [] };
      posting.documents.push(number);
      posting.counts.push(count);
      postings.set(term, posting);
    }
  });
  const totalLength = documents.reduce((sum, document) => sum + document.length, 0);
  const meanLength = documents.length === 0 ? 0 : totalLength / documents.length;
  const penalties = documents.map(({ length }) => k1 * (1 - b + (b * length) / (meanLength || 1)));

  const scores = (query: readonly string[]): Float64Array => {
    const result = new Float64Array(documents.length);
    for (const term of new Set(query)) {
      const posting = postings.get(term);
      if (posting === undefined) continue;
      const frequency = posting.documents.length;
      const idf = Math.log(1 + (documents.length - frequency + 0.5) / (frequency + 0.5));
      posting.documents.forEach((number, position) => {
        const count = posting.counts[position];
        result[number] += (idf * count * (k1 + 1)) / (count + penalties[number]);
      });
    }
    return result;
  };
  return {
    scores,
    rank: (query) => {
      const values = scores(query);
      return Array.from(values.keys()).sort((x, y) => values[y] - values[x] || x - y);
    },
  };
}
