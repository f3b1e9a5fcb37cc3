import type { Case } from '../core/case.ts';
import type { Problem } from '../core/errors.ts';
import type { Middleware, StackCall, TrialIdentity } from '../core/middleware.ts';
import type { CaseScore, Charge, Trial } from '../core/trial.ts';

/** Grades what a trial produced. A failed outcome scores 0. @throws RunFailedError when a judge's call ends the run. */
export type Scorer = (testCase: Case, trial: Trial) => Promise<CaseScore>;

/** How a scorer reaches models: through a stack and a meter of its own, so that judging is never production cost. */
export interface JudgeTransport {
  readonly openTrial: (options: {
    readonly trial: TrialIdentity;
    readonly middlewares: readonly Middleware[];
    readonly signal: AbortSignal;
  }) => { readonly call: StackCall; readonly charges: () => readonly Charge[] };
  readonly checkModels: (models: readonly string[]) => readonly Problem[];
}
