import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Case } from '../core/case.ts';
import { digest, digestText } from '../core/digest.ts';
import type { Json } from '../core/json.ts';
import { toolVersion } from '../core/version.ts';
import type { Provider } from '../providers/provider.ts';
import { providers } from '../providers/registry.ts';
import type { CandidateDefinition, PipelineDefinition, Suite } from './suite.ts';

/** Raised whenever the same evidence would be gathered or judged differently, so that old promotions are not trusted. */
export const codeVersion = 1;

/** What of a suite, besides its cases and its candidates, a verdict follows from. */
export type JudgedSettings = Pick<
  Suite,
  | 'baseline'
  | 'gates'
  | 'mix'
  | 'clusterTag'
  | 'stream'
  | 'prefixCache'
  | 'attributes'
  | 'earlyStop'
  | 'repeats'
  | 'seed'
  | 'prices'
  | 'grader'
  | 'judgeCalibration'
>;

/** Changes when a verdict could change; name, description, budget, traffic, concurrency and paths do not matter. */
export function suiteDigest(settings: JudgedSettings): string {
  const { baseline, gates, mix, clusterTag, stream, attributes, earlyStop, repeats, seed, prices, grader } =
    settings;
  const { judgeCalibration, prefixCache } = settings;
  // The module is in the code digest; its path says nothing.
  return digest({
    steps: baseline.steps,
    gates,
    mix,
    clusterTag,
    stream,
    prefixCache,
    attributes,
    earlyStop,
    repeats,
    seed,
    prices,
    grader,
    judgeCalibration,
  });
}

const digestOfObject = new WeakMap<object, string>();

/** A text that stands for a value. Digests of lists and maps are kept: many cases share theirs through `defaultTest`. */
function valueText(value: Json): string {
  if (typeof value === 'string') return `text ${value}`;
  if (typeof value !== 'object' || value === null) return `json ${value}`;
  const known = digestOfObject.get(value) ?? digest(value);
  digestOfObject.set(value, known);
  return `digest ${known}`;
}

/** The digest of the variables of a case. */
export function variablesDigest(vars: Case['vars']): string {
  const known =
    digestOfObject.get(vars) ??
    digest(Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, valueText(value)])));
  digestOfObject.set(vars, known);
  return known;
}

/**
 * @param referencedFiles Absolute paths of files that cases depend on: images, schemas, scripts of assertions.
 * @param folder The suite's folder; references to files are digested relative to it, so that a checkout may be anywhere.
 */
export function datasetDigest(
  cases: readonly Case[],
  referencedFiles: readonly string[],
  folder: string,
): string {
  const portable = (assertion: unknown): unknown => {
    if (typeof assertion === 'string') {
      return assertion.startsWith('file:///')
        ? relative(folder, assertion.slice('file://'.length))
        : assertion;
    }
    if (Array.isArray(assertion)) return assertion.map(portable);
    if (typeof assertion !== 'object' || assertion === null) return assertion;
    return Object.fromEntries(Object.entries(assertion).map(([key, value]) => [key, portable(value)]));
  };
  return digest({
    cases: cases.map(({ id, vars, assertions, split, tags, threshold, options }) => ({
      id,
      vars: variablesDigest(vars),
      assertions: portable(assertions),
      split,
      tags,
      threshold,
      options: portable(options),
    })),
    files: referencedFiles.map((file) => [relative(folder, file), digestText(readFileSync(file, 'base64'))]),
  });
}

/** The code that makes, answers and judges requests: the pipeline module, this package and the models embedded in it. */
export function codeDigest(
  baseline: Pick<PipelineDefinition, 'module'>,
  embedded: readonly Pick<Provider, 'name' | 'version'>[] = providers,
): string {
  const models = embedded.map(({ name, version }) => [name, version]);
  return digest({ module: baseline.module?.digest, tollgate: toolVersion, codeVersion, models });
}

/** What a candidate changes; its name and description do not matter. */
export function candidateDigest({ optimization }: Pick<CandidateDefinition, 'optimization'>): string {
  return digest({ name: optimization.name, settings: optimization.settings, steps: optimization.steps });
}

const importPattern = /\b(?:from|import|require)\s*\(?\s*['"](?<specifier>\.{1,2}\/[^'"]+)['"]/g;

const sourceExtensions = [
  '',
  '.ts',
  '.mts',
  '.cts',
  '.js',
  '.mjs',
  '.cjs',
  '.json',
  '/index.ts',
  '/index.js',
];

/** The digest of a module and of everything that it imports by a relative path, found by reading the text. */
export function moduleDigest(file: string): string {
  const texts = new Map<string, string>();
  const visit = (path: string) => {
    if (texts.has(path)) return;
    const text = readFileSync(path, 'utf8');
    texts.set(path, text);
    for (const { groups } of text.matchAll(importPattern)) {
      const specifier = groups?.['specifier'];
      const target = specifier === undefined ? undefined : findModule(resolve(dirname(path), specifier));
      if (target !== undefined) visit(target);
    }
  };
  visit(file);
  return digest([...texts].map(([path, text]) => [relative(dirname(file), path), digestText(text)]).sort());
}

function findModule(path: string): string | undefined {
  const written = path.replace(/\.([mc]?)js$/, '.$1ts');
  return [...sourceExtensions.map((extension) => path + extension), written].find(
    (candidate) => existsSync(candidate) && /\.\w+$/.test(candidate),
  );
}
