import type { LabelledVector } from '../../src/learn/logistic-regression.ts';
import { createRandom, integerBelow } from '../../src/stats/random.ts';
import { dot, dotDense, type SparseVector } from '../../src/text/sparse-vector.ts';

export interface SvmSettings {
  /** What a violated margin costs, C in the paper. */
  readonly cost: number;
  /** Passes over the examples at most. */
  readonly epochs: number;
  /** Stops when the projected gradients of a pass lie within this. */
  readonly tolerance?: number;
  /** Seed of the order in which examples are visited. */
  readonly seed: string;
}

/**
 * A linear support vector machine with squared hinge loss and without bias for each class against all others, trained by dual
 * coordinate descent (Hsieh, Chang, Lin, Keerthi and Sundararajan, "A Dual Coordinate Descent Method for Large-scale
 * Linear SVM", 2008, algorithm 1).
 *
 * @returns one weight vector per class, each with `dimensions` components
 * @throws RangeError when there is no example or fewer than two classes
 */
export function trainLinearSvm(
  examples: readonly LabelledVector[],
  classes: number,
  dimensions: number,
  settings: SvmSettings,
): readonly Float64Array[] {
  if (examples.length === 0 || classes < 2) {
    throw new RangeError(`cannot train on ${examples.length} examples of ${classes} classes`);
  }
  const squares = Float64Array.from(examples, ({ vector }) => dot(vector, vector));
  return Array.from({ length: classes }, (_, label) =>
    trainOne(examples, squares, label, dimensions, settings),
  );
}

function trainOne(
  examples: readonly LabelledVector[],
  squares: Float64Array,
  label: number,
  dimensions: number,
  { cost, epochs, tolerance = 0.01, seed }: SvmSettings,
): Float64Array {
  const weights = new Float64Array(dimensions);
  const multipliers = new Float64Array(examples.length);
  const slack = 0.5 / cost;
  const random = createRandom(`${seed} ${label}`);
  const order = Int32Array.from(examples, (_, position) => position);
  for (let epoch = 0; epoch < epochs; epoch++) {
    let worst = 0;
    for (let position = 0; position < order.length; position++) {
      const other = position + integerBelow(random, order.length - position);
      const example = order[other];
      order[other] = order[position];
      order[position] = example;
      const { vector, label: own } = examples[example];
      const side = own === label ? 1 : -1;
      const multiplier = multipliers[example];
      const gradient = side * dotDense(weights, vector) - 1 + slack * multiplier;
      const projected = multiplier === 0 ? Math.min(gradient, 0) : gradient;
      if (projected === 0) continue;
      worst = Math.max(worst, Math.abs(projected));
      const moved = Math.max(0, multiplier - gradient / (squares[example] + slack));
      multipliers[example] = moved;
      addScaled(weights, vector, side * (moved - multiplier));
    }
    if (worst < tolerance) break;
  }
  return weights;
}

function addScaled(weights: Float64Array, { indices, values }: SparseVector, factor: number): void {
  for (let i = 0; i < indices.length; i++) weights[indices[i]] += factor * values[i];
}
