import { correctJudge } from '../../stats/judge-correction.ts';
import type { JudgeCalibration, JudgeCounts } from '../evidence.ts';

/** Labels of one kind below which a judge's rate is a guess. */
const fewestLabels = 10;

/** How often a judge is right about the answers of one arm. */
export interface Rates {
  readonly counts: JudgeCounts;
  readonly sensitivity: number;
  readonly specificity: number;
  /** sensitivity + specificity − 1, Youden's J; above 0. */
  readonly information: number;
  /** Squared errors of the two rates, with the pseudo-counts of Lee et al. (2025). */
  readonly sensitivityError: number;
  readonly specificityError: number;
}

function smoothed(successes: number, trials: number): number {
  return (successes + 1) / (trials + 2);
}

function squaredError(successes: number, trials: number): number {
  const rate = smoothed(successes, trials);
  return (rate * (1 - rate)) / (trials + 2);
}

/** The labels of an arm's own answers, or those that hold for any arm. */
export function labelsOf({ arms, all }: JudgeCalibration, arm: string): JudgeCounts | undefined {
  return Object.hasOwn(arms, arm) ? arms[arm] : all;
}

/** The rates behind the labels of an arm's answers, or the reason why there are none. */
export function ratesOf(counts: JudgeCounts | undefined, arm: string): Rates | string {
  if (counts === undefined) return `no label is of answers of ${arm}`;
  const { correct, correctAccepted, incorrect, incorrectRejected } = counts;
  if (correct < fewestLabels || incorrect < fewestLabels) {
    return `it takes ${fewestLabels} labelled answers that are right and ${fewestLabels} that are wrong, and for ${arm} there are ${correct} and ${incorrect}`;
  }
  const sensitivity = correctAccepted / correct;
  const specificity = incorrectRejected / incorrect;
  const information = sensitivity + specificity - 1;
  if (information <= 0 || smoothed(correctAccepted, correct) + smoothed(incorrectRejected, incorrect) <= 1) {
    return `on answers of ${arm} the judge is no better than chance`;
  }
  return {
    counts,
    sensitivity,
    specificity,
    information,
    sensitivityError: squaredError(correctAccepted, correct),
    specificityError: squaredError(incorrectRejected, incorrect),
  };
}

/** (p + q0 − 1) / (q0 + q1 − 1), Rogan & Gladen 1978; not cut to [0, 1], so that its mean stays linear. */
export function corrected(judged: number, { specificity, information }: Rates): number {
  return (judged + specificity - 1) / information;
}

/** Squared error of a corrected quality that comes from the labels alone, by the delta method (Lee et al. 2025). */
export function labelError(
  quality: number,
  { sensitivityError, specificityError, information }: Rates,
): number {
  return ((1 - quality) ** 2 * specificityError + quality ** 2 * sensitivityError) / information ** 2;
}

/** The corrected quality of one arm with its own interval, for those who look behind the difference. */
export function armDetails(
  name: 'before' | 'after',
  judged: { readonly quality: number; readonly cases: number; readonly confidence: number },
  { specificity, sensitivity, counts }: Rates,
): { readonly [name: string]: number } {
  const { estimate, low, high } = correctJudge({
    judgedCorrect: judged.quality,
    cases: judged.cases,
    specificity,
    incorrectLabelled: counts.incorrect,
    sensitivity,
    correctLabelled: counts.correct,
    confidence: judged.confidence,
  });
  return {
    [name]: estimate,
    [`${name}Low`]: low,
    [`${name}High`]: high,
    [`${name}Sensitivity`]: sensitivity,
    [`${name}Specificity`]: specificity,
  };
}
