import { NotPassedError } from '../core/errors.ts';
import { addMoney, zeroDollars } from '../core/money.ts';
import type { Verdict } from '../core/verdict.ts';
import type { ConfiguredOptimization } from '../optimizations/optimization.ts';
import { createArm } from './arm.ts';
import { type Composition, composeStack, productOfSavings, tuneFigures } from './compose-stack.ts';
import { fitOptimization } from './fit.ts';
import { type Arms, type CandidateArm, fittingServices } from './fit-arms.ts';
import type { Judged } from './judge-arms.ts';
import type { Plan } from './plan.ts';
import { writePromotion } from './promotion-ledger.ts';
import type { Session } from './session.ts';
import { packSizeOf, type Stack } from './stack.ts';

/** The candidate that stands for the whole stack. */
export const stackName = 'stack';

/** A stack as one candidate: it only describes itself, its arm is built from the entries. */
function asOptimization(stack: Stack): ConfiguredOptimization {
  const levers = stack.map(({ optimization }) => optimization);
  return {
    name: stackName,
    layer: 'service',
    settings: levers.map(({ name, settings, steps }) => ({
      use: name,
      with: settings,
      ...(steps === undefined ? {} : { steps }),
    })),
    steps: undefined,
    purposes: [],
    parts: [],
    attributes: levers.flatMap(({ attributes }) => attributes),
    stateful: levers.some(({ stateful }) => stateful),
    packSize: packSizeOf(stack),
    models: levers.flatMap(({ models }) => models),
    needsFitting: false,
    trainings: [],
    fit: () => Promise.resolve(null),
    build: () => (request, next) => next(request),
    describe: () => stack.map(({ optimization, artifact }) => optimization.describe(artifact)).join(' + '),
    learningCurve: () => null,
    summarise: (decisions) => levers.flatMap((lever) => lever.summarise(decisions)),
  };
}

/** Candidates that passed alone, the largest saving first. @throws NotPassedError when none did. */
export function passing(
  arms: Arms,
  verdicts: readonly Verdict[],
): readonly { readonly candidate: CandidateArm; readonly saving: number }[] {
  const passed = arms.candidates.flatMap((candidate, index) => {
    const { kind, gates } = verdicts[index];
    if (kind !== 'promote') return [];
    return [{ candidate, saving: gates.find((gate) => gate.kind === 'cost')?.interval?.estimate ?? 0 }];
  });
  if (passed.length > 0) return passed.sort((a, b) => b.saving - a.saving);
  const undecided = verdicts.some(({ kind }) => kind === 'undecided');
  throw new NotPassedError(
    'no candidate passed its gates, so there is nothing to stack',
    undecided ? 'undecided' : 'reject',
    {
      advice: 'Read the report to see what each one failed.',
    },
  );
}

export interface ComposedArm {
  readonly composition: Composition;
  readonly candidate: CandidateArm;
  readonly stack: Stack;
  /** Fraction saved if the single savings multiplied. */
  readonly product: number;
}

/** Composes the stack on tune and makes it an arm that can meet the test split. */
export async function composeArm(
  plan: Plan,
  arms: Arms,
  verdicts: readonly Verdict[],
  session: Session,
): Promise<ComposedArm> {
  const { suite, runner, build } = session;
  const passed = passing(arms, verdicts);
  const services = await fittingServices(plan, session, stackName);
  let setUpCost = zeroDollars;
  const composition = await composeStack(
    plan.baselineStack,
    passed.map(({ candidate }) => candidate),
    {
      margin: suite.gates.quality.margin,
      fitAt: async ({ definition }, stack) => {
        const fitted = await fitOptimization(definition.optimization, stack, services);
        setUpCost = addMoney(setUpCost, fitted.setUpCost);
        return fitted.entry;
      },
      measure: async (stack) => {
        const arm = await createArm({ role: 'candidate', name: stackName, stack }, suite.baseline, build);
        const trials = await runner.run(arm, plan.tune, { phase: 'fit', label: stackName, repeats: 1 });
        return tuneFigures(trials, suite.gates.quality.measure);
      },
    },
  );
  const { stack } = composition;
  const optimization = asOptimization(stack);
  const arm = await createArm({ role: 'candidate', name: stackName, stack }, suite.baseline, build);
  const kept = new Set(stack.map((entry) => entry.optimization));
  const savings = passed
    .filter(({ candidate }) => kept.has(candidate.definition.optimization))
    .map(({ saving }) => saving);
  return {
    composition,
    stack,
    product: productOfSavings(savings),
    candidate: {
      definition: { name: stackName, description: undefined, optimization, location: { file: suite.file } },
      arm,
      change: optimization.describe(undefined),
      artifactKey: undefined,
      setUpCost,
    },
  };
}

/** Promotes the stack when its verdict allows it; gives back the lock file, or undefined when it does not. */
export async function promoteComposed(
  { candidate, stack }: ComposedArm,
  { verdicts, evidence }: Judged,
  { suite, store, run }: Session,
): Promise<string | undefined> {
  const verdict = verdicts.find((known) => known.candidate === candidate.arm.name);
  if (verdict?.kind !== 'promote') return undefined;
  return writePromotion({ suite, store, runId: run.id, verdict, evidence, stack, forced: undefined });
}
