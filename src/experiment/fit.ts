import { type FitCase, isFitCase } from '../core/case.ts';
import { digest } from '../core/digest.ts';
import { TollgateError } from '../core/errors.ts';
import type { FineTunedModel, TrainingExample } from '../core/fine-tuning.ts';
import type { Json } from '../core/json.ts';
import type { Middleware } from '../core/middleware.ts';
import { addMoney, type NanoDollars, zeroDollars } from '../core/money.ts';
import type { ChatRequest, ChatResponse } from '../core/request.ts';
import { asBilledCost, type Charge, type ScoredTrial } from '../core/trial.ts';
import type { BuildServices, ConfiguredOptimization, Fitting } from '../optimizations/optimization.ts';
import type { Arm, RunnableArm } from './arm.ts';
import {
  aroundPlaceOf,
  describeEntry,
  isStateful,
  middlewaresOf,
  packSizeOf,
  type Stack,
  type StackEntry,
  stackDigest,
} from './stack.ts';

/** What fitting needs from the run. */
export interface FittingServices {
  readonly train: readonly FitCase[];
  readonly tune: readonly FitCase[];
  readonly seed: string;
  /** Digest of everything else that an artifact depends on: pipeline, splits, code. */
  readonly basis: string;
  readonly build: BuildServices;
  readonly pipeline: Arm['pipeline'];
  /** Runs cases through an arm; fitting's trials are recorded like any other, and never on test cases. */
  readonly runArm: (arm: RunnableArm, cases: readonly FitCase[]) => Promise<readonly ScoredTrial[]>;
  /** Sends one case through an arm without scoring it; gives back what that cost. */
  readonly trace: (arm: RunnableArm, fitCase: FitCase) => Promise<readonly Charge[]>;
  readonly trainModel: (baseModel: string, examples: readonly TrainingExample[]) => Promise<FineTunedModel>;
  readonly dropModel: (model: string) => Promise<void>;
  readonly artifacts: {
    readonly find: (
      key: string,
    ) => Promise<{ readonly artifact: Json; readonly setUpCost: NanoDollars } | undefined>;
    readonly save: (
      key: string,
      optimization: string,
      artifact: Json,
      setUpCost: NanoDollars,
    ) => Promise<void>;
  };
}

export interface Fitted {
  readonly entry: StackEntry;
  readonly artifactKey: string | undefined;
  /** As billed: what production would pay to set the lever up. */
  readonly setUpCost: NanoDollars;
}

/** The type keeps test cases out at compile time; this keeps them out of code that TypeScript did not check. */
function refuseTestCases(cases: readonly FitCase[]): void {
  const leaked = cases.find((candidate) => !isFitCase(candidate));
  if (leaked !== undefined) {
    throw new TollgateError('a lever tried to fit itself on test cases, which only gates may see', {
      advice: 'Use the cases that `build` was given: train and tune.',
    });
  }
}

const noAnswer: ChatResponse = {
  kind: 'chat',
  text: '',
  toolCalls: [],
  finishReason: 'stop',
  attempts: [],
  answeredBy: 'none',
};

/**
 * Fits one optimization at its place in a stack, or finds the artifact of an earlier fit with the same settings,
 * stack, splits and code.
 */
export async function fitOptimization(
  optimization: ConfiguredOptimization,
  stack: Stack,
  services: FittingServices,
): Promise<Fitted> {
  if (!optimization.needsFitting) {
    return { entry: { optimization, artifact: undefined }, artifactKey: undefined, setUpCost: zeroDollars };
  }
  const { above, below } = aroundPlaceOf(stack, optimization);
  const artifactKey = digest({
    entry: describeEntry({ optimization, artifact: undefined }),
    above: stackDigest(above),
    below: stackDigest(below),
    basis: services.basis,
    seed: services.seed,
  });
  const earlier = await services.artifacts.find(artifactKey);
  if (earlier !== undefined) {
    return { entry: { optimization, artifact: earlier.artifact }, artifactKey, setUpCost: earlier.setUpCost };
  }
  let setUpCost = zeroDollars;
  const charge = (amount: NanoDollars): void => {
    setUpCost = addMoney(setUpCost, amount);
  };
  const run: Fitting['run'] = async (middlewares, cases) => {
    refuseTestCases(cases);
    const trials = await services.runArm(fittingArm(middlewares), cases);
    for (const trial of trials) charge(asBilledCost(trial));
    return trials;
  };
  let arms = 0;
  const fittingArm = (own: readonly Middleware[]): RunnableArm => {
    arms += 1;
    const id = `fit-${artifactKey.slice(0, 12)}-${arms}`;
    const renew = () => [
      ...middlewaresOf(above, services.build),
      ...own,
      ...middlewaresOf(below, services.build),
    ];
    const remembers = isStateful(above) || isStateful(below);
    return {
      id,
      middlewares: renew(),
      renew: remembers ? renew : undefined,
      packSize: packSizeOf([...above, ...below]),
      pipeline: services.pipeline,
    };
  };
  const artifact = await optimization.fit({
    train: services.train,
    tune: services.tune,
    seed: services.seed,
    run,
    requestsOf: async (fitCase) => {
      const seen: { step: string; request: ChatRequest }[] = [];
      const capture: Middleware = (request, next, context) => {
        if (request.kind === 'chat' && context.purpose === 'answer')
          seen.push({ step: context.step, request });
        // One call is all there is, so its answer is not needed; later steps of an agent do need it.
        return services.pipeline.singleCall ? Promise.resolve(noAnswer) : next(request);
      };
      refuseTestCases([fitCase]);
      charge(asBilledCost({ charges: await services.trace(fittingArm([capture]), fitCase) }));
      return seen;
    },
    fineTune: async (baseModel, examples) => {
      const trained = await services.trainModel(baseModel, examples);
      charge(trained.cost);
      return trained;
    },
    dropModel: services.dropModel,
  });
  await services.artifacts.save(artifactKey, optimization.name, artifact, setUpCost);
  return { entry: { optimization, artifact }, artifactKey, setUpCost };
}
