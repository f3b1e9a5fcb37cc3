import type { TestCase } from '../../core/case.ts';
import { formatLocation } from '../../core/errors.ts';
import { addMoney, dollars } from '../../core/money.ts';
import { asBilledCost, type ScoredTrial } from '../../core/trial.ts';
import type { Regression, RegressionSide } from '../../reports/report.ts';
import type { TrialGrid } from '../trial-grid.ts';
import { diffRequests } from './request-diff.ts';

/** How many regressions a report shows in full; the counts tell of all. */
const mostShown = 12;
const longestText = 4_000;

export interface ChangedCases {
  readonly counts: {
    readonly regressions: number;
    readonly improvements: number;
    readonly unchanged: number;
  };
  readonly regressions: readonly Regression[];
}

function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)} … (${text.length} characters)`;
}

function side(trial: ScoredTrial): RegressionSide {
  return {
    output: trial.outcome.kind === 'answered' ? cut(trial.outcome.output) : '',
    failure: trial.outcome.kind === 'failed' ? `${trial.outcome.errorName}: ${trial.outcome.message}` : null,
    pass: trial.quality.pass,
    score: trial.quality.score,
    reasons: trial.quality.scores.filter(({ pass }) => !pass).map(({ reason }) => cut(reason)),
    cost: dollars(asBilledCost(trial)),
    charges: trial.charges.map(({ step, purpose, model, usage, asBilled }) => ({
      step,
      purpose,
      model,
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
      cost: dollars(addMoney(asBilled)),
    })),
  };
}

/** What a reader recognises the case by: its shortest text variable, which is rarely the retrieved context. */
function questionOf({ vars, description }: TestCase): string {
  const texts = Object.values(vars).filter((value) => typeof value === 'string');
  const shortest = texts.reduce((best, text) => (text.length < best.length ? text : best), texts[0] ?? '');
  return cut(description ?? shortest);
}

function quality(trials: readonly ScoredTrial[], measure: 'pass' | 'score'): number {
  const values = trials.map(({ quality: given }) => (measure === 'pass' ? Number(given.pass) : given.score));
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The repeat in which the two arms differ most. */
function mostTelling(baseline: readonly ScoredTrial[], candidate: readonly ScoredTrial[]): number {
  const drops = baseline.map((trial, repeat) => trial.quality.score - candidate[repeat].quality.score);
  return drops.reduce((best, drop, repeat) => (drop > drops[best] ? repeat : best), 0);
}

/** Compares two arms case by case; the largest losses first, must-pass cases before others. */
export function compareCases(
  cases: readonly TestCase[],
  baseline: TrialGrid,
  candidate: TrialGrid,
  {
    measure,
    isMustPass,
  }: { readonly measure: 'pass' | 'score'; readonly isMustPass: (testCase: TestCase) => boolean },
): ChangedCases {
  const compared = cases.flatMap((testCase, index) => {
    if (candidate[index].length === 0 || baseline[index].length === 0) return [];
    return [
      { testCase, index, change: quality(candidate[index], measure) - quality(baseline[index], measure) },
    ];
  });
  const worse = compared
    .filter(({ change }) => change < 0)
    .sort(
      (a, b) =>
        Number(isMustPass(b.testCase)) - Number(isMustPass(a.testCase)) ||
        a.change - b.change ||
        a.index - b.index,
    );
  return {
    counts: {
      regressions: worse.length,
      improvements: compared.filter(({ change }) => change > 0).length,
      unchanged: compared.filter(({ change }) => change === 0).length,
    },
    regressions: worse.slice(0, mostShown).map(({ testCase, index }) => {
      const repeat = mostTelling(baseline[index], candidate[index]);
      const before = baseline[index][repeat];
      const after = candidate[index][repeat];
      return {
        caseId: testCase.id,
        location: formatLocation(testCase.location),
        tags: testCase.tags,
        question: questionOf(testCase),
        baseline: side(before),
        candidate: side(after),
        requestDiff: diffRequests(before.exchanges, after.exchanges),
      };
    }),
  };
}
