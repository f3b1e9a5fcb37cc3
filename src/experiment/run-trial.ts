import type { Case } from '../core/case.ts';
import { TollgateError } from '../core/errors.ts';
import { ModelCallError } from '../core/request.ts';
import type { Outcome, ScoredTrial } from '../core/trial.ts';
import type { Scorer } from '../scorers/scorer.ts';
import type { Transport } from '../transport/assemble.ts';
import type { Arm } from './arm.ts';

export interface TrialServices {
  readonly transport: Transport;
  readonly score: Scorer;
  readonly signal: AbortSignal;
}

/** Errors that end the run; everything else that a pipeline throws is a failed outcome of its case. */
function endsTheRun(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || (error instanceof TollgateError && !(error instanceof ModelCallError));
}

/**
 * Runs one case through one arm and scores it. A failure is an outcome with charges, quality 0.
 *
 * @throws TollgateError when the run cannot go on (budget, configuration) or was stopped.
 */
export async function runTrial(
  arm: Pick<Arm, 'id' | 'middlewares' | 'pipeline'>,
  testCase: Case,
  repeat: number,
  { transport, score, signal }: TrialServices,
): Promise<ScoredTrial> {
  const identity = { armId: arm.id, caseId: testCase.id, repeat };
  const session = transport.openTrial({ trial: identity, middlewares: arm.middlewares, signal });
  const started = performance.now();
  let outcome: Outcome;
  try {
    const { output, toolCalls } = await arm.pipeline.run({ vars: testCase.vars }, session.call);
    outcome = { kind: 'answered', output, toolCalls: toolCalls ?? [] };
  } catch (error) {
    if (endsTheRun(error, signal)) throw error;
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    outcome = { kind: 'failed', errorName: name, message };
  }
  const milliseconds = performance.now() - started;
  const charges = session.charges();
  const trial = {
    ...identity,
    outcome,
    charges,
    decisions: session.decisions(),
    exchanges: session.exchanges(),
    ...(charges.some(({ replayed }) => replayed) ? {} : { milliseconds }),
  };
  return { ...trial, quality: await score(testCase, trial) };
}
