import type { SparseVector } from '../text/sparse-vector.ts';
import { predictProbabilities, trainLogisticRegression } from './logistic-regression.ts';

/** Features of an answer, and its quality in [0, 1]. */
export interface VerifierExample {
  readonly features: readonly number[];
  readonly quality: number;
}

/** A logistic regression on standardised features. */
export interface VerifierWeights {
  readonly means: readonly number[];
  readonly deviations: readonly number[];
  readonly weights: readonly number[];
  readonly bias: readonly number[];
}

function standardised(
  features: readonly number[],
  { means, deviations }: Pick<VerifierWeights, 'means' | 'deviations'>,
): SparseVector {
  return {
    indices: Int32Array.from(features.keys()),
    values: Float64Array.from(features, (value, index) => (value - means[index]) / deviations[index]),
  };
}

/**
 * Learns how likely an answer is to be right. A feature that never varies gets no weight.
 *
 * @throws RangeError when there is no example.
 */
export function trainVerifier(examples: readonly VerifierExample[], l2 = 0.001): VerifierWeights {
  const count = examples[0]?.features.length ?? 0;
  const columns = Array.from({ length: count }, (_, index) =>
    examples.map(({ features }) => features[index]),
  );
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const means = columns.map(mean);
  const deviations = columns.map((values, index) => {
    const deviation = Math.sqrt(mean(values.map((value) => (value - means[index]) ** 2)));
    return deviation > 1e-9 ? deviation : 1;
  });
  const labelled = examples.flatMap(({ features, quality }) => {
    const vector = standardised(features, { means, deviations });
    return [1 - quality, quality].flatMap((weight, label) => (weight > 0 ? [{ vector, label, weight }] : []));
  });
  const { weights, bias } = trainLogisticRegression(labelled, 2, count, { l2, iterations: 200 });
  return { means, deviations, weights: Array.from(weights), bias: Array.from(bias) };
}

/** The probability that the answer is right. @throws RangeError for another number of features than was learned. */
export function verifyWith(model: VerifierWeights, features: readonly number[]): number {
  if (features.length !== model.means.length) {
    throw new RangeError(`${features.length} features for a verifier of ${model.means.length}`);
  }
  const logistic = {
    classes: 2,
    dimensions: features.length,
    weights: Float64Array.from(model.weights),
    bias: Float64Array.from(model.bias),
  };
  return predictProbabilities(logistic, standardised(features, model))[1];
}
