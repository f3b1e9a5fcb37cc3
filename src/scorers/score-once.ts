import type { Assertion, Case } from '../core/case.ts';
import type { CaseScore } from '../core/trial.ts';
import type { Scorer } from './scorer.ts';

/** Assertions whose result follows from the case and the output alone; everything else is asked every time. */
const decidedByOutput: ReadonlySet<unknown> = new Set(
  [
    'equals',
    'contains',
    'icontains',
    'contains-any',
    'contains-all',
    'icontains-any',
    'icontains-all',
    'starts-with',
    'regex',
    'is-json',
    'contains-json',
    'levenshtein',
  ].flatMap((type) => [type, `not-${type}`]),
);

function isDecidedByOutput(assertion: Assertion): boolean {
  return decidedByOutput.has(assertion['type']) && assertion['transform'] === undefined;
}

/**
 * Scores an output of a case once: most answers of a candidate are the baseline's word for word. Only cases whose every
 * assertion looks at nothing but the output; a judge is asked anew for every trial.
 */
export function scoreOnce(score: Scorer): Scorer {
  const known = new Map<Case, Map<string, CaseScore>>();
  return async (testCase, trial) => {
    const { outcome } = trial;
    const reusable =
      outcome.kind === 'answered' &&
      outcome.toolCalls.length === 0 &&
      testCase.options?.['transform'] === undefined &&
      testCase.assertions.every(isDecidedByOutput);
    if (!reusable) return score(testCase, trial);
    const ofCase = known.get(testCase) ?? new Map<string, CaseScore>();
    known.set(testCase, ofCase);
    const earlier = ofCase.get(outcome.output);
    if (earlier !== undefined) return earlier;
    const scored = await score(testCase, trial);
    ofCase.set(outcome.output, scored);
    return scored;
  };
}
