import type { SparseVector } from '../text/sparse-vector.ts';

export interface LabelledVector {
  readonly vector: SparseVector;
  /** Class number, from 0. */
  readonly label: number;
  /** How often the example counts; 1 when unset. */
  readonly weight?: number;
}

export interface LogisticSettings {
  /** The strength of the L2 penalty `l2 / 2 · |w|²` on the mean loss; the bias is not penalised. */
  readonly l2: number;
  /** L-BFGS steps at most. */
  readonly iterations: number;
  /** Stops when the gradient's largest component falls below this. */
  readonly tolerance?: number;
}

/** Multinomial logistic regression: feature f has the weights `weights[f * classes … ]`, one for each class. */
export interface LogisticModel {
  readonly classes: number;
  readonly dimensions: number;
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

/** Probabilities of the classes, summing to 1. */
export function predictProbabilities(model: LogisticModel, vector: SparseVector): Float64Array {
  const { weights, bias } = model;
  const scores = Float64Array.from(bias);
  addScores(scores, weights, vector);
  return softmax(scores);
}

function addScores(scores: Float64Array, weights: Float64Array, { indices, values }: SparseVector): void {
  const classes = scores.length;
  for (let i = 0; i < indices.length; i++) {
    const offset = indices[i] * classes;
    const value = values[i];
    for (let c = 0; c < classes; c++) scores[c] += weights[offset + c] * value;
  }
}

/** The softmax of the scores; stable for large values. */
export function softmax(scores: Float64Array): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (const score of scores) largest = Math.max(largest, score);
  let sum = 0;
  const result = scores.map((score) => Math.exp(score - largest));
  for (const value of result) sum += value;
  return result.map((value) => value / sum);
}

/**
 * Fits the weights by full-batch L-BFGS (Nocedal and Wright, "Numerical Optimization", algorithm 7.5, ten
 * corrections, backtracking line search) from zero. The loss is convex, nothing is drawn at random and the order of
 * the sums is fixed, so equal input gives bit-equal weights.
 *
 * @throws RangeError when there is no example, fewer than two classes, or an index out of range.
 */
export function trainLogisticRegression(
  examples: readonly LabelledVector[],
  classes: number,
  dimensions: number,
  { l2, iterations, tolerance = 1e-5 }: LogisticSettings,
): LogisticModel {
  if (examples.length === 0 || classes < 2) {
    throw new RangeError(`cannot train on ${examples.length} examples of ${classes} classes`);
  }
  for (const { vector, label } of examples) {
    const last = vector.indices[vector.indices.length - 1] ?? 0;
    if (last >= dimensions || label < 0 || label >= classes) {
      throw new RangeError(`example with feature ${last} and class ${label} is out of range`);
    }
  }
  const objective = (parameters: Float64Array, gradient: Float64Array) =>
    lossAndGradient(examples, classes, dimensions, l2, parameters, gradient);
  const parameters = minimise(objective, classes * (dimensions + 1), iterations, tolerance);
  return {
    classes,
    dimensions,
    weights: parameters.slice(0, classes * dimensions),
    bias: parameters.slice(classes * dimensions),
  };
}

function lossAndGradient(
  examples: readonly LabelledVector[],
  classes: number,
  dimensions: number,
  l2: number,
  parameters: Float64Array,
  gradient: Float64Array,
): number {
  const weightCount = classes * dimensions;
  gradient.fill(0);
  let total = 0;
  let loss = 0;
  for (const { weight = 1 } of examples) total += weight;
  const scores = new Float64Array(classes);
  for (const { vector, label, weight = 1 } of examples) {
    const { indices, values } = vector;
    for (let c = 0; c < classes; c++) scores[c] = parameters[weightCount + c];
    addScores(scores, parameters, vector);
    const probabilities = softmax(scores);
    const share = weight / total;
    loss -= share * Math.log(Math.max(probabilities[label], 1e-300));
    const errors = probabilities.map((probability, c) => share * (probability - (c === label ? 1 : 0)));
    for (let c = 0; c < classes; c++) gradient[weightCount + c] += errors[c];
    for (let i = 0; i < indices.length; i++) {
      const offset = indices[i] * classes;
      const value = values[i];
      for (let c = 0; c < classes; c++) gradient[offset + c] += errors[c] * value;
    }
  }
  for (let i = 0; i < weightCount; i++) {
    loss += 0.5 * l2 * parameters[i] * parameters[i];
    gradient[i] += l2 * parameters[i];
  }
  return loss;
}

type Objective = (parameters: Float64Array, gradient: Float64Array) => number;

const corrections = 10;

function minimise(objective: Objective, size: number, iterations: number, tolerance: number): Float64Array {
  let point = new Float64Array(size);
  let gradient = new Float64Array(size);
  let value = objective(point, gradient);
  const history: { step: Float64Array; change: Float64Array; rho: number }[] = [];

  for (let iteration = 0; iteration < iterations && largestComponent(gradient) > tolerance; iteration++) {
    const direction = descentDirection(gradient, history);
    const slope = product(direction, gradient);
    if (slope >= 0) break;
    let length = iteration === 0 ? Math.min(1, 1 / Math.sqrt(product(gradient, gradient))) * 10 : 1;
    let next: Float64Array<ArrayBuffer> = point;
    const nextGradient = new Float64Array(size);
    let nextValue = value;
    let accepted = false;
    for (let halving = 0; halving < 40 && !accepted; halving++, length /= 2) {
      next = point.map((coordinate, i) => coordinate + length * direction[i]);
      nextValue = objective(next, nextGradient);
      accepted = nextValue <= value + 1e-4 * length * slope;
    }
    if (!accepted) break;
    const step = next.map((coordinate, i) => coordinate - point[i]);
    const change = nextGradient.map((component, i) => component - gradient[i]);
    const curvature = product(step, change);
    if (curvature > 1e-12) {
      history.push({ step, change, rho: 1 / curvature });
      if (history.length > corrections) history.shift();
    }
    point = next;
    gradient = nextGradient;
    value = nextValue;
  }
  return point;
}

function descentDirection(
  gradient: Float64Array,
  history: readonly { readonly step: Float64Array; readonly change: Float64Array; readonly rho: number }[],
): Float64Array {
  const direction = gradient.map((component) => -component);
  const alphas: number[] = [];
  for (const { step, change, rho } of history.toReversed()) {
    const alpha = rho * product(step, direction);
    alphas.unshift(alpha);
    for (let i = 0; i < direction.length; i++) direction[i] -= alpha * change[i];
  }
  const last = history[history.length - 1];
  if (last !== undefined) {
    const scale = 1 / (last.rho * product(last.change, last.change));
    for (let i = 0; i < direction.length; i++) direction[i] *= scale;
  }
  history.forEach(({ step, change, rho }, number) => {
    const beta = rho * product(change, direction);
    for (let i = 0; i < direction.length; i++) direction[i] += (alphas[number] - beta) * step[i];
  });
  return direction;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function largestComponent(vector: Float64Array): number {
  let largest = 0;
  for (const component of vector) largest = Math.max(largest, Math.abs(component));
  return largest;
}
