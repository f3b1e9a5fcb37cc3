import { softmax } from '../../learn/logistic-regression.ts';
import { neighbourIndex } from '../../learn/nearest-neighbours.ts';
import { cosine, dot, type SparseVector, sparseVector, unit } from '../../text/sparse-vector.ts';
import { contentWords } from '../../text/stop-words.ts';
import { fitTfIdf } from '../../text/tf-idf.ts';
import { characterNgrams, stem, words } from '../../text/words.ts';
import { groupsOf } from './lexicon.ts';
import type { LabelPrompt, Rule } from './read-labels.ts';
import { readSituations, type Situations } from './situations.ts';
import type { Tier } from './tiers.ts';

export interface Classification {
  readonly label: string;
  /** The share of the chosen label after a softmax over the labels' scores. */
  readonly confidence: number;
}

export type Classifier = (input: string) => Classification;

/** What every weight below was tuned on: a development set of support tickets, apart from any that is evaluated. */
const weights = {
  exampleInCentroid: 1,
  descriptionInCentroid: 2,
  neighbours: 0.8,
  situations: 1.2,
  rules: 0,
  words: 3,
} as const;

/** Makes a classifier of what a prompt says, with the means of a tier. Costs milliseconds; keep it per prompt. */
export function makeClassifier(prompt: LabelPrompt, tier: Tier): Classifier {
  const read = { ...prompt, examples: prompt.examples.slice(-tier.examplesRead) };
  const byWords = tier.readsWordForms ? wordFormScorer(read) : overlapScorer(read);
  const bySituations = tier.knowsSituations ? situationScorer(read) : undefined;
  return (input) => {
    const scores = byWords(input);
    bySituations?.(input).forEach((score, position) => {
      scores[position] += score;
    });
    let best = 0;
    scores.forEach((score, position) => {
      if (score > scores[best]) best = position;
    });
    return { label: read.labels[best].name, confidence: softmax(scores)[best] };
  };
}

type Scorer = (input: string) => Float64Array;

/** Counts the words that the input shares with what the prompt says about a label. */
function overlapScorer({ labels, examples }: LabelPrompt): Scorer {
  const bags = labels.map(({ name, description }) => {
    const texts = [
      name,
      description,
      ...examples.filter(({ label }) => label === name).map(({ input }) => input),
    ];
    return new Set(contentWords(words(texts.join(' '))));
  });
  return (input) => {
    const asked = new Set(contentWords(words(input)));
    return Float64Array.from(bags, (bag) => {
      let shared = 0;
      for (const word of asked) if (bag.has(word)) shared++;
      return (4 * shared) / Math.sqrt(8 + bag.size);
    });
  };
}

function termsOf(text: string): readonly string[] {
  const content = contentWords(words(text)).map(stem);
  return [...content, ...content.flatMap(groupsOf)];
}

/** Cosine to each label's centroid of description and examples, plus votes of the nearest examples. */
function wordFormScorer({ labels, examples, rules }: LabelPrompt): Scorer {
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
      [weights.descriptionInCentroid, termSpace.vectorise(termDocuments[position])],
      ...exampleVectors
        .filter((_, example) => examples[example].label === name)
        .map((vector) => [weights.exampleInCentroid, vector] as const),
    ]),
  );
  const numbers = new Map(labels.map(({ name }, position) => [name, position]));
  return (input) => {
    const vector = termSpace.vectorise(termsOf(input));
    const scores = Float64Array.from(centroids, (center) => weights.words * cosine(center, vector));
    exampleVectors.forEach((example, position) => {
      const label = numbers.get(examples[position].label) ?? 0;
      scores[label] += 0.3 * weights.neighbours * dot(example, vector);
    });
    for (const { position, similarity } of neighbours.nearest(
      letterSpace.vectorise(characterNgrams(input, 3, 4)),
      5,
    )) {
      scores[numbers.get(examples[position].label) ?? 0] += weights.neighbours * similarity;
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

/**
 * Each situation in the input votes for the labels that the prompt connects with it: through its name and description,
 * its examples, and its rules. Rules also decide conflicts: when the condition of a rule holds, its label gains on the
 * labels that it speaks against.
 */
function situationScorer({ labels, examples, rules }: LabelPrompt): Scorer {
  const profiles = labels.map(({ name, description }) => {
    const profile = new Map<string, number>();
    addTo(profile, distinct(readSituations(`${name.replaceAll('_', ' ')}. ${description}`)), 3);
    for (const rule of rules)
      if (rule.label === name) addTo(profile, distinct(readSituations(rule.condition)), 1);
    const own = examples.filter(({ label }) => label === name);
    for (const { input } of own) addTo(profile, distinct(readSituations(input)), 2 / own.length);
    return profile;
  });
  const totals = new Map<string, number>();
  for (const profile of profiles) addTo(totals, profile, 1);
  const conditions = rules.map((rule) =>
    readRuleSituations(
      rule,
      labels.map(({ name }) => name),
    ),
  );
  return (input) => {
    const seen = readSituations(input);
    const scores = new Float64Array(labels.length);
    for (const [name, strength] of seen) {
      const total = totals.get(name) ?? 0;
      if (total === 0) continue;
      profiles.forEach((profile, position) => {
        scores[position] += (weights.situations * strength * (profile.get(name) ?? 0)) / total;
      });
    }
    for (const { condition, label, against } of conditions) {
      let match = Number.POSITIVE_INFINITY;
      for (const name of condition) match = Math.min(match, seen.get(name) ?? 0);
      if (!Number.isFinite(match) || match === 0) continue;
      scores[label] += weights.rules * match;
      for (const loser of against) scores[loser] -= weights.rules * match;
    }
    return scores;
  };
}

function addTo(sum: Map<string, number>, addend: ReadonlyMap<string, number>, factor: number): void {
  for (const [name, value] of addend) sum.set(name, (sum.get(name) ?? 0) + factor * value);
}

/** The strengths at a sum of 1, the strongest favoured. */
function distinct(situations: Situations): Situations {
  let total = 0;
  for (const strength of situations.values()) total += strength * strength;
  return new Map(Array.from(situations, ([name, strength]) => [name, (strength * strength) / total]));
}

function readRuleSituations(
  rule: Rule,
  names: readonly string[],
): { readonly condition: readonly string[]; readonly label: number; readonly against: readonly number[] } {
  const strongest = Array.from(readSituations(rule.condition)).sort((a, b) => b[1] - a[1])[0];
  return {
    condition: strongest === undefined ? [] : [strongest[0]],
    label: names.indexOf(rule.label),
    against: rule.against.map((name) => names.indexOf(name)),
  };
}
