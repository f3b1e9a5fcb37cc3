import type { Suite } from '../suite/suite.ts';
import { type Arm, createArm } from './arm.ts';
import { type Plan, readPlan } from './plan.ts';
import { inSession, type RunRequest, type Session } from './session.ts';

/** What a run that gives no verdicts may be told. */
export type SideRunRequest = Omit<RunRequest, 'only' | 'replay' | 'resume' | 'earlyStop'>;

export interface SideRun {
  /** The suite as it was loaded. */
  readonly suite: Suite;
  /** Without candidates, for the changed suite. */
  readonly plan: Plan;
  readonly session: Session;
  readonly baseline: Arm;
}

/**
 * Opens a run of the baseline alone that is metered, budgeted and recorded like any other, but is no use of the test
 * split: it has a suite name of its own, so that neither resuming nor the ledger nor a plan takes it for a run of the
 * suite.
 *
 * @throws ConfigurationError before the first call when anything is wrong with the suite.
 */
export async function withSideRun<Result>(
  request: SideRunRequest,
  options: {
    /** What follows the suite's name: `noise`, `mutate`. */
    readonly purpose: string;
    readonly repeats?: number;
    readonly replay: boolean;
  },
  work: (run: SideRun) => Promise<Result>,
): Promise<Result> {
  const { purpose, repeats, replay } = options;
  const planned = await readPlan({ ...request, only: [] });
  const { suite } = planned;
  const quiet = {
    ...suite,
    name: `${suite.name} (${purpose})`,
    repeats: repeats ?? suite.repeats,
    earlyStop: undefined,
  };
  const plan = { ...planned, suite: quiet };
  const commandLine = request.commandLine ?? `tollgate ${purpose} ${request.suiteFile}`;
  return inSession(plan, { ...request, replay, commandLine }, async (session) => {
    const stack = plan.baselineStack;
    const named = { role: 'baseline', name: 'baseline', stack } as const;
    const baseline = await createArm(named, plan.suite.baseline, session.build);
    return work({ suite, plan, session, baseline });
  });
}
