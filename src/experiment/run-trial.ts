import type { Case } from '../core/case.ts';
import { TollgateError } from '../core/errors.ts';
import type { Charge, Outcome, ScoredTrial } from '../core/trial.ts';
import type { PrefixCache } from '../pricing/prefix-cache.ts';
import type { Scorer } from '../scorers/scorer.ts';
import type { Transport } from '../transport/assemble.ts';
import type { PackSeat } from '../transport/packing.ts';
import type { RunnableArm } from './arm.ts';

export interface TrialServices {
  readonly transport: Transport;
  readonly score: Scorer;
  readonly signal: AbortSignal;
  /** The arm's simulated prefix cache. */
  readonly prefixCache?: PrefixCache | undefined;
  /** The trial's place in its group; every member of a group must run. */
  readonly seat?: PackSeat | undefined;
}

/** Errors that end the run; everything else that a pipeline throws is a failed outcome of its case. */
function endsTheRun(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || error instanceof TollgateError;
}

/**
 * Runs one case through one arm and scores it. A failure is an outcome with charges, quality 0.
 *
 * @throws TollgateError when the run cannot go on (budget, configuration) or was stopped.
 */
export async function runTrial(
  arm: Pick<RunnableArm, 'id' | 'middlewares' | 'pipeline'>,
  testCase: Case,
  repeat: number,
  { transport, score, signal, prefixCache, seat }: TrialServices,
): Promise<ScoredTrial> {
  const identity = { armId: arm.id, caseId: testCase.id, repeat };
  const { middlewares } = arm;
  const { attributes, stream } = testCase;
  const arrival = stream?.arrival;
  const session = transport.openTrial({
    trial: identity,
    attributes,
    arrival,
    prefixCache,
    middlewares,
    seat,
    signal,
  });
  let outcome: Outcome;
  try {
    const { output, toolCalls } = await arm.pipeline.run({ vars: testCase.vars }, session.call);
    outcome = { kind: 'answered', output, toolCalls: toolCalls ?? [] };
  } catch (error) {
    if (endsTheRun(error, signal)) throw error;
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    outcome = { kind: 'failed', errorName: name, message };
  } finally {
    seat?.leave();
  }
  const milliseconds = session.milliseconds();
  const trial = {
    ...identity,
    outcome,
    charges: session.charges(),
    decisions: session.decisions(),
    exchanges: session.exchanges(),
    ...(milliseconds === undefined ? {} : { milliseconds }),
  };
  return { ...trial, quality: await score(testCase, trial) };
}

/** Sends one case through an arm without scoring it, for levers that want to see requests. Gives back the charges. */
export async function traceCase(
  arm: Pick<RunnableArm, 'id' | 'middlewares' | 'pipeline'>,
  testCase: Case,
  { transport, signal }: Pick<TrialServices, 'transport' | 'signal'>,
): Promise<readonly Charge[]> {
  const identity = { armId: arm.id, caseId: testCase.id, repeat: 0 };
  const { middlewares } = arm;
  const { attributes, stream } = testCase;
  const arrival = stream?.arrival;
  const session = transport.openTrial({ trial: identity, attributes, arrival, middlewares, signal });
  await arm.pipeline.run({ vars: testCase.vars }, session.call);
  return session.charges();
}
