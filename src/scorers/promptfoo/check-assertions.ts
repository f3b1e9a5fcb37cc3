import type { Case } from '../../core/case.ts';
import type { Problem, SourceLocation } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { PromptfooApi, PromptfooAssertion, PromptfooProvider } from '../promptfoo-types.ts';
import { type JudgeModel, readJudge } from './judge-model.ts';
import { baseType, flatten, readAssertions } from './read-assertions.ts';

/** Assertions that look at something which Tollgate does not record. */
const unsupported: readonly { readonly types: RegExp; readonly why: string }[] = [
  { types: /^(trace-|trajectory:|skill-used$)/, why: 'it reads traces, which Tollgate does not record' },
  { types: /^perplexity/, why: 'it reads log-probabilities, which Tollgate does not record' },
  { types: /^guardrails$/, why: 'it reads the vendor’s guardrail reports, which Tollgate does not record' },
  {
    types: /^(classifier|moderation)$/,
    why: 'it needs a classification service, which Tollgate does not call',
  },
  {
    types: /^(agent-rubric|search-rubric)$/,
    why: 'its judge needs tools of its own, whose cost Tollgate cannot meter',
  },
];

const embedding = /^(similar(:|$)|answer-relevance$)/;
const needsThreshold = /^(cost|latency)$/;

/** Stands in for a judge while assertions are checked; nobody calls it. */
const placeholder: PromptfooProvider = { id: () => 'judge', callApi: async () => ({ error: 'not called' }) };

/** Which judge an assertion gets: its own, its case's, the suite's. */
export function judgeFor(
  assertion: Pick<PromptfooAssertion, 'provider'> | undefined,
  testCase: Case,
  grader: JsonObject | undefined,
): JudgeModel | Problem | undefined {
  const provider = assertion?.provider ?? testCase.options?.['provider'] ?? grader?.['provider'];
  return provider === undefined ? undefined : readJudge(provider);
}

/** The judges that cases or their assertions name themselves, each at the first case that names it. */
export function judgesOfCases(
  promptfoo: Pick<PromptfooApi, 'assertionProblem'>,
  cases: readonly Case[],
): ReadonlyMap<string, SourceLocation> {
  const found = new Map<string, SourceLocation>();
  for (const testCase of cases) {
    const entries = readAssertions(testCase.assertions);
    if ('message' in entries) continue;
    for (const assertion of flatten(entries)) {
      const judge = judgeFor(assertion, testCase, undefined);
      if (judge === undefined || 'message' in judge) continue;
      const { provider: _, ...own } = assertion;
      if (promptfoo.assertionProblem(own) === undefined) continue;
      for (const model of [judge.model, judge.embeddingModel]) {
        if (model !== undefined && !found.has(model)) found.set(model, testCase.location);
      }
    }
  }
  return found;
}

/** Everything that would stop the cases from being scored. Equal problems of several cases are reported once. */
export function assertionProblems(
  promptfoo: Pick<PromptfooApi, 'assertionProblem'>,
  cases: readonly Case[],
  grader: JsonObject | undefined,
): readonly Problem[] {
  const found = new Map<string, { readonly problem: Problem; readonly others: number }>();
  for (const testCase of cases) {
    for (const problem of problemsOf(promptfoo, testCase, grader)) {
      const earlier = found.get(problem.message);
      found.set(
        problem.message,
        earlier === undefined
          ? { problem: { ...problem, location: testCase.location }, others: 0 }
          : { problem: earlier.problem, others: earlier.others + 1 },
      );
    }
  }
  return [...found.values()].map(({ problem, others }) =>
    others === 0 ? problem : { ...problem, message: `${problem.message} (${others} more like it.)` },
  );
}

function problemsOf(
  promptfoo: Pick<PromptfooApi, 'assertionProblem'>,
  testCase: Case,
  grader: JsonObject | undefined,
): readonly Problem[] {
  const entries = readAssertions(testCase.assertions);
  if ('message' in entries) return [entries];
  return flatten(entries).flatMap((assertion) => {
    const problem = problemOf(promptfoo, assertion, judgeFor(assertion, testCase, grader));
    return problem === undefined ? [] : [problem];
  });
}

function problemOf(
  promptfoo: Pick<PromptfooApi, 'assertionProblem'>,
  assertion: PromptfooAssertion,
  judge: JudgeModel | Problem | undefined,
): Problem | undefined {
  const base = baseType(assertion);
  const obstacle = unsupported.find(({ types }) => types.test(base));
  if (obstacle !== undefined) {
    return {
      message: `the assertion "${assertion.type}" is not supported: ${obstacle.why}.`,
      found: assertion.type,
    };
  }
  const { provider: _, ...own } = assertion;
  const problem = promptfoo.assertionProblem(own, judge === undefined ? {} : { provider: placeholder });
  if (problem !== undefined) return problem;
  if (needsThreshold.test(base) && assertion.threshold === undefined) {
    return { message: `the assertion "${assertion.type}" must have a threshold.`, found: assertion.type };
  }
  // A judge matters only to an assertion that asks one.
  if (judge === undefined || promptfoo.assertionProblem(own) === undefined) return undefined;
  if ('message' in judge) return judge;
  if (embedding.test(base) && judge.embeddingModel === undefined) {
    return {
      message: `the assertion "${assertion.type}" needs an embedding model: name it as \`embedding\` beside the judge's id.`,
      found: assertion.type,
    };
  }
  return undefined;
}
