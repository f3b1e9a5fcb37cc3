import { type FitCase, isFitCase, isTestCase, type TestCase } from '../core/case.ts';
import { ConfigurationError, type Problem, type SourceLocation, unknownName } from '../core/errors.ts';
import { prefixCacheProblems } from '../pricing/prefix-cache-rules.ts';
import { createPriceBook, type PriceBook } from '../pricing/price-book.ts';
import type { Provider } from '../providers/provider.ts';
import { providers } from '../providers/registry.ts';
import { checkAssertions, namedJudges } from '../scorers/promptfoo.ts';
import { earlyStopSchema } from '../suite/gates.ts';
import { inspectSuite } from '../suite/load-suite.ts';
import type { CandidateDefinition, Suite } from '../suite/suite.ts';
import { checkModels } from '../transport/check-models.ts';
import { refuseEarlyStop } from './early-stop.ts';
import { type LockFile, lockFileOf, readLockFile, unpackStack } from './lock-file.ts';
import { trainingProblems } from './planning/training-problems.ts';
import { emptyStack, type Stack } from './stack.ts';

/** What a run will do, decided before the first call. */
export interface Plan {
  readonly suite: Suite;
  readonly priceBook: PriceBook;
  readonly train: readonly FitCase[];
  readonly tune: readonly FitCase[];
  readonly test: readonly TestCase[];
  /** The promoted stack, or the empty one. */
  readonly baselineStack: Stack;
  /** The frozen original, when it differs from the baseline. */
  readonly originalStack: Stack | undefined;
  readonly candidates: readonly CandidateDefinition[];
  readonly lock: LockFile | undefined;
}

function chooseCandidates(suite: Suite, only: readonly string[] | undefined): readonly CandidateDefinition[] {
  if (only === undefined) return suite.candidates;
  const names = suite.candidates.map(({ name }) => name);
  const problems = only
    .filter((name) => !names.includes(name))
    .map((name) => unknownName('candidate', name, names, { file: suite.file }));
  if (problems.length > 0) throw new ConfigurationError(problems);
  return suite.candidates.filter(({ name }) => only.includes(name));
}

/** Levers that learn need cases to learn from, and gates need cases to judge by. */
function checkSplits(plan: Plan): readonly Problem[] {
  const problems: Problem[] = [];
  if (plan.test.length === 0) {
    problems.push({
      message: 'no case is in the test split, so no gate can judge.',
      location: { file: plan.suite.file },
    });
  }
  for (const { name, optimization, location } of plan.candidates) {
    if (optimization.needsFitting && plan.train.length + plan.tune.length === 0) {
      const message = `candidate "${name}": ${optimization.name} learns from the train and tune splits, and both are empty.`;
      problems.push({ message, location });
    }
  }
  return problems;
}

/** What a lever remembers of earlier requests means something only where requests come in an order. */
function checkStream(plan: Plan): readonly Problem[] {
  if (plan.suite.stream !== undefined) return [];
  const advice = 'Declare `stream: { timestamp, canonical }` with the metadata keys of a dataset of traffic.';
  const candidates = plan.candidates.filter(({ optimization }) => optimization.stateful);
  const promoted = plan.baselineStack.filter(({ optimization }) => optimization.stateful);
  return [
    ...candidates.map(({ name, optimization, location }) => ({
      message: `candidate "${name}": ${optimization.name} remembers earlier requests, so the suite must be a stream. ${advice}`,
      location,
    })),
    ...promoted.map(({ optimization }) => ({
      message: `the promoted ${optimization.name} remembers earlier requests, so the suite must be a stream. ${advice}`,
      location: { file: plan.suite.file },
    })),
  ];
}

/** Requests that go out together are brought together from consecutive cases, whose answers then depend on each other. */
function checkPacking({ suite, candidates, baselineStack }: Plan): readonly Problem[] {
  const reasons = [
    ...(suite.stream === undefined
      ? []
      : ['sends several requests as one, but those of a stream arrive one at a time']),
    ...(suite.earlyStop === undefined
      ? []
      : ['sends several requests as one, so its cases depend on each other: earlyStop cannot be used']),
  ];
  return reasons.flatMap((reason) => [
    ...candidates
      .filter(({ optimization }) => optimization.packSize > 1)
      .map(({ name, optimization, location }) => ({
        message: `candidate "${name}": ${optimization.name} ${reason}.`,
        location,
      })),
    ...baselineStack
      .filter(({ optimization }) => optimization.packSize > 1)
      .map(({ optimization }) => ({
        message: `the promoted ${optimization.name} ${reason}.`,
        location: { file: suite.file },
      })),
  ]);
}

function checkEarlyStop(suite: Suite): readonly Problem[] {
  if (suite.earlyStop === undefined) return [];
  const facts = {
    clusters: suite.clusterTag !== undefined,
    mix: suite.mix !== undefined,
    measure: suite.gates.quality.measure,
    repeats: suite.repeats,
    stream: suite.stream !== undefined,
    earlyStop: suite.earlyStop,
  };
  const problems = refuseEarlyStop(facts);
  const judge: readonly Problem[] =
    suite.judgeCalibration === undefined
      ? []
      : [
          {
            message:
              'earlyStop cannot be used with judgeCalibration: corrected quality has no stopping bounds.',
            found: 'judgeCalibration',
          },
        ];
  return [...problems, ...judge].map((problem) => ({ ...problem, location: { file: suite.file } }));
}

/** Every model that the run may call, and what names it; fitted levers may add models that they trained themselves. */
function modelsOf(plan: Plan): readonly { readonly model: string; readonly location: SourceLocation }[] {
  const { suite, baselineStack, originalStack, candidates } = plan;
  const named = (models: readonly string[], location: SourceLocation) =>
    models.map((model) => ({ model, location }));
  const promoted = [...baselineStack, ...(originalStack ?? [])].flatMap(
    ({ optimization }) => optimization.models,
  );
  return [
    ...named(
      suite.baseline.steps.map(({ model }) => model),
      { file: suite.file },
    ),
    ...named(promoted, { file: lockFileOf(suite.file) }),
    ...candidates.flatMap(({ optimization, location }) => named(optimization.models, location)),
  ];
}

async function modelProblems(plan: Plan, known: readonly Provider[]): Promise<readonly Problem[]> {
  const models = modelsOf(plan);
  const judges = [...(await namedJudges(plan.suite.cases))].map(([model, location]) => ({ model, location }));
  const simulates = plan.suite.prefixCache === 'simulate';
  return [
    ...(simulates ? problemsAt(models, ({ model }) => prefixCacheProblems([model])) : []),
    ...problemsAt([...models, ...judges], ({ model }) => checkModels([model], known, plan.priceBook)),
  ];
}

/** Each problem once, where it shows first. */
function problemsAt<Place extends { readonly location: SourceLocation }>(
  places: readonly Place[],
  check: (place: Place) => readonly Problem[],
): readonly Problem[] {
  const found = places.flatMap((place) =>
    check(place).map((problem) => ({ ...problem, location: place.location })),
  );
  return found.filter(
    ({ message }, index) => found.findIndex((other) => other.message === message) === index,
  );
}

export interface PlanOptions {
  /** Names of candidates; all of them when unset. */
  readonly only?: readonly string[];
  readonly earlyStop?: boolean;
  readonly providers?: readonly Provider[];
}

function withEarlyStop(suite: Suite, wanted: boolean | undefined): Suite {
  return wanted === true && suite.earlyStop === undefined
    ? { ...suite, earlyStop: earlyStopSchema.parse({}) }
    : suite;
}

/** @throws ConfigurationError with everything that stops the run before its first call. */
export async function planRun(loaded: Suite, options: PlanOptions): Promise<Plan> {
  const suite = withEarlyStop(loaded, options.earlyStop);
  const priceBook = createPriceBook({ declared: suite.prices, at: new Date() });
  const lockFile = lockFileOf(suite.file);
  const lock = await readLockFile(lockFile);
  const baselineStack = lock === undefined ? emptyStack : unpackStack(lock, lockFile);
  const fitCases = suite.cases.filter(isFitCase);
  const plan: Plan = {
    suite,
    priceBook,
    train: fitCases.filter(({ split }) => split === 'train'),
    tune: fitCases.filter(({ split }) => split === 'tune'),
    test: suite.cases.filter(isTestCase),
    baselineStack,
    originalStack: baselineStack.length === 0 ? undefined : emptyStack,
    candidates: chooseCandidates(suite, options.only),
    lock,
  };
  const problems = [
    ...checkSplits(plan),
    ...trainingProblems(plan, options.providers ?? providers),
    ...checkStream(plan),
    ...checkPacking(plan),
    ...checkEarlyStop(suite),
    ...(await modelProblems(plan, options.providers ?? providers)),
    ...(await checkAssertions(
      suite.cases,
      suite.grader === undefined ? undefined : { provider: suite.grader },
    )),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return plan;
}

export interface ReadPlanRequest extends PlanOptions {
  readonly suiteFile: string;
  readonly allowOutside?: boolean;
}

/**
 * Reads a suite and plans a run of it.
 *
 * @throws ConfigurationError with everything that is wrong with the suite and everything that stops the run, at once.
 */
export async function readPlan(request: ReadPlanRequest): Promise<Plan> {
  const { suite, problems } = inspectSuite(request.suiteFile, {
    ...request,
    providers: request.providers ?? providers,
  });
  if (suite === undefined) throw new ConfigurationError(problems);
  if (problems.length === 0) return planRun(suite, request);
  const known = new Set(problems.map(({ message }) => message));
  const further = (await problemsOfPlan(suite, request)).filter(({ message }) => !known.has(message));
  throw new ConfigurationError([...problems, ...further]);
}

async function problemsOfPlan(suite: Suite, options: PlanOptions): Promise<readonly Problem[]> {
  try {
    await planRun(suite, options);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}
