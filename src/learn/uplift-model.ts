import type { SparseVector } from '../text/sparse-vector.ts';
import {
  fitVocabulary,
  type HashedVocabulary,
  restoreVocabulary,
  type StoredVocabulary,
} from './hashed-vocabulary.ts';
import { type LogisticModel, predictProbabilities, trainLogisticRegression } from './logistic-regression.ts';
import { type Quantised, quantise, restoreQuantised } from './quantised.ts';

/** A request with the quality that the cheapest and the dearest model reached on it, each in [0, 1]. */
export interface UpliftExample {
  readonly text: string;
  readonly weak: number;
  readonly strong: number;
}

/** Says how much the strong model would gain on a text: P(strong right) − P(weak right), in [-1, 1]. */
export type PredictUplift = (text: string) => number;

/** What is kept of one logistic regression. */
export interface StoredWeights {
  readonly weights: Quantised;
  readonly bias: readonly number[];
}

export interface UpliftWeights {
  readonly vocabulary: StoredVocabulary;
  readonly weak: StoredWeights;
  readonly strong: StoredWeights;
}

/** The TF-IDF vector, and behind it the logarithm of the length, brought to a similar size. */
function vectorOf(text: string, { size, vectorise }: HashedVocabulary): SparseVector {
  const { indices, values } = vectorise(text);
  return {
    indices: Int32Array.of(...indices, size),
    values: Float64Array.of(...values, Math.log1p(text.length) / 10),
  };
}

/**
 * Trains two logistic regressions on TF-IDF, one for each model's being right; their difference is the uplift. Learning
 * only whether the weak model is right routes worse, because it also sends on what neither can do.
 *
 * @throws RangeError when there is no example.
 */
export function trainUplift(examples: readonly UpliftExample[], l2 = 0.003): UpliftWeights {
  const stored = fitVocabulary(examples.map(({ text }) => text));
  const vocabulary = restoreVocabulary(stored);
  const vectors = examples.map(({ text }) => vectorOf(text, vocabulary));
  const train = (qualityOf: (example: UpliftExample) => number): StoredWeights => {
    const labelled = examples.flatMap((example, position) =>
      [1 - qualityOf(example), qualityOf(example)].flatMap((weight, label) =>
        weight > 0 ? [{ vector: vectors[position], label, weight }] : [],
      ),
    );
    const settings = { l2, iterations: 100 };
    const { weights, bias } = trainLogisticRegression(labelled, 2, vocabulary.size + 1, settings);
    return { weights: quantise(weights), bias: Array.from(bias) };
  };
  return { vocabulary: stored, weak: train(({ weak }) => weak), strong: train(({ strong }) => strong) };
}

export function restoreUplift({ vocabulary: stored, weak, strong }: UpliftWeights): PredictUplift {
  const vocabulary = restoreVocabulary(stored);
  const model = ({ weights, bias }: StoredWeights): LogisticModel => ({
    classes: 2,
    dimensions: vocabulary.size + 1,
    weights: restoreQuantised(weights),
    bias: Float64Array.from(bias),
  });
  const weakModel = model(weak);
  const strongModel = model(strong);
  return (text) => {
    const vector = vectorOf(text, vocabulary);
    return predictProbabilities(strongModel, vector)[1] - predictProbabilities(weakModel, vector)[1];
  };
}
