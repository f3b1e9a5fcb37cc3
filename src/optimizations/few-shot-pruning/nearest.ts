import { memoise } from '../../core/memo.ts';
import { type NeighbourIndex, neighbourIndex } from '../../learn/nearest-neighbours.ts';
import { fitTfIdf, type TfIdf } from '../../text/tf-idf.ts';
import { bigrams, stems } from '../../text/words.ts';
import type { Example } from './examples.ts';

interface ExampleIndex {
  readonly vectoriser: TfIdf;
  readonly neighbours: NeighbourIndex;
}

function termsOf(text: string): readonly string[] {
  const words = stems(text);
  return [...words, ...bigrams(words)];
}

function indexOf(texts: readonly string[]): ExampleIndex {
  const documents = texts.map(termsOf);
  const vectoriser = fitTfIdf(documents);
  return { vectoriser, neighbours: neighbourIndex(documents.map(vectoriser.vectorise)) };
}

/**
 * Finds the examples closest to a query by the cosine of TF-IDF over stems and pairs of stems. Examples that share
 * nothing with the query follow in their own order, so that there are always `count` of them. The index of a list of
 * examples is made once.
 */
export function nearestExamples(): (
  examples: readonly Example[],
  query: string,
  count: number,
) => readonly Example[] {
  const indexFor = memoise(16, (key) => {
    const texts: readonly string[] = JSON.parse(key);
    return indexOf(texts);
  });
  return (examples, query, count) => {
    const { vectoriser, neighbours } = indexFor(JSON.stringify(examples.map(({ text }) => text)));
    const near = neighbours
      .nearest(vectoriser.vectorise(termsOf(query)), count)
      .map(({ position }) => position);
    const rest = Array.from(examples.keys()).filter((position) => !near.includes(position));
    const chosen = new Set([...near, ...rest].slice(0, count));
    return examples.filter((_, position) => chosen.has(position));
  };
}
