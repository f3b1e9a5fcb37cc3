import { requireBetween, requireInteger, StatisticsInputError } from './input-error.ts';
import type { ConfidenceInterval } from './interval.ts';
import { normalQuantile } from './normal.ts';

export interface JudgedSample {
  /** Share of the evaluated answers that the judge calls correct (p). */
  readonly judgedCorrect: number;
  /** How many answers the judge evaluated (n). */
  readonly cases: number;
  /** Share of incorrect calibration answers that the judge calls incorrect (q0). */
  readonly specificity: number;
  /** Incorrect answers in the human-labelled calibration set (m0). */
  readonly incorrectLabelled: number;
  /** Share of correct calibration answers that the judge calls correct (q1). */
  readonly sensitivity: number;
  /** Correct answers in the human-labelled calibration set (m1). */
  readonly correctLabelled: number;
  readonly confidence: number;
}

function requireShare(parameter: string, value: number): void {
  if (!(value >= 0 && value <= 1)) {
    throw new StatisticsInputError('correctJudge', parameter, value, 'must lie between 0 and 1');
  }
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/**
 * The true share of correct answers behind a judge that errs, (p + q0 − 1) / (q0 + q1 − 1), with an interval that
 * carries the uncertainty of the calibration set as well: Rogan & Gladen (1978), American Journal of Epidemiology
 * 107:71–76; the interval, with its added pseudo-counts and shift, is that of Lee et al. (2025), "How to Correctly
 * Report LLM-as-a-Judge Evaluations". Both are cut to [0, 1].
 * @throws StatisticsInputError when the judge is no better than chance (q0 + q1 ≤ 1), which no correction can mend.
 */
export function correctJudge(sample: JudgedSample): ConfidenceInterval {
  requireShare('judgedCorrect', sample.judgedCorrect);
  requireShare('specificity', sample.specificity);
  requireShare('sensitivity', sample.sensitivity);
  requireInteger('correctJudge', 'cases', sample.cases, 1);
  requireInteger('correctJudge', 'incorrectLabelled', sample.incorrectLabelled, 1);
  requireInteger('correctJudge', 'correctLabelled', sample.correctLabelled, 1);
  requireBetween('correctJudge', 'confidence', sample.confidence, 0, 1);
  const z = normalQuantile((1 + sample.confidence) / 2);
  const square = z * z;

  const n = sample.cases + square;
  const m0 = sample.incorrectLabelled + 2;
  const m1 = sample.correctLabelled + 2;
  const p = (sample.cases * sample.judgedCorrect + square / 2) / n;
  const q0 = (sample.incorrectLabelled * sample.specificity + 1) / m0;
  const q1 = (sample.correctLabelled * sample.sensitivity + 1) / m1;
  const information = sample.specificity + sample.sensitivity - 1;
  if (information <= 0 || q0 + q1 <= 1) {
    throw new StatisticsInputError(
      'correctJudge',
      'specificity + sensitivity',
      sample.specificity + sample.sensitivity,
      'must exceed 1: this judge is no better than chance',
    );
  }

  const theta = (p + q0 - 1) / (q0 + q1 - 1);
  const incorrectPart = (q0 * (1 - q0)) / m0;
  const correctPart = (q1 * (1 - q1)) / m1;
  const shift = 2 * square * (theta * correctPart - (1 - theta) * incorrectPart);
  const error =
    Math.sqrt((p * (1 - p)) / n + (1 - theta) ** 2 * incorrectPart + theta ** 2 * correctPart) /
    (q0 + q1 - 1);
  return {
    estimate: clip((sample.judgedCorrect + sample.specificity - 1) / information),
    low: clip(theta + shift - z * error),
    high: clip(theta + shift + z * error),
  };
}
