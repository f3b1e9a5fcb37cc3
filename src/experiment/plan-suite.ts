import { existsSync } from 'node:fs';
import { displayPath } from '../core/display-path.ts';
import { addMoney, dollars, zeroDollars } from '../core/money.ts';
import type { Provider } from '../providers/provider.ts';
import { providers as everyProvider } from '../providers/registry.ts';
import { moneyFigures } from '../reports/figures.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { type Arm, createArm } from './arm.ts';
import { assumedDiscordance, type GatePlan } from './judge/power-plan.ts';
import { createPipeline } from './pipeline.ts';
import { type Plan, readPlan } from './plan.ts';
import { type ArmCosts, type CostServices, planArmCosts } from './plan-costs.ts';
import {
  decide,
  factsOf,
  type ObservedDifference,
  observedDifferences,
  type SuiteFacts,
  typical,
} from './planning/decide.ts';
import { type EarlierRuns, readEarlierRuns } from './planning/earlier-runs.ts';
import { fittingNote } from './planning/fitting-note.ts';
import { planCandidate } from './planning/plan-candidate.ts';
import { candidateDigest } from './record-verdicts.ts';
import { providerOf } from './session.ts';
import { packSizeOf } from './stack.ts';
import { openTrainedModels } from './trained-models.ts';

export interface PlanRequest {
  readonly suiteFile: string;
  /** Names of candidates; all of them when unset. */
  readonly only?: readonly string[];
  readonly allowOutside?: boolean;
  /** Providers to choose from; Tollgate's own when unset. */
  readonly providers?: readonly Provider[];
}

/** Dollars, not nano-dollars: this is written as JSON. With `illustrative` they are invented, and nobody should show them. */
export interface PlannedArm {
  readonly name: string;
  readonly role: Arm['role'];
  readonly calls: number;
  readonly expected: number;
  readonly worst: number;
  readonly outputFrom: ArmCosts['outputFrom'];
  readonly outputTokens: number;
  /** Null when no earlier run says what judges cost. */
  readonly judges: number | null;
  /** What the figures do not hold, one sentence each. */
  readonly notes: readonly string[];
}

export interface PlannedCandidate extends PlannedArm {
  /** 1 for the first verdict on these cases; later ones may spend less error. */
  readonly round: number;
  /** Share of cases whose quality differed in the newest run; null for a candidate that it did not have. */
  readonly observedDiscordance: number | null;
  readonly decision: GatePlan;
}

export interface SuitePlan {
  readonly version: 1;
  readonly suite: { readonly name: string; readonly file: string };
  readonly cases: { readonly train: number; readonly tune: number; readonly test: number };
  readonly repeats: number;
  readonly gates: {
    readonly measure: 'pass' | 'score';
    readonly margin: number;
    readonly confidence: number;
    readonly candidates: number;
    readonly slices: SuiteFacts['slices'];
  };
  /** Independent units among the test cases: fewer than cases with clusters or a mix. */
  readonly units: number;
  readonly discordance: {
    readonly source: 'newest run' | 'assumption';
    readonly runId: string | null;
    /** Share of cases on which two arms disagree; with scores the variance of their difference. */
    readonly value: number;
  };
  readonly decision: GatePlan;
  /** The same for other discordances. */
  readonly otherDiscordances: readonly { readonly discordance: number; readonly decision: GatePlan }[];
  readonly arms: readonly PlannedArm[];
  readonly candidates: readonly PlannedCandidate[];
  readonly total: { readonly calls: number; readonly expected: number; readonly worst: number };
  readonly budget: number | null;
  /** True when embedded models would answer: their prices are invented. */
  readonly illustrative: boolean;
}

const shownDiscordances = [0.02, 0.05, 0.1, 0.2, 0.3] as const;

/** Finds what levers have learned, without creating a store. */
async function withArtifacts<Result>(
  { store: place }: Plan['suite'],
  work: (findArtifact: Store['findArtifact']) => Promise<Result>,
): Promise<Result> {
  if (!existsSync(place.file)) return work(async () => undefined);
  const store = await openStore({ ...place, readOnly: true });
  try {
    return await work(store.findArtifact);
  } finally {
    await store.close();
  }
}

function inDollars(arm: Pick<Arm, 'name' | 'role'>, costs: ArmCosts): PlannedArm {
  return {
    name: arm.name,
    role: arm.role,
    calls: costs.calls,
    expected: dollars(costs.expected),
    worst: dollars(costs.worst),
    outputFrom: costs.outputFrom,
    outputTokens: costs.outputTokens,
    judges: costs.judges === null ? null : dollars(costs.judges),
    notes: costs.notes,
  };
}

/** The verdict that a candidate would get next: a replayed run keeps the round it had. */
function nextRound({ testUses }: EarlierRuns, question: string): number {
  const rounds = testUses.filter((use) => use.candidateDigest === question).map(({ round }) => round);
  return Math.max(0, ...rounds) + 1;
}

interface Decisions {
  readonly facts: SuiteFacts;
  /** The same for a candidate, whose lever may make cases depend on each other. */
  readonly factsFor: (optimization: Plan['candidates'][number]['optimization']) => SuiteFacts;
  readonly differences: readonly ObservedDifference[];
  readonly middle: ObservedDifference | undefined;
}

function decisionsOf(plan: Plan, { evidence }: EarlierRuns): Decisions {
  const differences = evidence === undefined ? [] : observedDifferences(evidence);
  const packSize = packSizeOf(plan.baselineStack);
  const factsWith = (size: number): SuiteFacts =>
    factsOf(plan.suite, plan.test, {
      candidates: plan.candidates.length,
      original: plan.originalStack !== undefined,
      packSize: size,
    });
  return {
    facts: factsWith(packSize),
    factsFor: (optimization) => factsWith(Math.max(packSize, optimization.packSize)),
    differences,
    middle: typical(differences),
  };
}

function add(...amounts: readonly (number | null)[]): number {
  return amounts.reduce<number>((sum, amount) => sum + (amount ?? 0), 0);
}

/**
 * What a run of a suite can decide, how many calls it makes and what they cost, before the first of them. Calls nobody
 * and writes nothing.
 *
 * @throws ConfigurationError with everything that would stop the run before its first call.
 */
export async function planSuite(request: PlanRequest): Promise<SuitePlan> {
  const plan = await readPlan(request);
  const { suite } = plan;
  const known = request.providers ?? everyProvider;
  const provider = (model: string): Provider => providerOf(model, known);
  const build = openTrainedModels(provider);
  const pipeline = await createPipeline(suite.baseline);
  const earlier = await readEarlierRuns(suite);
  return withArtifacts(suite, async (findArtifact) => {
    const services: CostServices = {
      priceBook: plan.priceBook,
      provider,
      recorded: earlier.calls,
      seed: suite.seed,
      repeats: suite.repeats,
    };
    const reckon = async (arm: Arm) => inDollars(arm, await planArmCosts(arm, plan.test, services));
    const { facts, factsFor, differences, middle } = decisionsOf(plan, earlier);
    const deviation = middle?.deviation ?? Math.sqrt(assumedDiscordance);

    const baseline = await createArm(
      { role: 'baseline', name: 'baseline', stack: plan.baselineStack },
      suite.baseline,
      build,
    );
    const baselineCosts = await reckon(baseline);
    const models = [
      ...suite.baseline.steps.map(({ model }) => model),
      ...[...plan.baselineStack, ...plan.candidates].flatMap(({ optimization }) => optimization.models),
    ];
    const illustrative = models.some((model) => provider(model).illustrative);
    const requests = plan.test.length * suite.repeats;
    const money = moneyFigures(illustrative, (1000 * baselineCosts.expected) / requests);
    const arms = [baselineCosts];
    if (plan.originalStack !== undefined) {
      const named = { role: 'original', name: 'frozen original', stack: plan.originalStack } as const;
      arms.push(await reckon(await createArm(named, suite.baseline, build)));
    }
    const candidates: PlannedCandidate[] = [];
    for (const definition of plan.candidates) {
      const { name, optimization } = definition;
      const arm = await planCandidate(definition, plan, { pipeline, build, findArtifact });
      const figures = await reckon(arm ?? baseline);
      const lastTime = earlier.fitting.get(optimization.name);
      const round = nextRound(earlier, candidateDigest(plan, { definition }));
      const observed = differences.find((difference) => difference.candidate === name);
      candidates.push({
        ...figures,
        name,
        role: 'candidate',
        notes:
          arm === undefined
            ? [fittingNote(optimization.name, plan, lastTime, money), ...figures.notes]
            : figures.notes,
        round,
        observedDiscordance: observed?.discordance ?? null,
        decision: decide(factsFor(optimization), observed?.deviation ?? deviation, round),
      });
    }

    const all = [...arms, ...candidates];
    return {
      version: 1,
      suite: { name: suite.name, file: displayPath(suite.file) },
      cases: { train: plan.train.length, tune: plan.tune.length, test: plan.test.length },
      repeats: suite.repeats,
      gates: {
        measure: suite.gates.quality.measure,
        margin: facts.margin,
        confidence: suite.gates.quality.confidence,
        candidates: facts.candidates,
        slices: facts.slices,
      },
      units: facts.units,
      discordance: {
        source: middle === undefined ? 'assumption' : 'newest run',
        runId: middle === undefined ? null : (earlier.runId ?? null),
        value: deviation ** 2,
      },
      decision: decide(facts, deviation, 1),
      otherDiscordances: shownDiscordances.map((discordance) => ({
        discordance,
        decision: decide(facts, Math.sqrt(discordance), 1),
      })),
      arms,
      candidates,
      total: {
        calls: add(...all.map(({ calls }) => calls)),
        expected: add(...all.flatMap(({ expected, judges }) => [expected, judges])),
        worst: add(...all.map(({ worst }) => worst)),
      },
      budget: suite.budget === undefined ? null : dollars(addMoney(zeroDollars, suite.budget)),
      illustrative,
    };
  });
}
