import type { Verdict } from './core/verdict.ts';
import { fitArms, withCandidate } from './experiment/fit-arms.ts';
import { judgeArms } from './experiment/judge-arms.ts';
import { readPlan } from './experiment/plan.ts';
import { makeReport } from './experiment/report/make-report.ts';
import { runArms, runOneArm } from './experiment/run-arms.ts';
import { inSession, type RunRequest } from './experiment/session.ts';
import { type ComposedArm, composeArm, promoteComposed } from './experiment/stack-arm.ts';
import type { Report } from './reports/report.ts';
import { type ReportFiles, writeReports } from './reports/write-reports.ts';

export type { RunRequest } from './experiment/session.ts';

export interface RunResult {
  readonly report: Report;
  readonly verdicts: readonly Verdict[];
  readonly files: ReportFiles;
}

export interface StackResult extends RunResult {
  readonly composed: ComposedArm;
  /** Where the promotion was written; undefined when the stack did not pass. */
  readonly lockFile: string | undefined;
}

/**
 * The whole job: reads a suite, plans, fits the levers, runs and scores every arm, records, judges, reports.
 *
 * @throws ConfigurationError before the first call when anything is wrong with the suite.
 * @throws RunFailedError when a vendor, the budget or the disk ends the run; finished calls are kept.
 */
export async function runSuite(request: RunRequest): Promise<RunResult> {
  const plan = await readPlan(request);
  return inSession(plan, request, async (session) => {
    const arms = await fitArms(plan, session);
    const trials = await runArms(arms, plan, session);
    const judged = await judgeArms(plan, arms, trials, session);
    const report = makeReport({ plan, arms, trials, judged, session });
    return { report, verdicts: judged.verdicts, files: await writeReports(report, session.reportFolder) };
  });
}

/**
 * Stacks the candidates that pass alone: composes them on the tune split, lets the result meet the test split once, as
 * one more hypothesis beside the others, and promotes it when it passes.
 *
 * @throws NotPassedError when no candidate passes alone. Errors of `runSuite` otherwise.
 */
export async function promoteStack(request: RunRequest): Promise<StackResult> {
  const planned = await readPlan({ ...request, earlyStop: false });
  const plan = { ...planned, suite: { ...planned.suite, earlyStop: undefined } };
  return inSession(plan, request, async (session) => {
    const single = await fitArms(plan, session);
    const singleTrials = await runArms(single, plan, session);
    const alone = await judgeArms(plan, single, singleTrials, session);
    const composed = await composeArm(plan, single, alone.verdicts, session);
    const arms = withCandidate(single, composed.candidate);
    const grid = await runOneArm(composed.candidate.arm, plan, session);
    const trials = {
      ...singleTrials,
      candidates: new Map([...singleTrials.candidates, [composed.candidate.arm.name, grid]]),
    };
    const judged = await judgeArms(plan, arms, trials, session);
    const report = makeReport({ plan, arms, trials, judged, session, composed });
    const files = await writeReports(report, session.reportFolder);
    return {
      report,
      verdicts: judged.verdicts,
      files,
      composed,
      lockFile: await promoteComposed(composed, judged, session),
    };
  });
}
