import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { ConfigurationError, type Problem, unknownName } from '../core/errors.ts';
import { isJsonObject, type JsonObject } from '../core/json.ts';
import { nanoDollarsFromDollars } from '../core/money.ts';
import type { Optimization } from '../optimizations/optimization.ts';
import { optimizations } from '../optimizations/registry.ts';
import type { CallableProvider } from '../transport/terminal.ts';
import { checkAttributes, withAttributes } from './attributes.ts';
import { readCandidates } from './candidates.ts';
import { checkTags, checkVariables } from './check-cases.ts';
import { codeDigest, datasetDigest, suiteDigest } from './digests.ts';
import { earlyStopSchema, gatesSchema } from './gates.ts';
import { readJudgeCalibration } from './judge-calibration.ts';
import { loadDataset } from './load-dataset.ts';
import { checkMentions, modelsOfBaseline, modelsOfGrader } from './model-mentions.ts';
import { findProjectRoot, readSuiteFile, suitePaths } from './paths.ts';
import { readPipeline } from './pipeline.ts';
import { inReadingOrder } from './reading-order.ts';
import { type graderSchema, suiteShape } from './schema.ts';
import { checkSchema, validMembers } from './schema-problems.ts';
import { readStream } from './stream.ts';
import type { Suite } from './suite.ts';
import { type Locate, parseYaml, type Report } from './yaml-file.ts';

export interface LoadSuiteOptions {
  /** Let paths leave the project; the suite can allow it too, with `paths.allowOutside`. */
  readonly allowOutside?: boolean;
  /** The folder that paths stay in; the nearest one above the suite with package.json or .git when unset. */
  readonly projectRoot?: string;
  /** The optimizations that candidates may use; all of Tollgate's when unset. */
  readonly registry?: readonly Optimization[];
  /** Whose models the suite may name; ids of models are not checked when unset. */
  readonly providers?: readonly CallableProvider[];
}

/** What could be read of a suite, and everything that is wrong with it. */
export interface SuiteInspection {
  /** Undefined when too much is wrong; candidates that are not valid are left out. */
  readonly suite: Suite | undefined;
  readonly problems: readonly Problem[];
}

/** The gates that name tags; they are checked even when another gate is not valid. */
const tagGates = { slices: gatesSchema.shape.slices, mustPass: gatesSchema.shape.mustPass };

const defaultStore = 'reports/tollgate.duckdb';

/**
 * Reads and checks a suite with everything that it refers to: prompts, tools, tests. Nothing is called.
 *
 * @throws ConfigurationError that lists every problem of the suite at once, each with its place.
 */
export async function loadSuite(file: string, options: LoadSuiteOptions = {}): Promise<Suite> {
  const { suite, problems } = inspectSuite(file, options);
  if (problems.length > 0 || suite === undefined) throw new ConfigurationError(problems);
  return suite;
}

/** The same, for a caller that has more to find wrong. @throws ConfigurationError when there is no such file. */
export function inspectSuite(file: string, options: LoadSuiteOptions = {}): SuiteInspection {
  const source = readSuiteFile(file);
  const problems: Problem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const projectRoot =
    options.projectRoot === undefined ? findProjectRoot(source.file) : resolve(options.projectRoot);
  const suite = readSuite(source, projectRoot, options, report);
  const { display } = suitePaths({ suiteFile: source.file, projectRoot, allowOutside: true, report });
  return { suite, problems: inReadingOrder(problems, display(source.file)) };
}

function readSuite(
  source: { readonly file: string; readonly text: string },
  projectRoot: string,
  options: LoadSuiteOptions,
  report: Report,
): Suite | undefined {
  const registry = options.registry ?? optimizations;
  const named = suitePaths({ suiteFile: source.file, projectRoot, allowOutside: true, report });
  const yaml = parseYaml(source.text, named.display(source.file), report);
  if (yaml === undefined) return undefined;
  const { locate } = yaml;
  if (!isJsonObject(yaml.value)) {
    report({ message: 'a suite must be a map.', location: locate([]) });
    return undefined;
  }
  const raw = yaml.value;
  checkKeys(raw, locate, report);
  const read = <Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> | undefined =>
    checkSchema(schema, raw[key], [key], locate, report);
  const name = read('name', suiteShape.name);
  const description = read('description', suiteShape.description);
  const splits = read('splits', suiteShape.splits);
  const stream = read('stream', suiteShape.stream);
  const clusterTag = stream?.canonical ?? read('cluster', suiteShape.cluster);
  if (stream !== undefined && raw['cluster'] !== undefined && raw['cluster'] !== stream.canonical) {
    const message = 'the clusters of a stream are its canonical requests; leave "cluster" out.';
    report({ message, location: locate(['cluster'], 'key') });
  }
  const attributes = read('attributes', suiteShape.attributes);
  const prefixCache = read('prefixCache', suiteShape.prefixCache);
  if (prefixCache === 'simulate' && stream === undefined) {
    const message = 'a prefix cache can only be simulated over a stream: declare `stream` too.';
    report({ message, location: locate(['prefixCache']) });
  }
  const mix = read('mix', suiteShape.mix);
  const gates = read('gates', suiteShape.gates);
  const earlyStop = read('earlyStop', suiteShape.earlyStop);
  const repeats = read('repeats', suiteShape.repeats);
  const seed = String(read('seed', suiteShape.seed) ?? '');
  const prices = read('prices', suiteShape.prices);
  const traffic = read('traffic', suiteShape.traffic);
  const grader = read('grader', suiteShape.grader);
  const budget = read('budget', suiteShape.budget);
  const concurrency = read('concurrency', suiteShape.concurrency);
  const store = read('store', suiteShape.store);
  const replay = read('replay', suiteShape.replay);
  const allowOutside = options.allowOutside ?? read('paths', suiteShape.paths)?.allowOutside ?? false;
  const paths = suitePaths({ suiteFile: source.file, projectRoot, allowOutside, report });

  const context = { paths, report, locate };
  const { pipeline, steps, stepNames } =
    raw['baseline'] === undefined
      ? { pipeline: undefined, steps: [], stepNames: [] }
      : readPipeline(raw['baseline'], context);
  if (raw['baseline'] === undefined)
    report({ message: 'baseline is missing: what runs today.', location: locate([]) });
  const dataset = loadDataset({
    tests: raw['tests'],
    defaultTest: raw['defaultTest'],
    locate,
    suiteFile: source.file,
    paths,
    splits,
    clusterTag,
    seed,
    report,
  });
  const cases =
    stream === undefined
      ? dataset.cases
      : readStream(dataset.cases, stream, raw['splits'] === undefined ? undefined : splits, locate, report);
  checkAttributes(cases, attributes ?? [], locate, report);
  const { candidates, models } = readCandidates(raw['candidates'], {
    registry,
    steps,
    stepNames,
    isPipelineSound: pipeline !== undefined,
    attributes: attributes ?? [],
    paths,
    locate,
    report,
  });
  if (options.providers !== undefined) {
    const mentions = [...modelsOfBaseline(raw['baseline']), ...models, ...modelsOfGrader(raw['grader'])];
    const { providers } = options;
    const simulatesPrefixCache = prefixCache === 'simulate';
    for (const problem of checkMentions(mentions, { providers, prices, simulatesPrefixCache, locate })) {
      report(problem);
    }
  }
  if (pipeline?.module === undefined) for (const step of steps) checkVariables(step, cases, locate, report);
  const judgeCalibration = readJudgeCalibration(raw['judgeCalibration'], {
    cases,
    gates,
    candidates: candidates.map((candidate) => candidate.name),
    paths,
    locate,
    report,
  });
  const judgedTags = gates ?? gatesSchema.parse(validMembers(tagGates, raw['gates']));
  checkTags(cases, { gates: judgedTags, mix, clusterTag }, locate, report);
  const storeFile = paths.resolveOutput(
    store?.file ?? join(paths.projectRoot, defaultStore),
    locate(['store', 'file']),
  );

  if (
    name === undefined ||
    pipeline === undefined ||
    gates === undefined ||
    attributes === undefined ||
    prefixCache === undefined ||
    earlyStop === undefined ||
    repeats === undefined ||
    prices === undefined ||
    concurrency === undefined ||
    store === undefined ||
    storeFile === undefined ||
    replay === undefined
  ) {
    return undefined;
  }
  const judged = {
    baseline: pipeline,
    gates,
    mix,
    clusterTag,
    stream,
    prefixCache,
    attributes,
    earlyStop: earlyStop === true ? earlyStopSchema.parse({}) : earlyStop === false ? undefined : earlyStop,
    repeats,
    seed,
    prices,
    grader: readGrader(grader),
    judgeCalibration,
  };
  return {
    ...judged,
    file: source.file,
    projectRoot: paths.projectRoot,
    name,
    description,
    cases: cases.map((candidate) => withAttributes(candidate, attributes)),
    datasets: dataset.datasets,
    candidates,
    traffic,
    budget: budget === undefined ? undefined : nanoDollarsFromDollars(Number(budget.slice(1))),
    concurrency,
    store: { file: storeFile, content: store.content },
    replay,
    digests: {
      suite: suiteDigest(judged),
      dataset: datasetDigest(cases, dataset.referencedFiles, paths.folder),
      code: codeDigest(pipeline),
    },
  };
}

function checkKeys(raw: JsonObject, locate: Locate, report: Report): void {
  const allowed = [...Object.keys(suiteShape), 'candidates'];
  for (const key of Object.keys(raw)) {
    if (allowed.includes(key)) continue;
    report(unknownName('key', key, allowed, locate([key], 'key')));
  }
}

/** promptfoo's provider as an object, the only form in which it is never mistaken for a prompt function. */
function readGrader(grader: z.output<typeof graderSchema> | undefined): JsonObject | undefined {
  if (grader === undefined) return undefined;
  const { provider } = grader;
  if (typeof provider === 'string') return { id: provider };
  return { ...provider };
}
