import { bm25Index } from './bm25.ts';
import { contentWords } from './stop-words.ts';
import { stem, stems, words } from './words.ts';

export interface Relevance {
  /** BM25 as a share of the best text's, in [0, 1], in the order of the texts. */
  readonly shares: readonly number[];
  /** Positions of the texts, most relevant first; ties keep the texts' order. */
  readonly order: readonly number[];
}

/**
 * How close texts are to a query by BM25 over stems, the query's stop words left out. Undefined when the query has no
 * words, or shares none with any text: then there is nothing to rank by.
 */
export function rankByRelevance(texts: readonly string[], query: string): Relevance | undefined {
  const terms = contentWords(words(query)).map(stem);
  if (terms.length === 0 || texts.length === 0) return undefined;
  const index = bm25Index(texts.map((text) => stems(text)));
  const scores = Array.from(index.scores(terms));
  const best = Math.max(...scores);
  if (best <= 0) return undefined;
  return { shares: scores.map((score) => score / best), order: index.rank(terms) };
}
