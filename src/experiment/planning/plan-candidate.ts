import { TollgateError } from '../../core/errors.ts';
import type { BuildServices } from '../../optimizations/optimization.ts';
import type { Store } from '../../store/store.ts';
import type { CandidateDefinition } from '../../suite/suite.ts';
import { type Arm, createArm } from '../arm.ts';
import { fitOptimization } from '../fit.ts';
import { fittingBasis } from '../fit-arms.ts';
import type { Plan } from '../plan.ts';
import { withEntry } from '../stack.ts';

/** Thrown in place of the first call that fitting wants to make. */
class NotFittedError extends TollgateError {
  override readonly name = 'NotFittedError';
}

function refuse(): never {
  throw new NotFittedError('a plan calls nobody');
}

/**
 * The arm of a candidate without a call: levers that learn are taken from the store. Undefined for one that has yet to
 * learn, because what it will send is not known before.
 */
export async function planCandidate(
  { name, optimization }: CandidateDefinition,
  plan: Plan,
  {
    pipeline,
    build,
    findArtifact,
  }: {
    readonly pipeline: Arm['pipeline'];
    readonly build: BuildServices;
    readonly findArtifact: Store['findArtifact'];
  },
): Promise<Arm | undefined> {
  try {
    const { entry } = await fitOptimization(optimization, plan.baselineStack, {
      train: plan.train,
      tune: plan.tune,
      seed: plan.suite.seed,
      basis: fittingBasis(plan),
      build,
      pipeline,
      runArm: refuse,
      trace: refuse,
      trainModel: refuse,
      dropModel: refuse,
      artifacts: { find: findArtifact, save: refuse },
    });
    return await createArm(
      { role: 'candidate', name, stack: withEntry(plan.baselineStack, entry) },
      plan.suite.baseline,
      build,
    );
  } catch (error) {
    if (error instanceof NotFittedError) return undefined;
    throw error;
  }
}
