import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigurationError, formatProblem } from '../../src/core/errors.ts';
import { type LoadSuiteOptions, loadSuite } from '../../src/suite/load-suite.ts';

export type Files = { readonly [path: string]: string };

/** Writes a small project to a new temporary folder. */
export function writeProject(files: Files): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tollgate-suite-')));
  for (const [path, text] of Object.entries({ 'package.json': '{}', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Loads `suite.yaml` of a new project. */
export function loadProject(files: Files, options: LoadSuiteOptions = {}) {
  return loadSuite(join(writeProject(files), 'suite.yaml'), options);
}

/** The lines of the error that loading the suite ends in. */
export async function problemsOf(file: string, options: LoadSuiteOptions = {}): Promise<readonly string[]> {
  try {
    await loadSuite(file, options);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.map(formatProblem);
    throw error;
  }
  return [];
}

export function problemsOfProject(files: Files, options: LoadSuiteOptions = {}): Promise<readonly string[]> {
  return problemsOf(join(writeProject(files), 'suite.yaml'), options);
}

/** A suite of one inline case, with these lines added. */
export function suiteText(
  lines: string,
  baseline = "baseline: { model: 'pocket:small', prompt: '{{question}}' }",
): string {
  return `name: small\n${baseline}\ntests: [{ vars: { question: Why? } }]\n${lines}`;
}
