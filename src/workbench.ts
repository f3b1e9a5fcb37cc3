import { nanoDollarsFromDollars } from './core/money.ts';
import type { Verdict } from './core/verdict.ts';
import { fitArms } from './experiment/fit-arms.ts';
import { gatherEvidence } from './experiment/gather-evidence.ts';
import { judge } from './experiment/judge/judge.ts';
import { planRun } from './experiment/plan.ts';
import { recordVerdicts, testSplitUses, withRounds } from './experiment/record-verdicts.ts';
import { makeReport } from './experiment/report/make-report.ts';
import type { Progress } from './experiment/run-arm.ts';
import { runArms } from './experiment/run-arms.ts';
import { openSession } from './experiment/session.ts';
import type { Provider } from './providers/provider.ts';
import { providers } from './providers/registry.ts';
import type { Report } from './reports/report.ts';
import { type ReportFiles, writeReports } from './reports/write-reports.ts';
import { loadSuite } from './suite/load-suite.ts';

export interface RunRequest {
  readonly suiteFile: string;
  /** Names of candidates; all of them when unset. */
  readonly only?: readonly string[];
  /** A hard stop in dollars; the suite's own when unset. */
  readonly budgetDollars?: number;
  /** Trials side by side; the suite's own when unset. */
  readonly concurrency?: number;
  /** False makes every call again instead of replaying recordings. */
  readonly replay?: boolean;
  /** Goes on with the last run that did not finish. */
  readonly resume?: boolean;
  readonly earlyStop?: boolean;
  readonly allowOutside?: boolean;
  /** Providers to choose from; Tollgate's own when unset. */
  readonly providers?: readonly Provider[];
  /** What the report names as the way to reproduce the run. */
  readonly commandLine?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface RunResult {
  readonly report: Report;
  readonly verdicts: readonly Verdict[];
  readonly files: ReportFiles;
}

/**
 * The whole job: reads a suite, plans, fits the levers, runs and scores every arm, records, judges, reports.
 *
 * @throws ConfigurationError before the first call when anything is wrong with the suite.
 * @throws RunFailedError when a vendor, the budget or the disk ends the run; finished calls are kept.
 */
export async function runSuite(request: RunRequest): Promise<RunResult> {
  const suite = await loadSuite(request.suiteFile, { allowOutside: request.allowOutside ?? false });
  const plan = await planRun(suite, request);
  const session = await openSession(plan, {
    providers: request.providers ?? providers,
    budget:
      request.budgetDollars === undefined ? suite.budget : nanoDollarsFromDollars(request.budgetDollars),
    concurrency: request.concurrency ?? suite.concurrency,
    replay: request.replay ?? true,
    resume: request.resume ?? false,
    commandLine: request.commandLine ?? `tollgate run ${request.suiteFile}`,
    signal: request.signal ?? new AbortController().signal,
    onProgress: request.onProgress ?? (() => {}),
  });
  try {
    const arms = await fitArms(plan, session);
    const trials = await runArms(arms, plan, session);
    const evidence = await withRounds(gatherEvidence(plan, arms, trials), plan, arms, session);
    const verdicts = judge(evidence);
    await recordVerdicts(verdicts, evidence, plan, arms, session);
    const report = makeReport(verdicts, {
      plan,
      arms,
      trials,
      evidence,
      session,
      testUses: await testSplitUses(session),
    });
    const files = await writeReports(report, session.reportFolder);
    await session.close('finished');
    return { report, verdicts, files };
  } catch (error) {
    await session.close(session.signal.aborted ? 'interrupted' : 'failed');
    throw error;
  }
}
