import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigurationError, type Problem, RunFailedError, unknownName } from '../core/errors.ts';
import { packageFolder } from '../core/version.ts';
import type {
  Evaluation,
  EvaluationResult,
  PromptfooApi,
  PromptfooAssertion,
  PromptfooGrade,
  PromptfooGrading,
  RunAssertions,
} from './promptfoo-types.ts';

/** promptfoo as it is bundled; tests, which run from `src/`, use the same bundle as the command. */
const bundle = new URL('dist/vendor/promptfoo/index.js', packageFolder);

/**
 * promptfoo reads these whenever it runs, so they stay set. The folder of settings is this
 * process's own, so that the settings of a promptfoo on the same machine cannot change a verdict.
 */
const environment = {
  PROMPTFOO_DISABLE_TELEMETRY: '1',
  PROMPTFOO_DISABLE_UPDATE: '1',
  PROMPTFOO_DISABLE_REMOTE_GENERATION: 'true',
  PROMPTFOO_CONFIG_DIR: path.join(tmpdir(), `tollgate-promptfoo-${process.pid}`),
};

/** Assertions that cannot be graded on one output, offline, without the packages that the bundle leaves out. */
const unsupported: { readonly [type: string]: string } = {
  'contains-sql': 'it needs the package node-sql-parser, which Tollgate leaves out',
  'is-sql': 'it needs the package node-sql-parser, which Tollgate leaves out',
  meteor: 'it needs the package natural, which Tollgate leaves out',
  pi: 'it calls a service of its own, whose cost Tollgate cannot meter',
  human: 'it waits for a person',
  'max-score': 'it compares the outputs of several models',
  'select-best': 'it compares the outputs of several models',
};

/** Assertions that ask a model; without a judge promptfoo would call OpenAI, past every meter. */
const graded: ReadonlySet<string> = new Set([
  'agent-rubric',
  'answer-relevance',
  'classifier',
  'context-faithfulness',
  'context-recall',
  'context-relevance',
  'conversation-relevance',
  'factuality',
  'g-eval',
  'llm-rubric',
  'model-graded-closedqa',
  'model-graded-factuality',
  'moderation',
  'search-rubric',
  'similar',
  'similar:cosine',
  'similar:dot',
  'similar:euclidean',
  'trajectory:goal-success',
]);

interface PromptfooModule {
  readonly assertions: { readonly runAssertions: (run: RunAssertions) => Promise<PromptfooGrade> };
  readonly BaseAssertionTypesSchema: { readonly options: readonly string[] };
  readonly evaluate: (
    suite: Evaluation & { readonly writeLatestResults: boolean },
    options: { readonly cache: boolean; readonly showProgressBar: boolean },
  ) => Promise<{ toEvaluateSummary(): Promise<{ readonly results: readonly EvaluationResult[] }> }>;
}

function isPromptfooModule(module: object): module is PromptfooModule {
  return 'assertions' in module && 'BaseAssertionTypesSchema' in module && 'evaluate' in module;
}

/** Loads in silence: promptfoo fixes the level of its log, which goes to stdout, while it is imported. */
async function importBundle(): Promise<PromptfooModule> {
  const level = process.env['LOG_LEVEL'];
  process.env['LOG_LEVEL'] = 'none';
  try {
    Object.assign(process.env, environment);
    const module: object = await import(bundle.href);
    if (isPromptfooModule(module)) return module;
    throw new TypeError('its exports are not those of promptfoo');
  } catch (cause) {
    throw new RunFailedError(`cannot load promptfoo from ${bundle.pathname}`, {
      advice: 'In a checkout, build it with "npm run build".',
      cause,
    });
  } finally {
    if (level === undefined) delete process.env['LOG_LEVEL'];
    else process.env['LOG_LEVEL'] = level;
  }
}

function isJudge(provider: unknown): boolean {
  if (typeof provider !== 'object' || provider === null) return false;
  return 'callApi' in provider || Object.values(provider).every(isJudge);
}

function findProblem(
  { type, provider }: PromptfooAssertion,
  grading: PromptfooGrading | undefined,
  types: readonly string[],
): Problem | undefined {
  const base = type.startsWith('not-') ? type.slice('not-'.length) : type;
  const obstacle = Object.hasOwn(unsupported, base) ? unsupported[base] : undefined;
  if (obstacle !== undefined) {
    return { message: `the assertion "${type}" is not supported: ${obstacle}.`, found: type };
  }
  if (!types.includes(base)) return unknownName('assertion type', type, types);
  if (graded.has(base) && !isJudge(provider ?? grading?.provider)) {
    return { message: `the assertion "${type}" asks a model, and no judge is set for it.`, found: type };
  }
  return undefined;
}

async function load(): Promise<PromptfooApi> {
  const { assertions, BaseAssertionTypesSchema, evaluate } = await importBundle();
  const assertionTypes = BaseAssertionTypesSchema.options.filter((type) => !Object.hasOwn(unsupported, type));
  const assertionProblem: PromptfooApi['assertionProblem'] = (assertion, grading) =>
    findProblem(assertion, grading, assertionTypes);
  return {
    assertionTypes,
    assertionProblem,
    runAssertions: async (run) => {
      const problems = run.test.assert
        .flatMap((assertion) => ('assert' in assertion ? assertion.assert : [assertion]))
        .map((assertion) => assertionProblem(assertion, run.test.options))
        .filter((problem) => problem !== undefined);
      if (problems.length > 0) throw new ConfigurationError(problems);
      return assertions.runAssertions(run);
    },
    evaluate: async (evaluation) => {
      const record = await evaluate(
        { ...evaluation, writeLatestResults: false },
        { cache: false, showProgressBar: false },
      );
      return (await record.toEvaluateSummary()).results;
    },
  };
}

let loaded: Promise<PromptfooApi> | undefined;

/**
 * promptfoo's assertions, loaded at the first call (about half a second) and kept. This is the only way to promptfoo:
 * it sets the environment in which promptfoo neither calls home nor reads or writes its settings.
 *
 * @throws RunFailedError when the bundle is missing or damaged.
 */
export function loadPromptfoo(): Promise<PromptfooApi> {
  loaded ??= load();
  return loaded;
}
