import { softmax } from '../../learn/logistic-regression.ts';
import { neighbourIndex } from '../../learn/nearest-neighbours.ts';
import { cosine, dot, type SparseVector, sparseVector, unit } from '../../text/sparse-vector.ts';
import { contentWords } from '../../text/stop-words.ts';
import { fitTfIdf } from '../../text/tf-idf.ts';
import { characterNgrams, stem, words } from '../../text/words.ts';
import { type Scorer, senseScorer, situationScorer } from './classify-by-situation.ts';
import { groupsOf } from './lexicon.ts';
import type { LabelPrompt } from './read-labels.ts';
import { senseOf } from './sense.ts';
import type { Tier } from './tiers.ts';

export interface Classification {
  readonly label: string;
  /** The share of the chosen label after a softmax over the labels' scores. */
  readonly confidence: number;
}

export type Classifier = (input: string) => Classification;

/** Tuned on a development set of support tickets, apart from any that is evaluated. */
const exampleWeight = 1;
const descriptionWeight = 2;
const neighbourWeight = 0.8;
const cosineWeight = 2;

/** Makes a classifier of what a prompt says, with the means of a tier. Costs milliseconds; keep it per prompt. */
export function makeClassifier(prompt: LabelPrompt, tier: Tier): Classifier {
  const read = { ...prompt, examples: prompt.examples.slice(-tier.examplesRead) };
  const scorers: readonly Scorer[] = [
    wordScorer(read, tier),
    ...(tier.knowledge === 'full' ? [] : [situationScorer(read, tier.knowledge)]),
    ...(tier.sense === undefined ? [] : [senseScorer(read, senseOf(tier.sense))]),
  ];
  return (input) => {
    const scores = new Float64Array(read.labels.length);
    for (const scorer of scorers) {
      scorer(input).forEach((score, position) => {
        scores[position] += score;
      });
    }
    let best = 0;
    scores.forEach((score, position) => {
      if (score > scores[best]) best = position;
    });
    return { label: read.labels[best].name, confidence: softmax(scores)[best] };
  };
}

/** Stems, and from the medium tier on the groups of words with one meaning that they belong to. */
function readTerms(text: string, tier: Tier): readonly string[] {
  const content = contentWords(words(text)).map(stem);
  return tier.knowsSynonyms ? [...content, ...content.flatMap(groupsOf)] : content;
}

/** Cosine to each label's centroid of description and examples, plus votes of the nearest examples. */
function wordScorer({ labels, examples, rules }: LabelPrompt, tier: Tier): Scorer {
  const termsOf = (text: string) => readTerms(text, tier);
  const termDocuments = labels.map(({ name, description }) =>
    termsOf(
      [
        name,
        description,
        ...rules.filter(({ label }) => label === name).map(({ condition }) => condition),
      ].join(' '),
    ),
  );
  const exampleTerms = examples.map(({ input }) => termsOf(input));
  const termSpace = fitTfIdf([...termDocuments, ...exampleTerms]);
  const exampleVectors = exampleTerms.map((terms) => termSpace.vectorise(terms));
  const letterSpace = fitTfIdf(examples.map(({ input }) => characterNgrams(input, 3, 4)));
  const letterVectors = examples.map(({ input }) => letterSpace.vectorise(characterNgrams(input, 3, 4)));
  const neighbours = neighbourIndex(letterVectors);
  const centroids = labels.map(({ name }, position) =>
    centroid([
      [descriptionWeight, termSpace.vectorise(termDocuments[position])],
      ...exampleVectors
        .filter((_, example) => examples[example].label === name)
        .map((vector) => [exampleWeight, vector] as const),
    ]),
  );
  const numbers = new Map(labels.map(({ name }, position) => [name, position]));
  return (input) => {
    const vector = termSpace.vectorise(termsOf(input));
    const scores = Float64Array.from(centroids, (center) => cosineWeight * cosine(center, vector));
    exampleVectors.forEach((example, position) => {
      const label = numbers.get(examples[position].label) ?? 0;
      scores[label] += 0.3 * neighbourWeight * dot(example, vector);
    });
    for (const { position, similarity } of neighbours.nearest(
      letterSpace.vectorise(characterNgrams(input, 3, 4)),
      5,
    )) {
      scores[numbers.get(examples[position].label) ?? 0] += neighbourWeight * similarity;
    }
    return scores;
  };
}

function centroid(members: readonly (readonly [number, SparseVector])[]): SparseVector {
  const sums = new Map<number, number>();
  for (const [weight, { indices, values }] of members) {
    indices.forEach((index, position) => {
      sums.set(index, (sums.get(index) ?? 0) + weight * values[position]);
    });
  }
  return unit(sparseVector(sums));
}
