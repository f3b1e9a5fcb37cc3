import { displayPath } from '../../core/display-path.ts';
import { addMoney, dollars, type NanoDollars, zeroDollars } from '../../core/money.ts';
import { countCalls } from '../../core/share.ts';
import type { ScoredTrial } from '../../core/trial.ts';
import type { Interval, Verdict } from '../../core/verdict.ts';
import { bySaving } from '../../reports/figures.ts';
import type { CandidateReport, EstimateInterval, EvaluationCost, Report } from '../../reports/report.ts';
import type { ArmTrials } from '../arm-trials.ts';
import type { Arms, CandidateArm } from '../fit-arms.ts';
import { type QualityPerDollar, summariseCandidate } from '../judge/summary.ts';
import type { Judged } from '../judge-arms.ts';
import { isMustPass } from '../must-pass-case.ts';
import type { Plan } from '../plan.ts';
import type { Session } from '../session.ts';
import { samePlace } from '../stack.ts';
import type { ComposedArm } from '../stack-arm.ts';
import type { TrialGrid } from '../trial-grid.ts';
import { reportArm } from './arm-report.ts';
import { cannotTell, warningsOf } from './cannot-tell.ts';
import { reportEarlyStop } from './early-stop-report.ts';
import { finite, reportGate } from './gate-report.ts';
import { artifactOf, reportLearningCurve } from './learning-curve-report.ts';
import { compareCases } from './regressions.ts';

function intervalOf(interval: Interval): EstimateInterval {
  return { estimate: interval.estimate, low: finite(interval.low), high: finite(interval.high) };
}

function perDollarOf(figure: QualityPerDollar): EstimateInterval {
  return figure.kind === 'bounded'
    ? intervalOf(figure)
    : { estimate: figure.estimate, low: null, high: null };
}

/** Money saved in a month: real prices and known traffic only. */
function monthlySaving(
  saving: number | undefined,
  costPerThousand: number,
  { suite }: Session,
  illustrative: boolean,
): number | null {
  if (illustrative || suite.traffic === undefined || saving === undefined) return null;
  return (saving * costPerThousand * suite.traffic.requestsPerMonth) / 1000;
}

interface Context {
  readonly plan: Plan;
  readonly arms: Arms;
  readonly trials: ArmTrials;
  readonly judged: Judged;
  readonly session: Session;
  /** The stack of what passed, when the run composed one. */
  readonly composed?: ComposedArm;
}

/** Embedded models answered somewhere: their prices are invented. */
function isIllustrative({ trials, session }: Pick<Context, 'trials' | 'session'>): boolean {
  const grids = [trials.baseline, trials.original ?? [], ...trials.candidates.values()];
  const models = new Set(
    grids.flatMap((grid) => grid.flat().flatMap(({ charges }) => charges.map(({ model }) => model))),
  );
  return [...models].some((model) => session.provider(model).illustrative);
}

function reportCandidate(
  { definition, arm, change, setUpCost }: CandidateArm,
  verdict: Verdict,
  index: number,
  context: Context,
  illustrative: boolean,
): Omit<CandidateReport, 'onFrontier'> {
  const { trials, session, plan } = context;
  const { evidence } = context.judged;
  const candidate = evidence.candidates[index];
  const grid = trials.candidates.get(definition.name) ?? [];
  const summary = summariseCandidate(evidence, candidate);
  const figures = reportArm(arm, definition.optimization.name, grid, candidate.observations, evidence);
  const baselineCost = reportArm(
    context.arms.baseline,
    null,
    trials.baseline,
    evidence.baseline,
    evidence,
  ).costPerThousand;
  // One more case is answered by both arms.
  const costOfCase = (figures.costPerThousand + baselineCost) / 1000;
  return {
    ...figures,
    optimization: definition.optimization.name,
    settings: definition.optimization.settings,
    description: definition.description ?? null,
    change,
    difference: summary.difference && intervalOf(summary.difference),
    saving: summary.saving && intervalOf(summary.saving),
    monthlySaving: monthlySaving(summary.saving?.estimate, baselineCost, session, illustrative),
    qualityPerDollar: summary.qualityPerDollar && perDollarOf(summary.qualityPerDollar),
    setUpCost: dollars(setUpCost),
    learningCurve: reportLearningCurve(definition.optimization, arm),
    gates: verdict.gates.map((gate) => reportGate(gate, costOfCase)),
    verdict: verdict.kind,
    sentence: verdict.sentence,
    p: finite(verdict.p),
    adjustedP: finite(verdict.adjustedP),
    figures: definition.optimization.summarise(
      grid.flat().flatMap(({ decisions }) => decisions),
      artifactOf(definition.optimization, arm),
    ),
    slices: summary.slices.map(({ tag, value, cases, difference }) => ({
      tag,
      value,
      cases,
      difference: intervalOf(difference),
    })),
    ...compareCases(plan.test, trials.baseline, grid, {
      measure: evidence.gates.quality.measure,
      isMustPass: (testCase) => isMustPass(testCase, evidence.gates.mustPass),
    }),
  };
}

/** An arm is on the frontier when no other is at least as good and as cheap, and better in one of the two. */
function onFrontier(
  arm: { readonly quality: { readonly mean: number }; readonly costPerThousand: number },
  others: readonly { readonly quality: { readonly mean: number }; readonly costPerThousand: number }[],
): boolean {
  return !others.some(
    (other) =>
      other.quality.mean >= arm.quality.mean &&
      other.costPerThousand <= arm.costPerThousand &&
      (other.quality.mean > arm.quality.mean || other.costPerThousand < arm.costPerThousand),
  );
}

function evaluationCost({ trials, arms, session }: Context): EvaluationCost {
  const all: readonly ScoredTrial[] = [
    ...trials.baseline.flat(),
    ...(trials.original?.flat() ?? []),
    ...[...trials.candidates.values()].flatMap((grid) => grid.flat()),
  ];
  const sum = (amounts: readonly NanoDollars[]): NanoDollars => addMoney(zeroDollars, ...amounts);
  const judges = all.flatMap(({ quality }) => quality.judgeCharges);
  const charges = all.flatMap((trial) => trial.charges);
  const fitting = sum(arms.candidates.map(({ setUpCost }) => setUpCost));
  return {
    paid: dollars(session.transport.budget.spent()),
    withoutRecordings: dollars(
      addMoney(
        sum(charges.map(({ asBilled }) => asBilled)),
        sum(judges.map(({ asBilled }) => asBilled)),
        fitting,
      ),
    ),
    judges: dollars(sum(judges.map(({ asBilled }) => asBilled))),
    fitting: dollars(fitting),
    calls: countCalls([...charges, ...judges]),
    replayedCalls: countCalls([...charges, ...judges].filter(({ replayed }) => replayed)),
  };
}

/** Cases whose grade took a model's call. */
function countJudged(grid: TrialGrid): number {
  return grid.filter((row) => row.some(({ quality }) => quality.judgeCharges.length > 0)).length;
}

/**
 * What to type next: promote what passed, or the stack of it when there is something to stack and a tune split to
 * compose it on; otherwise look at what the data can decide.
 */
function nextCommand(
  candidates: readonly CandidateReport[],
  suiteFile: string,
  { plan, arms, composed }: Context,
): string {
  const promoted = candidates.filter(({ verdict }) => verdict === 'promote').sort(bySaving);
  const [best] = promoted;
  if (best === undefined) return `npx tollgate plan ${suiteFile}`;
  if (composed !== undefined && promoted.some(({ name }) => name === composed.candidate.arm.name)) {
    return `npx tollgate verify ${suiteFile.replace(/\.ya?ml$/, '')}.lock.yaml`;
  }
  const names = new Set(promoted.map(({ name }) => name));
  const [first, ...others] = arms.candidates.flatMap(({ definition }) =>
    names.has(definition.name) ? [definition.optimization] : [],
  );
  const canStack = plan.tune.length > 0 && others.some((other) => !samePlace(first, other));
  return canStack
    ? `npx tollgate promote ${suiteFile} --stack`
    : `npx tollgate promote ${suiteFile} ${best.name}`;
}

/** Puts together the canonical report of a run. */
export function makeReport(context: Context): Report {
  const { plan, arms, trials, session } = context;
  const { verdicts, evidence, testUses } = context.judged;
  const illustrative = isIllustrative(context);
  const { suite, run } = session;
  const baseline = reportArm(arms.baseline, null, trials.baseline, evidence.baseline, evidence);
  const original =
    arms.original === undefined || trials.original === undefined || evidence.original === undefined
      ? null
      : reportArm(arms.original, null, trials.original, evidence.original, evidence);
  const drafts = arms.candidates.map((candidate, index) =>
    reportCandidate(candidate, verdicts[index], index, context, illustrative),
  );
  const everyArm = [baseline, ...drafts];
  const candidates = drafts.map((draft) => ({ ...draft, onFrontier: onFrontier(draft, everyArm) }));
  const suiteFile = displayPath(suite.file);
  return {
    version: 2,
    suite: {
      name: suite.name,
      file: suiteFile,
      description: suite.description ?? null,
      digests: suite.digests,
      cases: { train: plan.train.length, tune: plan.tune.length, test: plan.test.length },
    },
    run: {
      id: run.id,
      startedAt: run.startedAt.toISOString(),
      finishedAt: new Date().toISOString(),
      tollgateVersion: run.tollgateVersion,
      nodeVersion: run.nodeVersion,
      gitCommit: run.gitCommit ?? null,
      seed: suite.seed,
      repeats: suite.repeats,
      command: session.commandLine,
      illustrative,
      confidence: evidence.gates.quality.confidence,
      prices: session.priceBook.used(),
    },
    baseline,
    original,
    candidates,
    evaluation: evaluationCost(context),
    earlyStop: reportEarlyStop(suite, arms, trials),
    cannotTell: cannotTell({
      evidence,
      baseline,
      illustrative,
      suite,
      stacked: context.composed !== undefined,
      promotions: context.judged.promotions,
    }),
    warnings: warningsOf({ suite, testUses, lock: plan.lock, judgedCases: countJudged(trials.baseline) }),
    next: nextCommand(candidates, suiteFile, context),
  };
}
