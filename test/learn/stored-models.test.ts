import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnswerToVerify, answerFeatures, falseEquations } from '../../src/learn/answer-features.ts';
import { crossFit } from '../../src/learn/cross-fit.ts';
import { quantise, restoreQuantised } from '../../src/learn/quantised.ts';
import { positionOn, scoreScale } from '../../src/learn/score-scale.ts';
import { restoreUplift, trainUplift } from '../../src/learn/uplift-model.ts';
import { restoreNeighbours, storeNeighbours } from '../../src/learn/uplift-neighbours.ts';
import { trainVerifier, verifyWith } from '../../src/learn/verifier-model.ts';

test('quantised numbers come back within half a step', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -100, max: 100, noNaN: true })), (values) => {
      const stored = quantise(values);
      const restored = restoreQuantised(JSON.parse(JSON.stringify(stored)));
      expect(restored).toHaveLength(values.length);
      for (const [index, value] of values.entries()) {
        expect(Math.abs((restored[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(
          stored.scale / 2 + 1e-9,
        );
      }
    }),
  );
});

test('a scale gives the share of its sample that lies below, rising with the value', () => {
  const scale = scoreScale(Array.from({ length: 201 }, (_, index) => index));
  expect([-1, 0, 50, 100, 200, 300].map((value) => positionOn(scale, value))).toEqual([
    0, 0, 0.25, 0.5, 1, 1,
  ]);
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1 }),
      fc.integer({ min: -9, max: 9 }),
      fc.integer({ min: 0, max: 5 }),
      (sample, value, more) => {
        const fitted = scoreScale(sample);
        const [low, high] = [positionOn(fitted, value), positionOn(fitted, value + more)];
        expect(low).toBeLessThanOrEqual(high);
        expect(low >= 0 && high <= 1).toBe(true);
      },
    ),
  );
});

test('cross-fitting predicts no example with a model that has seen it', () => {
  const examples = Array.from({ length: 13 }, (_, index) => index);
  const seen = crossFit(examples, (others) => (example) => (others.includes(example) ? 1 : 0));
  expect(seen).toEqual(examples.map(() => 0));
});

const easy = [
  'where is my parcel',
  'track my parcel please',
  'has my parcel shipped',
  'parcel status please',
];
const hard = [
  'the kettle leaks after two months',
  'my tent tore again',
  'the kettle broke again',
  'tent leaks again',
];
const examples = [
  ...easy.map((text) => ({ text, weak: 1, strong: 1 })),
  ...hard.map((text) => ({ text, weak: 0, strong: 1 })),
];

describe.each([
  {
    name: 'logistic regression',
    restored: () => restoreUplift(JSON.parse(JSON.stringify(trainUplift(examples)))),
  },
  {
    name: 'nearest neighbours',
    restored: () => restoreNeighbours(JSON.parse(JSON.stringify(storeNeighbours(examples))), 3),
  },
])('uplift by $name, stored as JSON', ({ restored }) => {
  test('is higher for requests like those that only the strong model got right', () => {
    const predict = restored();
    expect(predict('the tent leaks')).toBeGreaterThan(predict('where is the parcel') + 0.1);
  });
});

test('an artifact of 300 requests stays below 100 kB', () => {
  const many = Array.from({ length: 300 }, (_, index) => ({
    text: Array.from({ length: 40 }, (_, word) => `word${(index * 7 + word * word) % 900}`).join(' '),
    weak: index % 2,
    strong: 1,
  }));
  expect(JSON.stringify(trainUplift(many)).length).toBeLessThan(100_000);
  expect(JSON.stringify(storeNeighbours(many)).length).toBeLessThan(100_000);
});

const answered = (answer: string, fields: Partial<AnswerToVerify> = {}): AnswerToVerify => ({
  request: 'Ann has 3 bags of 4 apples. How many apples?',
  answer,
  confidence: 0.5,
  agreement: undefined,
  cut: false,
  checks: [],
  ...fields,
});

describe('features of an answer', () => {
  test('equations that do not hold are counted, within rounding', () => {
    expect(falseEquations('3 * 4 = 12, so 12 + 2 * 3 = 18 and 1,000 - 1 = 999 and 10 / 3 = 3.33')).toBe(0);
    expect(falseEquations('3 * 4 = 13 and 7 - 2 = $4.00')).toBe(2);
  });

  test('they say what was cut, doubted, left empty and used of the request', () => {
    const features = answerFeatures(answered('However, 3 is', { cut: true, checks: [true, false] }));
    expect(Object.fromEntries(features)).toMatchObject({
      confidence: 0.5,
      agreement: 0,
      cut: 1,
      empty: 0,
      hedged: 1,
      'numbers of the request used': 0.5,
      'check 1': 1,
      'check 2': 0,
    });
  });

  test('a verifier learns which of them tell a right answer', () => {
    const rows = Array.from({ length: 40 }, (_, index) => {
      const right = index % 2;
      const answer = right === 1 ? '3 * 4 = 12' : '3 * 4 = 15';
      return { quality: right, features: [...answerFeatures(answered(answer)).values()] };
    });
    const weights = trainVerifier(rows);
    const score = (answer: string) => verifyWith(weights, [...answerFeatures(answered(answer)).values()]);
    expect(score('3 * 4 = 12')).toBeGreaterThan(0.9);
    expect(score('3 * 4 = 15')).toBeLessThan(0.1);
    expect(() => verifyWith(weights, [1])).toThrow(/^1 features for a verifier of \d+$/);
  });
});
