import { describe, expect, test } from 'vitest';
import { hashText } from '../../src/learn/feature-hashing.ts';
import { predictProbabilities, trainLogisticRegression } from '../../src/learn/logistic-regression.ts';
import { neighbourIndex } from '../../src/learn/nearest-neighbours.ts';
import { sparseVector } from '../../src/text/sparse-vector.ts';

const vectorOf = (...values: readonly number[]) =>
  sparseVector(new Map(values.map((value, index) => [index, value])));

describe('multinomial logistic regression', () => {
  const examples = [
    { vector: vectorOf(1, 0, 0), label: 0 },
    { vector: vectorOf(0, 1, 0), label: 1 },
    { vector: vectorOf(0, 0, 1), label: 2 },
  ];
  const settings = { l2: 0.001, iterations: 100 };

  test('learns what separates the classes', () => {
    const model = trainLogisticRegression(examples, 3, 3, settings);
    for (const { vector, label } of examples)
      expect(predictProbabilities(model, vector)[label]).toBeGreaterThan(0.9);
  });

  test('probabilities sum to 1', () => {
    const model = trainLogisticRegression(examples, 3, 3, settings);
    const sum = predictProbabilities(model, vectorOf(0.3, 0.3, 0.1)).reduce(
      (total, share) => total + share,
      0,
    );
    expect(sum).toBeCloseTo(1, 12);
  });

  test('the gradient vanishes at the result', () => {
    // With one feature and two classes the optimum of mean log-loss + l2/2 (w0² + w1²) has w0 = −w1.
    const model = trainLogisticRegression(
      [
        { vector: vectorOf(1), label: 0 },
        { vector: vectorOf(-1), label: 1 },
      ],
      2,
      1,
      { l2: 0.1, iterations: 200, tolerance: 1e-10 },
    );
    const [first = 0, second = 0] = model.weights;
    expect(first).toBeCloseTo(-second, 8);
    const share = 1 / (1 + Math.exp(2 * first));
    expect(share).toBeCloseTo(0.1 * first, 8);
  });

  test('training twice gives bit-equal weights', () => {
    const once = trainLogisticRegression(examples, 3, 3, settings);
    expect(trainLogisticRegression(examples, 3, 3, settings)).toEqual(once);
  });

  test('refuses one class, and features out of range', () => {
    expect(() => trainLogisticRegression(examples, 1, 3, settings)).toThrow(RangeError);
    expect(() => trainLogisticRegression(examples, 3, 2, settings)).toThrow('feature 2');
  });
});

test('the nearest neighbours come best first, those without anything in common not at all', () => {
  const index = neighbourIndex([vectorOf(1, 0), vectorOf(1, 1), vectorOf(0, 0, 1)]);
  expect(index.nearest(vectorOf(2, 0.1), 3).map(({ position }) => position)).toEqual([0, 1]);
});

test('the hash is FNV-1a', () => {
  expect(hashText('')).toBe(0x811c9dc5);
  expect(hashText('a')).toBe(0xe40c292c);
  expect(hashText('foobar')).toBe(0xbf9cf968);
});
