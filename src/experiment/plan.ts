import { type FitCase, isFitCase, isTestCase, type TestCase } from '../core/case.ts';
import { ConfigurationError, type Problem, unknownName } from '../core/errors.ts';
import { prefixCacheProblems } from '../pricing/prefix-cache-rules.ts';
import { createPriceBook, type PriceBook } from '../pricing/price-book.ts';
import type { Provider } from '../providers/provider.ts';
import { providers } from '../providers/registry.ts';
import { checkAssertions } from '../scorers/promptfoo.ts';
import { earlyStopSchema } from '../suite/gates.ts';
import type { CandidateDefinition, Suite } from '../suite/suite.ts';
import { checkModels } from '../transport/check-models.ts';
import { refuseEarlyStop } from './early-stop.ts';
import { type LockFile, lockFileOf, readLockFile, unpackStack } from './lock-file.ts';
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

/** Every model that the run may call; fitted levers may add models that they trained themselves. */
function modelsOf(plan: Plan): readonly string[] {
  const stacks = [...plan.baselineStack, ...(plan.originalStack ?? [])];
  return [
    ...plan.suite.baseline.steps.map(({ model }) => model),
    ...stacks.flatMap(({ optimization }) => optimization.models),
    ...plan.candidates.flatMap(({ optimization }) => optimization.models),
  ];
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
    ...checkStream(plan),
    ...checkEarlyStop(suite),
    ...(suite.prefixCache === 'simulate' ? prefixCacheProblems(modelsOf(plan)) : []),
    ...checkModels(modelsOf(plan), options.providers ?? providers, priceBook),
    ...(await checkAssertions(
      suite.cases,
      suite.grader === undefined ? undefined : { provider: suite.grader },
    )),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return plan;
}
