import { dirname } from 'node:path';
import { type Assertion, type Case, type Split, splits } from '../core/case.ts';
import { unknownName } from '../core/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { comparingAssertionTypes } from './assertion-types.ts';
import type { Row } from './dataset-files.ts';
import {
  expandGlob,
  expandLists,
  fillReferences,
  readVariable,
  resolveAssertionFiles,
  type ValueContext,
} from './dataset-values.ts';
import { variablesDigest } from './digests.ts';
import { checkSchema, formatPath } from './schema-problems.ts';
import { type RawTestCase, testCaseSchema } from './schema-tests.ts';
import { type Path, parseYaml } from './yaml-file.ts';

export interface CaseContext extends ValueContext {
  readonly defaultTest: RawTestCase;
  /** The assertions of `defaultTest`, their files read. */
  readonly defaultAssertions: readonly Assertion[];
  /** The split of a case that names none. */
  readonly splitOf: (id: string, tags: { readonly [name: string]: string }) => Split;
}

/** What promptfoo knows in a test and Tollgate does not do; each is refused by name, never left out in silence. */
const unsupportedKeys: { readonly [key: string]: string } = {
  provider: 'the model is the baseline’s or a candidate’s',
  providers: 'the model is the baseline’s or a candidate’s',
  prompts: 'a suite has one prompt',
  providerOutput: 'every output comes from a model call',
  assertScoringFunction: 'scores are weighted means of the assertions',
};

const unsupportedOptions: { readonly [key: string]: string } = {
  prefix: 'put it into the prompt',
  suffix: 'put it into the prompt',
  transform: 'use the transform of each assertion',
  postprocess: 'use the transform of each assertion',
  transformVars: 'write the variables as they are needed',
  storeOutputAs: 'cases do not depend on each other',
  runSerially: 'cases do not depend on each other',
  repeat: 'use repeats of the suite',
};

/** Checks one test against promptfoo's format. On failure everything is reported and the result is undefined. */
export function checkTest({ value, locate }: Row, context: ValueContext): RawTestCase | undefined {
  let isRefused = false;
  const refuse = (message: string, path: Path, target: 'key' | 'value' = 'key') => {
    isRefused = true;
    context.report({ message, location: locate(path, target) });
  };
  const referencePath = findReference(value, []);
  if (referencePath !== undefined)
    refuse(`${formatPath(referencePath)}: "$ref" is not supported; write the value out.`, referencePath);
  if (!isJsonObject(value)) {
    checkSchema(testCaseSchema, value, [], locate, context.report);
    return undefined;
  }
  const test = { ...value };
  for (const [key, why] of Object.entries(unsupportedKeys)) {
    if (test[key] === undefined) continue;
    delete test[key];
    refuse(`"${key}" of a test is not supported: ${why}.`, [key]);
  }
  const { options } = value;
  if (isJsonObject(options)) {
    const kept = { ...options };
    for (const [key, why] of Object.entries(unsupportedOptions)) {
      if (kept[key] === undefined) continue;
      delete kept[key];
      refuse(`the option "${key}" of a test is not supported: ${why}.`, ['options', key]);
    }
    test['options'] = kept;
  }
  const assertions = value['assert'];
  if (Array.isArray(assertions)) {
    for (const [index, assertion] of assertions.entries()) {
      const type: unknown = isJsonObject(assertion) ? assertion['type'] : undefined;
      if (!comparingAssertionTypes.some((name) => name === type)) continue;
      refuse(
        `the assertion "${String(type)}" is not supported: it compares outputs of several prompts, or waits for a person.`,
        ['assert', index, 'type'],
        'value',
      );
      return undefined;
    }
  }
  const checked = checkSchema(testCaseSchema, test, [], locate, context.report);
  return isRefused ? undefined : checked;
}

function findReference(value: unknown, path: Path): Path | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    if (key === '$ref' && typeof member === 'string') return here;
    const found = typeof member === 'object' ? findReference(member, here) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The cases of one test: merged with `defaultTest`, lists expanded. Undefined after a problem. */
export function casesOfTest(row: Row, file: string, context: CaseContext): readonly Case[] | undefined {
  const test = checkTest(row, context);
  if (test === undefined) return undefined;
  if (Object.keys(test).every((key) => key === 'description')) {
    context.report({
      message: 'a test must have vars, assert, options, metadata or threshold.',
      location: row.locate([]),
    });
    return undefined;
  }
  const { defaultTest } = context;
  const options = { ...defaultTest.options, ...test.options };
  const metadata: JsonObject = { ...defaultTest.metadata, ...test.metadata };
  const assertions: readonly Assertion[] = [
    ...(test.options?.disableDefaultAsserts === true ? [] : context.defaultAssertions),
    ...(test.assert ?? []).map((assertion, index) =>
      resolveAssertionFiles(assertion, ['assert', index], row.locate, context),
    ),
  ];
  const location = row.locate([]);
  const vars = { ...readVars(defaultTest, row, file, context), ...readVars(test, row, file, context) };
  const combinations =
    options.disableVarExpansion === true
      ? [vars]
      : expandLists(vars, (name, pattern) =>
          expandGlob(
            pattern.slice('file://'.length),
            context.paths,
            row.locate(['vars', name]),
            context.report,
          ).map((path) => `file://${path}`),
        );
  const tags = tagsOf(metadata);
  const split = readSplit(metadata, row, context);
  const kept = graderOptionsOf(options);
  const graderOptions =
    kept === undefined ? undefined : resolveAssertionFiles(kept, ['options'], row.locate, context);
  const threshold = test.threshold ?? defaultTest.threshold;

  return combinations.map((combination, index): Case => {
    const read = fillReferences(
      Object.fromEntries(
        Object.entries(combination).map(([name, value]) => [
          name,
          readVariable(value, row.locate(['vars', name]), context),
        ]),
      ),
    );
    const id = idOf(metadata, read, combinations.length > 1 ? index + 1 : undefined);
    const fields = {
      id,
      vars: read,
      assertions,
      tags,
      location,
      ...(threshold === undefined ? {} : { threshold }),
      ...(graderOptions === undefined ? {} : { options: graderOptions }),
      ...(test.description === undefined ? {} : { description: test.description }),
    };
    const chosen = split ?? context.splitOf(id, tags);
    return chosen === 'test' ? { ...fields, split: chosen } : { ...fields, split: chosen };
  });
}

/** `vars` may name YAML files (relative to the test's own file) whose keys are the variables. */
function readVars(
  test: RawTestCase,
  row: Row,
  file: string,
  context: CaseContext,
): { readonly [name: string]: Json } {
  const { vars = {} } = test;
  if (typeof vars !== 'string' && !Array.isArray(vars)) return vars;
  const location = row.locate(['vars']);
  const paths = { ...context.paths, folder: dirname(file) };
  let merged: { readonly [name: string]: Json } = {};
  for (const pattern of typeof vars === 'string' ? [vars] : vars) {
    const absolute = pattern.replace(/^file:\/\//, '');
    const target = absolute.startsWith('/') ? absolute : `${dirname(file)}/${absolute}`;
    for (const path of expandGlob(target, paths, location, context.report)) {
      context.onFile(path);
      const text = context.paths.readText(path, location);
      const yaml =
        text === undefined ? undefined : parseYaml(text, context.paths.display(path), context.report);
      if (yaml === undefined) continue;
      if (isJsonObject(yaml.value)) merged = { ...merged, ...yaml.value };
      else context.report({ message: 'a file of variables must be a map.', location: yaml.locate([]) });
    }
  }
  return merged;
}

/** Metadata with one value each; lists and maps are no tags, `id` and `split` have their own meaning. */
function tagsOf(metadata: JsonObject): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(metadata).flatMap(([name, value]) =>
      name === 'id' || name === 'split' || value === null || typeof value === 'object'
        ? []
        : [[name, String(value)]],
    ),
  );
}

function readSplit(metadata: JsonObject, row: Row, context: CaseContext): Split | undefined {
  const value = metadata['split'];
  if (value === undefined) return undefined;
  const split = splits.find((name) => name === value);
  if (split === undefined) {
    context.report(unknownName('split', String(value), splits, row.locate(['metadata', 'split'])));
  }
  return split;
}

function idOf(metadata: JsonObject, vars: JsonObject, position: number | undefined): string {
  const given = metadata['id'];
  if (typeof given !== 'string' && typeof given !== 'number') return variablesDigest(vars).slice(0, 16);
  return position === undefined ? String(given) : `${given}-${position}`;
}

/** What is left of the options for the scorer: who judges, and how. */
function graderOptionsOf(options: NonNullable<RawTestCase['options']>): JsonObject | undefined {
  const { provider, rubricPrompt, factuality } = options;
  const kept = {
    ...(provider === undefined ? {} : { provider }),
    ...(rubricPrompt === undefined ? {} : { rubricPrompt }),
    ...(factuality === undefined ? {} : { factuality }),
  };
  return Object.keys(kept).length === 0 ? undefined : kept;
}
