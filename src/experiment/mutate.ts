import { digest } from '../core/digest.ts';
import { displayPath } from '../core/display-path.ts';
import { ConfigurationError, unknownName } from '../core/errors.ts';
import type { Middleware } from '../core/middleware.ts';
import { dollars } from '../core/money.ts';
import { countCalls } from '../core/share.ts';
import type { ScoredTrial } from '../core/trial.ts';
import type { Arm } from './arm.ts';
import type { Evidence } from './evidence.ts';
import { gatherEvidence, observe } from './gather-evidence.ts';
import { adviceOn } from './harms/advice.ts';
import { type Harm, type HarmFamily, type ImpossibleHarm, plantedDecision } from './harms/harm.ts';
import { createListener } from './harms/listen.ts';
import { plantHarms } from './harms/plant-harms.ts';
import { type HarmOutcome, ruleOnHarm } from './harms/ruling.ts';
import { judge } from './judge/judge.ts';
import { factsOf } from './planning/decide.ts';
import { runOneArm } from './run-arms.ts';
import { type SideRun, type SideRunRequest, withSideRun } from './side-run.ts';
import { packSizeOf } from './stack.ts';
import type { TrialGrid } from './trial-grid.ts';

export interface MutateRequest extends SideRunRequest {
  /** A model that is expected to be worse than the baseline's; without it that harm is left out. */
  readonly weaker?: string;
  /** How many instructions are removed in turn, at most; 10 when unset. */
  readonly instructions?: number;
  /** Shares of answers made wrong; 2, 5 and 10 % when unset. */
  readonly shares?: readonly number[];
  /** Names of harms; all of them when unset. */
  readonly only?: readonly string[];
}

export interface HarmReport {
  readonly name: string;
  readonly family: HarmFamily;
  readonly description: string;
  readonly outcome: HarmOutcome | 'not applicable';
  /** Why a harm does not apply, or what the gates said. */
  readonly reason: string;
  /** Cases whose request or answer the harm changed. */
  readonly plantedCases: number;
  /** Cases whose answer is another one than the baseline's. */
  readonly changedAnswers: number;
  /** Change of quality; the ends are null where they are unbounded. */
  readonly difference: {
    readonly estimate: number;
    readonly low: number | null;
    readonly high: number | null;
  } | null;
  /** Gates that failed, or that could not decide. */
  readonly gates: readonly string[];
  /** What to do about a harm that was not caught. */
  readonly advice: string | null;
}

export interface MutationReport {
  readonly version: 1;
  readonly suite: { readonly name: string; readonly file: string };
  readonly runId: string;
  readonly cases: number;
  readonly repeats: number;
  readonly measure: 'pass' | 'score';
  readonly harms: readonly HarmReport[];
  readonly counts: { readonly [outcome in HarmReport['outcome']]: number };
  /** Caught over applicable; null when no harm applies. */
  readonly score: number | null;
  /** Dollars. */
  readonly paid: number;
  readonly calls: number;
  readonly replayedCalls: number;
  /** True when embedded models answered. */
  readonly illustrative: boolean;
}

function isImpossible(harm: Harm | ImpossibleHarm): harm is ImpossibleHarm {
  return 'reason' in harm;
}

function choose(
  harms: readonly (Harm | ImpossibleHarm)[],
  only: readonly string[] | undefined,
): readonly (Harm | ImpossibleHarm)[] {
  if (only === undefined) return harms;
  const names = harms.map(({ name }) => name);
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new ConfigurationError(unknown.map((name) => unknownName('harm', name, names)));
  }
  return harms.filter(({ name }) => only.includes(name));
}

/** The arm with one more middleware above its whole stack. */
function onTopOf(arm: Arm, middleware: Middleware): Arm {
  const { renew } = arm;
  return {
    ...arm,
    middlewares: [middleware, ...arm.middlewares],
    renew: renew === undefined ? undefined : () => [middleware, ...renew()],
  };
}

function answerOf({ outcome }: ScoredTrial): string {
  return outcome.kind === 'answered'
    ? JSON.stringify([outcome.output, outcome.toolCalls])
    : `failed ${outcome.errorName}`;
}

function countCases(grid: TrialGrid, holds: (trial: ScoredTrial, position: number) => boolean): number {
  return grid.filter((row, position) => row.some((trial) => holds(trial, position))).length;
}

function impossible({ name, family, description, reason }: ImpossibleHarm): HarmReport {
  return {
    name,
    family,
    description,
    outcome: 'not applicable',
    reason,
    plantedCases: 0,
    changedAnswers: 0,
    difference: null,
    gates: [],
    advice: null,
  };
}

function bounded(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The baseline's evidence without candidates; each harm is then judged as if it were the only one. */
function baselineEvidence({ plan, baseline }: SideRun, grid: TrialGrid): Evidence {
  return gatherEvidence(
    plan,
    { baseline, original: undefined, candidates: [] },
    { baseline: grid, original: undefined, candidates: new Map(), stopped: new Map() },
  );
}

function reportHarm(
  harm: Harm,
  { plan }: SideRun,
  base: Evidence,
  { before, after }: { readonly before: TrialGrid; readonly after: TrialGrid },
): HarmReport {
  const { name, family, description } = harm;
  const planted = countCases(after, ({ decisions }) =>
    decisions.some((decision) => decision.name === plantedDecision.name),
  );
  if (planted === 0) {
    return impossible({ name, family, description, reason: 'there was nothing to change in any case' });
  }
  const changedAnswers = countCases(
    after,
    (trial, position) => answerOf(trial) !== answerOf(before[position][trial.repeat]),
  );
  const evidence: Evidence = {
    ...base,
    candidates: [{ name, change: description, identity: false, round: 1, observations: observe(after) }],
  };
  const [verdict] = judge(evidence);
  const ruling = ruleOnHarm(verdict);
  const packSize = packSizeOf(plan.baselineStack);
  const facts = factsOf(plan.suite, plan.test, { candidates: 1, original: false, packSize });
  const { difference } = ruling;
  return {
    name,
    family,
    description,
    outcome: ruling.outcome,
    reason:
      ruling.gates[0]?.sentence ??
      verdict.gates.find(({ kind }) => kind === 'quality')?.sentence ??
      'No gate watches for harm.',
    plantedCases: planted,
    changedAnswers,
    difference:
      difference === null
        ? null
        : { estimate: difference.estimate, low: bounded(difference.low), high: bounded(difference.high) },
    gates: ruling.gates.map((gate) => gate.name),
    advice: adviceOn(family, ruling, { evidence, test: plan.test, facts, changedAnswers }),
  };
}

/**
 * A mutation test of an evaluation set: damages the pipeline in known ways and judges each damage like a candidate,
 * with the suite's own cases and gates. No verdict on a candidate, so no use of the test split.
 *
 * @throws ConfigurationError before the first call. @throws RunFailedError when the budget or a vendor ends the run.
 */
export async function mutateSuite(request: MutateRequest): Promise<MutationReport> {
  return withSideRun(request, { purpose: 'mutate', replay: true }, async (run) => {
    const { suite, plan, session, baseline } = run;
    if (request.weaker !== undefined) {
      const problems = session.transport.checkModels([request.weaker]);
      if (problems.length > 0) throw new ConfigurationError(problems);
    }
    const listener = createListener(new Set(plan.test.map(({ id }) => id)));
    const before = await runOneArm(onTopOf(baseline, listener.middleware), plan, session);
    const harms = choose(
      plantHarms(listener.heard, {
        weaker: request.weaker,
        instructions: request.instructions ?? 10,
        shares: [...(request.shares ?? [0.02, 0.05, 0.1])].sort((a, b) => a - b),
        seed: suite.seed,
      }),
      request.only,
    );
    const base = baselineEvidence(run, before);
    const reports: HarmReport[] = [];
    const trials: ScoredTrial[] = before.flat();
    for (const harm of harms) {
      if (isImpossible(harm)) {
        reports.push(impossible(harm));
        continue;
      }
      const id = digest({ harm: harm.name, description: harm.description, on: baseline.id }).slice(0, 16);
      const harmed = { ...onTopOf(baseline, harm.middleware), id, name: harm.name };
      const after = await runOneArm(harmed, plan, session);
      trials.push(...after.flat());
      reports.push(reportHarm(harm, run, base, { before, after }));
    }
    const count = (outcome: HarmReport['outcome']): number =>
      reports.filter((report) => report.outcome === outcome).length;
    const counts = {
      caught: count('caught'),
      suspected: count('suspected'),
      missed: count('missed'),
      'not applicable': count('not applicable'),
    };
    const applicable = counts.caught + counts.suspected + counts.missed;
    const charges = trials.flatMap((trial) => [...trial.charges, ...trial.quality.judgeCharges]);
    return {
      version: 1,
      suite: { name: suite.name, file: displayPath(suite.file) },
      runId: session.run.id,
      cases: plan.test.length,
      repeats: suite.repeats,
      measure: suite.gates.quality.measure,
      harms: reports,
      counts,
      score: applicable === 0 ? null : counts.caught / applicable,
      paid: dollars(session.transport.budget.spent()),
      calls: countCalls(charges),
      replayedCalls: countCalls(charges.filter(({ replayed }) => replayed)),
      illustrative: charges.some(({ model }) => session.provider(model).illustrative),
    };
  });
}
