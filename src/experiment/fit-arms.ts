import { digest } from '../core/digest.ts';
import { RunFailedError } from '../core/errors.ts';
import type { TrainingExample } from '../core/fine-tuning.ts';
import type { NanoDollars } from '../core/money.ts';
import type { CandidateDefinition } from '../suite/suite.ts';
import { type Arm, createArm } from './arm.ts';
import { type FittingServices, fitOptimization } from './fit.ts';
import { createPipeline } from './pipeline.ts';
import type { Plan } from './plan.ts';
import { traceCase } from './run-trial.ts';
import type { Session } from './session.ts';
import { withEntry } from './stack.ts';

export interface CandidateArm {
  readonly definition: CandidateDefinition;
  readonly arm: Arm;
  readonly change: string;
  readonly artifactKey: string | undefined;
  /** As billed. */
  readonly setUpCost: NanoDollars;
}

/** Every arm of a run, ready to run. */
export interface Arms {
  readonly baseline: Arm;
  readonly original: Arm | undefined;
  readonly candidates: readonly CandidateArm[];
}

function trainer(session: Session): FittingServices['trainModel'] {
  return async (baseModel: string, examples: readonly TrainingExample[]) => {
    const { fineTuning, name } = session.provider(baseModel);
    if (fineTuning === undefined) {
      throw new RunFailedError(`${name} trains no models`, {
        advice: 'Take a model that can be fine-tuned.',
      });
    }
    const trainingTokens = fineTuning.trainingTokens(examples);
    const cost = session.priceBook.trainingCost(baseModel, trainingTokens);
    const reservation = await session.transport.budget.reserve(cost, `training of ${baseModel}`);
    const trained = await fineTuning.train(baseModel, examples, session.suite.seed);
    reservation.settle(cost);
    return { model: trained.model, artifact: trained.artifact, trainingTokens, cost };
  };
}

const knownBases = new WeakMap<object, string>();

/** The digest of everything but the lever and its stack that an artifact depends on: pipeline, code, splits. */
export function fittingBasis(plan: Pick<Plan, 'suite' | 'train' | 'tune'>): string {
  const { suite, train, tune } = plan;
  const basis =
    knownBases.get(plan) ??
    digest({
      pipeline: suite.baseline,
      code: suite.digests.code,
      cases: [...train, ...tune].map(({ id, vars, attributes, assertions, split }) => ({
        id,
        vars,
        attributes,
        assertions,
        split,
      })),
    });
  knownBases.set(plan, basis);
  return basis;
}

/** What a lever needs of a run to fit itself. `label` stands in the progress line. */
export async function fittingServices(plan: Plan, session: Session, label: string): Promise<FittingServices> {
  const { suite, runner, store, build, run } = session;
  return {
    train: plan.train,
    tune: plan.tune,
    seed: suite.seed,
    basis: fittingBasis(plan),
    build,
    pipeline: await createPipeline(suite.baseline),
    runArm: (arm, cases) => runner.run(arm, cases, { phase: 'fit', label, repeats: 1 }),
    trace: (arm, fitCase) => traceCase(arm, fitCase, session),
    trainModel: trainer(session),
    dropModel: build.drop,
    artifacts: {
      find: store.findArtifact,
      save: (key, lever, artifact, setUpCost) =>
        store.saveArtifact({
          key,
          runId: run.id,
          optimization: lever,
          artifact,
          setUpCost,
          createdAt: new Date(),
        }),
    },
  };
}

/** Fits the levers on train and tune, and puts every candidate's optimization on the baseline's stack. */
export async function fitArms(plan: Plan, session: Session): Promise<Arms> {
  const arm = (role: Arm['role'], name: string, stack: Arm['stack']) =>
    createArm({ role, name, stack }, session.suite.baseline, session.build);
  const candidates: CandidateArm[] = [];
  for (const definition of plan.candidates) {
    const { name, optimization } = definition;
    const services = await fittingServices(plan, session, name);
    const fitted = await fitOptimization(optimization, plan.baselineStack, services);
    candidates.push({
      definition,
      arm: await arm('candidate', name, withEntry(plan.baselineStack, fitted.entry)),
      change: optimization.describe(fitted.entry.artifact),
      artifactKey: fitted.artifactKey,
      setUpCost: fitted.setUpCost,
    });
  }
  return {
    baseline: await arm('baseline', 'baseline', plan.baselineStack),
    original:
      plan.originalStack === undefined
        ? undefined
        : await arm('original', 'frozen original', plan.originalStack),
    candidates,
  };
}

export function withCandidate(arms: Arms, candidate: CandidateArm): Arms {
  return { ...arms, candidates: [...arms.candidates, candidate] };
}
