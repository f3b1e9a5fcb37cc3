import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { globSync } from 'tinyglobby';
import { parse } from 'yaml';
import type { Assertion } from '../core/case.ts';
import type { SourceLocation } from '../core/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { imageMediaType } from './chat-turn.ts';
import type { SuitePaths } from './paths.ts';
import { formatPath } from './schema-problems.ts';
import { reason } from './wording.ts';
import type { Locate, Path, Report } from './yaml-file.ts';

export interface ValueContext {
  readonly paths: SuitePaths;
  readonly report: Report;
  /** Called with every file that a case depends on, so that the dataset's digest covers it. */
  readonly onFile: (file: string) => void;
  /** Variables that were read from files, by their reference: many cases share one through `defaultTest`. */
  readonly variablesOfFiles: Map<string, Json>;
}

const scriptFile = /\.(?:js|cjs|mjs|ts|cts|mts|py|rb)$/i;
const imageFile = /\.(?:png|jpe?g|gif|webp|svg)$/i;
const refusedVariableFile = /\.(?:pdf|mp[34]|wav|mov|avi|webm|ogg|flac|m4a)$/i;

/** The path of `file://path` or `file://script.js:function`, and the name behind the colon. */
function splitReference(reference: string): { readonly path: string; readonly functionName: string } {
  const path = reference.slice('file://'.length);
  const colon = path.lastIndexOf(':');
  return colon > 1 && scriptFile.test(path.slice(0, colon))
    ? { path: path.slice(0, colon), functionName: path.slice(colon) }
    : { path, functionName: '' };
}

const globCharacters = /[*?[\]{}!]/;

/** Files that a glob of the suite matches, sorted; a path without glob characters stands for itself. */
export function expandGlob(
  pattern: string,
  paths: SuitePaths,
  location: SourceLocation,
  report: Report,
): readonly string[] {
  if (!globCharacters.test(pattern)) {
    const file = paths.resolveFile(pattern, location);
    return file === undefined ? [] : [file];
  }
  const matches = globSync(pattern, { cwd: paths.folder, absolute: true }).sort();
  if (matches.length === 0) report({ message: `no file matches "${pattern}".`, location, found: pattern });
  return matches.flatMap((match) => paths.resolveFile(match, location) ?? []);
}

/**
 * Replaces `file://…` in an assertion: data files by their content, scripts by their absolute path, as promptfoo reads
 * them (relative to the configuration, not to the dataset).
 */
export function resolveAssertionFiles(
  assertion: JsonObject,
  path: Path,
  locate: Locate,
  context: ValueContext,
): Assertion {
  const resolve = (value: Json, at: Path, isValue: boolean): Json => {
    if (typeof value === 'string') {
      if (value.startsWith('package:')) {
        context.report({
          message: `${formatPath(at)}: "package:" assertions are not supported.`,
          location: locate(at),
          found: value,
        });
        return value;
      }
      return value.startsWith('file://') ? resolveReference(value, locate(at), isValue, context) : value;
    }
    if (isList(value)) return value.map((item, index) => resolve(item, [...at, index], isValue));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        key,
        resolve(member, [...at, key], isValue || key === 'value'),
      ]),
    );
  };
  const resolved = resolve(assertion, path, false);
  return isJsonObject(resolved) ? resolved : assertion;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function resolveReference(
  reference: string,
  location: SourceLocation,
  isValue: boolean,
  context: ValueContext,
): Json {
  const { path, functionName } = splitReference(reference);
  const file = context.paths.resolveFile(path, location);
  if (file === undefined) return reference;
  context.onFile(file);
  if (!isValue || scriptFile.test(path)) return `file://${file}${functionName}`;
  const text = context.paths.readText(file, location) ?? '';
  return parseDataFile(text, file, location, context) ?? text.trim();
}

/** The content of a JSON or YAML file; undefined for other files, and after a problem. */
function parseDataFile(
  text: string,
  file: string,
  location: SourceLocation,
  context: ValueContext,
): Json | undefined {
  try {
    if (extname(file) === '.json') return JSON.parse(text);
    if (/\.ya?ml$/.test(file)) return parse(text, { merge: true });
  } catch (error) {
    context.report({ message: `cannot read "${context.paths.display(file)}": ${reason(error)}.`, location });
  }
  return undefined;
}

/**
 * The value of a variable as promptfoo gives it to the prompt: `file://` is read (text trimmed, YAML as JSON text, images
 * as data addresses) and one newline at the end of a text is dropped.
 */
export function readVariable(value: Json, location: SourceLocation, context: ValueContext): Json {
  if (typeof value !== 'string') return value;
  if (!value.startsWith('file://')) return value.replace(/\n$/, '');
  const known = context.variablesOfFiles.get(value);
  if (known !== undefined) return known;
  const read = readVariableFile(value, location, context);
  if (read === undefined) return value;
  context.variablesOfFiles.set(value, read);
  return read;
}

/** Undefined after a problem. */
function readVariableFile(value: string, location: SourceLocation, context: ValueContext): Json | undefined {
  const path = value.slice('file://'.length);
  if (scriptFile.test(splitReference(value).path) || refusedVariableFile.test(path)) {
    context.report({
      message: `variables cannot be computed by "${path}": only text, YAML and image files are read.`,
      location,
      found: value,
    });
    return undefined;
  }
  const file = context.paths.resolveFile(path, location);
  if (file === undefined) return undefined;
  context.onFile(file);
  if (imageFile.test(file))
    return `data:${imageMediaType(file)};base64,${readFileSync(file).toString('base64')}`;
  const text = context.paths.readText(file, location) ?? '';
  if (!/\.ya?ml$/.test(file)) return text.trim();
  const data = parseDataFile(text, file, location, context);
  return data === undefined ? undefined : JSON.stringify(data);
}

const reference = /\{\{\s*(\w+)\s*\}\}/;

/**
 * Fills `{{ name }}` in variables from the other variables, up to five times, as promptfoo does. Other template syntax in
 * a variable stays text: data is never evaluated.
 */
export function fillReferences(vars: { readonly [name: string]: Json }): { readonly [name: string]: Json } {
  const filled = { ...vars };
  for (let round = 0; round < 5; round++) {
    let isDone = true;
    for (const [name, value] of Object.entries(filled)) {
      const [placeholder, other = ''] = typeof value === 'string' ? (reference.exec(value) ?? []) : [];
      const replacement = filled[other];
      if (typeof value !== 'string' || placeholder === undefined || replacement === undefined) continue;
      filled[name] = value.replace(placeholder, () => String(replacement));
      isDone = false;
    }
    if (isDone) break;
  }
  return filled;
}

/** All combinations of list variables whose first element is a text, as promptfoo expands them. */
export function expandLists(
  vars: { readonly [name: string]: Json },
  expandFiles: (name: string, pattern: string) => readonly string[],
): readonly { readonly [name: string]: Json }[] {
  let combinations: readonly { readonly [name: string]: Json }[] = [{}];
  for (const [name, value] of Object.entries(vars)) {
    const isGlob = typeof value === 'string' && value.startsWith('file://') && globCharacters.test(value);
    const isTexts = isList(value) && typeof value[0] === 'string';
    const values = isGlob ? expandFiles(name, value) : isTexts ? value : [value];
    combinations = combinations.flatMap((combination) =>
      values.map((item) => ({ ...combination, [name]: item })),
    );
  }
  return combinations;
}
