import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatisticsInputError } from '../../src/stats/input-error.ts';
import { correctJudge } from '../../src/stats/judge-correction.ts';

const calibration = {
  specificity: 0.85,
  incorrectLabelled: 100,
  sensitivity: 0.9,
  correctLabelled: 100,
  confidence: 0.95,
};

describe('correction for a judge that errs', () => {
  // The code published with Lee et al. (2025), UW-Madison-Lee-Lab/LLM-judge-reporting.
  test('reproduces the published intervals', () => {
    const low = correctJudge({ ...calibration, judgedCorrect: 0.3, cases: 200 });
    expect(low.estimate).toBeCloseTo(0.2, 12);
    expect(low.low).toBeCloseTo(0.0769131241, 10);
    expect(low.high).toBeCloseTo(0.3096246278, 10);

    const high = correctJudge({ ...calibration, judgedCorrect: 0.8, cases: 400 });
    expect(high.estimate).toBeCloseTo(0.8666666667, 10);
    expect(high.low).toBeCloseTo(0.78591588, 8);
    expect(high.high).toBeCloseTo(0.9657021791, 10);
  });

  test('a perfect judge on many labels is hardly corrected', () => {
    const result = correctJudge({
      judgedCorrect: 0.7,
      cases: 1000,
      specificity: 1,
      sensitivity: 1,
      incorrectLabelled: 100_000,
      correctLabelled: 100_000,
      confidence: 0.95,
    });
    expect(result.estimate).toBeCloseTo(0.7, 12);
    expect(result.high - result.low).toBeCloseTo(2 * 1.96 * Math.sqrt(0.21 / 1000), 2);
  });

  test('fewer labels make a wider interval', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.35, max: 0.7, noNaN: true }), (judgedCorrect) => {
        const many = correctJudge({ ...calibration, judgedCorrect, cases: 400 });
        const few = correctJudge({
          ...calibration,
          judgedCorrect,
          cases: 400,
          incorrectLabelled: 40,
          correctLabelled: 40,
        });
        expect(few.high - few.low).toBeGreaterThan(many.high - many.low);
      }),
    );
  });

  test('a judge no better than chance cannot be corrected, and says so', () => {
    expect(() => correctJudge({ ...calibration, specificity: 0.1, judgedCorrect: 0.5, cases: 50 })).toThrow(
      'this judge is no better than chance',
    );
  });

  test.each([
    { ...calibration, judgedCorrect: 1.2, cases: 10 },
    { ...calibration, judgedCorrect: Number.NaN, cases: 10 },
    { ...calibration, judgedCorrect: 0.5, cases: 0 },
    { ...calibration, judgedCorrect: 0.5, cases: 10, correctLabelled: 0 },
  ])('a sample without an answer is refused: %o', (sample) => {
    expect(() => correctJudge(sample)).toThrow(StatisticsInputError);
  });
});
