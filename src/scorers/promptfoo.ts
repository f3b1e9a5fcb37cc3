import type { Case } from '../core/case.ts';
import { ConfigurationError, type Problem, type SourceLocation } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { CaseScore, Charge, Trial } from '../core/trial.ts';
import { assertionProblems, judgeFor, judgesOfCases } from './promptfoo/check-assertions.ts';
import { createJudge } from './promptfoo/judge.ts';
import { baseType, type Entry, flatten, isSet, readAssertions } from './promptfoo/read-assertions.ts';
import { notMeasured, scoresFrom, unit } from './promptfoo/scores.ts';
import { promptOf, subjectOf } from './promptfoo/subject.ts';
import { loadPromptfoo } from './promptfoo-api.ts';
import type {
  PromptfooApi,
  PromptfooAssertion,
  PromptfooGrade,
  PromptfooProvider,
} from './promptfoo-types.ts';
import type { JudgeTransport, Scorer } from './scorer.ts';

export interface PromptfooScorerOptions {
  readonly cases: readonly Case[];
  /** The suite's `grader`: `{ provider }`, for assertions and cases that name no judge of their own. */
  readonly grader: JsonObject | undefined;
  readonly transport: JudgeTransport;
  readonly signal: AbortSignal;
}

/** What would stop these cases from being scored: unknown or unsupported assertions, missing judges. Calls no model. */
export async function checkAssertions(
  cases: readonly Case[],
  grader: JsonObject | undefined,
): Promise<readonly Problem[]> {
  return assertionProblems(await loadPromptfoo(), cases, grader);
}

/** The models that grade because a case or an assertion names them, each with the first case that does. Calls no model. */
export async function namedJudges(cases: readonly Case[]): Promise<ReadonlyMap<string, SourceLocation>> {
  return judgesOfCases(await loadPromptfoo(), cases);
}

/**
 * Scores by promptfoo's own assertions: the same pass, score, weights and thresholds as `promptfoo eval`. Two things
 * differ, because a trial may be replayed and may make several calls. `cost` compares the trial's cost as billed. A
 * `latency` assertion of a trial without a measured time takes no part in pass or score, and says so in its reason; a case
 * with nothing else to look at fails.
 *
 * @throws ConfigurationError naming every assertion that cannot run and every judge that cannot be called
 */
export async function createPromptfooScorer(options: PromptfooScorerOptions): Promise<Scorer> {
  const { cases, grader, transport } = options;
  const promptfoo = await loadPromptfoo();
  const problems = assertionProblems(promptfoo, cases, grader);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const plans = new Map<Case, Plan>();
  const planOf = (testCase: Case): Plan => {
    const known = plans.get(testCase);
    if (known !== undefined) return known;
    const created = planFor(promptfoo, testCase);
    plans.set(testCase, created);
    return created;
  };
  const judgeProblems = transport.checkModels(
    cases.flatMap((testCase) => modelsOf(planOf(testCase), testCase, grader)),
  );
  if (judgeProblems.length > 0) throw new ConfigurationError(judgeProblems);

  return async (testCase, trial) => {
    const { outcome } = trial;
    if (outcome.kind === 'failed') return failed('answer', `${outcome.errorName}: ${outcome.message}`, []);
    const plan = planOf(testCase);
    const measured = trial.milliseconds === undefined ? plan.entries.flatMap(withoutLatency) : plan.entries;
    const unmeasured =
      trial.milliseconds === undefined ? plan.latency.map((entry) => notMeasured(entry, replayed)) : [];
    if (measured.length === 0 && unmeasured.length > 0) {
      return { pass: false, score: 0, scores: unmeasured, judgeCharges: [] };
    }
    const bench = plan.graded.size === 0 ? undefined : openBench(testCase, trial, plan, options);
    const graded = await grade(promptfoo, testCase, trial, bench?.judged(measured) ?? measured, {
      response: subjectOf(trial, outcome, plan.wantsToolCalls),
      judge: bench?.judge,
    });
    bench?.throwFatal();
    const judgeCharges = bench?.charges() ?? [];
    if ('error' in graded) return failed('assertions', graded.error, judgeCharges);
    return {
      pass: graded.pass,
      score: unit(graded.score),
      scores: [...scoresFrom(measured, graded.componentResults ?? []), ...unmeasured],
      judgeCharges,
    };
  };
}

const replayed = 'latency was not measured: the answer came from a recording (--no-replay measures it)';

/** What is known of a case before it is scored for the first time. */
interface Plan {
  readonly entries: readonly Entry[];
  readonly latency: readonly PromptfooAssertion[];
  /** Assertions that ask a judge. */
  readonly graded: ReadonlySet<PromptfooAssertion>;
  readonly wantsToolCalls: boolean;
}

const toolAssertion = /^(tool-call-f1|is-valid-(openai-)?(tools|function)-call)$/;

function isLatency(entry: Entry): entry is PromptfooAssertion {
  return baseType(entry) === 'latency';
}

function planFor(promptfoo: PromptfooApi, testCase: Case): Plan {
  const entries = readAssertions(testCase.assertions);
  if ('message' in entries) throw new ConfigurationError([{ ...entries, location: testCase.location }]);
  const all = flatten(entries);
  return {
    entries,
    latency: all.filter(isLatency),
    graded: new Set(all.filter(({ provider: _, ...own }) => promptfoo.assertionProblem(own) !== undefined)),
    wantsToolCalls: all.some((assertion) => toolAssertion.test(baseType(assertion))),
  };
}

/** A set that loses its last member goes too, or its empty score would count. */
function withoutLatency(entry: Entry): readonly Entry[] {
  if (!isSet(entry)) return isLatency(entry) ? [] : [entry];
  const assert = entry.assert.filter((member) => !isLatency(member));
  return assert.length === 0 ? [] : [{ ...entry, assert }];
}

function modelsOf(plan: Plan, testCase: Case, grader: JsonObject | undefined): readonly string[] {
  return [...plan.graded].flatMap((assertion) => {
    const judge = judgeFor(assertion, testCase, grader);
    if (judge === undefined || 'message' in judge) return [];
    return judge.embeddingModel === undefined ? [judge.model] : [judge.model, judge.embeddingModel];
  });
}

interface Bench {
  readonly judge: PromptfooProvider | undefined;
  /** The entries with every judge that they name made callable. */
  readonly judged: (entries: readonly Entry[]) => readonly Entry[];
  readonly charges: () => readonly Charge[];
  readonly throwFatal: () => void;
}

/** The judges of one trial, with a meter of their own. */
function openBench(testCase: Case, trial: Trial, plan: Plan, options: PromptfooScorerOptions): Bench {
  const { armId, caseId, repeat } = trial;
  const session = options.transport.openTrial({
    trial: { armId, caseId, repeat },
    middlewares: [],
    signal: options.signal,
  });
  const fatal: unknown[] = [];
  const judgeOf = (assertion: PromptfooAssertion | undefined): PromptfooProvider | undefined => {
    const model = judgeFor(assertion, testCase, options.grader);
    if (model === undefined || 'message' in model) return undefined;
    return createJudge(model, session.call, (error) => fatal.push(error));
  };
  const own = (assertion: PromptfooAssertion): PromptfooAssertion => {
    if (assertion.provider === undefined || !plan.graded.has(assertion)) return assertion;
    const provider = judgeOf(assertion);
    return provider === undefined ? assertion : { ...assertion, provider };
  };
  return {
    judge: judgeOf(undefined),
    judged: (entries) =>
      entries.map((entry) => (isSet(entry) ? { ...entry, assert: entry.assert.map(own) } : own(entry))),
    charges: session.charges,
    throwFatal: () => {
      if (fatal.length > 0) throw fatal[0];
    },
  };
}

/** An assertion that throws fails the case, as in promptfoo's own runner. */
async function grade(
  promptfoo: PromptfooApi,
  testCase: Case,
  trial: Trial,
  assert: readonly Entry[],
  {
    response,
    judge,
  }: { readonly response: ReturnType<typeof subjectOf>; readonly judge: PromptfooProvider | undefined },
): Promise<PromptfooGrade | { readonly error: string }> {
  const { provider: _, ...options } = testCase.options ?? {};
  try {
    return await promptfoo.runAssertions({
      prompt: promptOf(trial),
      providerResponse: response,
      test: {
        assert,
        vars: testCase.vars,
        options: judge === undefined ? options : { ...options, provider: judge },
        ...(testCase.threshold === undefined ? {} : { threshold: testCase.threshold }),
        ...(testCase.description === undefined ? {} : { description: testCase.description }),
        metadata: testCase.tags,
      },
      vars: testCase.vars,
      ...(trial.milliseconds === undefined ? {} : { latencyMs: trial.milliseconds }),
    });
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function failed(assertion: string, reason: string, judgeCharges: readonly Charge[]): CaseScore {
  return {
    pass: false,
    score: 0,
    scores: [{ assertion, score: 0, weight: 1, pass: false, reason }],
    judgeCharges,
  };
}
