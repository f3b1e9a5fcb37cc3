import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { Case, Split } from '../core/case.ts';
import { isJsonObject } from '../core/json.ts';
import { datasetExtensions, type Row, readRows } from './dataset-files.ts';
import { expandGlob, resolveAssertionFiles, type ValueContext } from './dataset-values.ts';
import type { SuitePaths } from './paths.ts';
import { checkSchema } from './schema-problems.ts';
import { defaultTestSchema } from './schema-tests.ts';
import type { DatasetSummary } from './suite.ts';
import { type CaseContext, casesOfTest, checkTest } from './test-case.ts';
import { type Locate, type Path, parseYaml, type Report } from './yaml-file.ts';

export interface DatasetSource {
  /** The values of `tests` and `defaultTest` as the suite holds them. */
  readonly tests: unknown;
  readonly defaultTest: unknown;
  readonly locate: Locate;
  readonly suiteFile: string;
  readonly paths: SuitePaths;
  readonly splits: { readonly train: number; readonly tune: number; readonly test: number } | undefined;
  readonly clusterTag: string | undefined;
  readonly seed: string;
  readonly report: Report;
}

export interface LoadedDataset {
  readonly cases: readonly Case[];
  readonly datasets: readonly DatasetSummary[];
  /** Absolute paths of the files that cases refer to: images, schemas, scripts of assertions. */
  readonly referencedFiles: readonly string[];
}

/** Reads the tests of a suite in promptfoo's format. Everything wrong is reported; sound rows become cases. */
export function loadDataset(source: DatasetSource): LoadedDataset {
  const { paths, report, locate } = source;
  const referencedFiles = new Set<string>();
  const context: ValueContext = {
    paths,
    report,
    onFile: (file) => referencedFiles.add(file),
    variablesOfFiles: new Map(),
  };
  const { defaultTest, defaultAssertions } = readDefaultTest(source, context);
  const caseContext: CaseContext = { ...context, defaultTest, defaultAssertions, splitOf: splitter(source) };
  const cases: Case[] = [];
  const datasets: DatasetSummary[] = [];

  const readAll = (file: string, rows: readonly Row[], rejected: number) => {
    const before = cases.length;
    for (const row of rows) cases.push(...(casesOfTest(row, file, caseContext) ?? []));
    datasets.push({ file: paths.display(file), rows: rows.length + rejected, cases: cases.length - before });
  };
  const readFiles = (pattern: string, path: Path) => {
    const location = locate(path);
    if (!isReadable(pattern, path, locate, report)) return;
    for (const file of expandGlob(pattern.replace(/^file:\/\//, ''), paths, location, report)) {
      if (!datasetExtensions.some((extension) => extension === extname(file).toLowerCase())) {
        report({
          message: `"${paths.display(file)}" is not a dataset.`,
          location,
          found: extname(file),
          allowed: datasetExtensions,
        });
        continue;
      }
      const text = paths.readText(file, location);
      if (text === undefined) continue;
      const { rows, rejected } = readRows(text, paths.display(file), report);
      readAll(file, rows, rejected);
    }
  };

  const { tests } = source;
  if (typeof tests === 'string') readFiles(tests, ['tests']);
  else if (Array.isArray(tests)) {
    const inline: Row[] = [];
    for (const [index, test] of tests.entries()) {
      if (typeof test === 'string') readFiles(test, ['tests', index]);
      else if (isJsonObject(test) && 'path' in test) report(generatorProblem(locate(['tests', index])));
      else inline.push({ value: test, locate: (path, target) => locate(['tests', index, ...path], target) });
    }
    if (inline.length > 0) readAll(source.suiteFile, inline, 0);
  } else if (isJsonObject(tests) && 'path' in tests) report(generatorProblem(locate(['tests'])));
  else report({ message: 'tests must be a list, a file or a glob.', location: locate(['tests']) });

  if (Array.isArray(tests) && tests.length === 0)
    report({ message: 'the suite has no tests.', location: locate(['tests']) });
  reportDuplicates(cases, report);
  return { cases, datasets, referencedFiles: [...referencedFiles].sort() };
}

function generatorProblem(location: ReturnType<Locate>) {
  return {
    message: 'test generators ({ path, config }) are not supported: write the tests to a file.',
    location,
  };
}

/** Sources of promptfoo that are not files of the project. */
function isReadable(pattern: string, path: Path, locate: Locate, report: Report): boolean {
  const location = locate(path);
  const scheme = /^(\w+):\/\//.exec(pattern)?.[1];
  if (scheme !== undefined && scheme !== 'file') {
    report({
      message: `tests from "${scheme}://" are not supported: download them to a file.`,
      location,
      found: pattern,
    });
    return false;
  }
  if (/\{\{|\{%/.test(pattern)) {
    report({ message: 'templates in the path of a dataset are not supported.', location, found: pattern });
    return false;
  }
  return true;
}

function readDefaultTest(
  { defaultTest, locate, paths, report }: DatasetSource,
  context: ValueContext,
): Pick<CaseContext, 'defaultTest' | 'defaultAssertions'> {
  const none = { defaultTest: {}, defaultAssertions: [] };
  if (defaultTest === undefined) return none;
  let row: Row = { value: defaultTest, locate: (path, target) => locate(['defaultTest', ...path], target) };
  if (typeof defaultTest === 'string') {
    const location = locate(['defaultTest']);
    const file = paths.resolveFile(defaultTest, location);
    const text = file === undefined ? undefined : paths.readText(file, location);
    const yaml =
      file === undefined || text === undefined ? undefined : parseYaml(text, paths.display(file), report);
    if (yaml === undefined) return none;
    row = yaml;
  }
  const checked = checkTest(row, context);
  if (checked === undefined) return none;
  if (checked.description !== undefined) checkSchema(defaultTestSchema, checked, [], row.locate, report);
  const defaultAssertions = (checked.assert ?? []).map((assertion, index) =>
    resolveAssertionFiles(assertion, ['assert', index], row.locate, context),
  );
  return { defaultTest: checked, defaultAssertions };
}

/** Splits by a seeded hash of the case, or of its cluster, so that cases which belong together stay together. */
function splitter({ splits, clusterTag, seed }: DatasetSource): CaseContext['splitOf'] {
  if (splits === undefined) return () => 'test';
  return (id, tags): Split => {
    const key = (clusterTag === undefined ? undefined : tags[clusterTag]) ?? id;
    const position = createHash('sha256').update(`${seed}\n${key}`).digest().readUInt32BE(0) / 2 ** 32;
    if (position < splits.train) return 'train';
    return position < splits.train + splits.tune ? 'tune' : 'test';
  };
}

function reportDuplicates(cases: readonly Case[], report: Report): void {
  const first = new Map<string, Case>();
  for (const candidate of cases) {
    const earlier = first.get(candidate.id);
    if (earlier === undefined) {
      first.set(candidate.id, candidate);
      continue;
    }
    const { file, line } = earlier.location;
    report({
      message: `the case "${candidate.id}" has the id of the case at ${file}${line === undefined ? '' : `:${line}`}; give each its own metadata.id.`,
      location: candidate.location,
      found: candidate.id,
    });
  }
}
