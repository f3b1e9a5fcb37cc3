import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ConfigurationError, type SourceLocation } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { reason } from './wording.ts';
import type { Report } from './yaml-file.ts';

/** The nearest folder above the suite that has a package.json or a .git; the suite's own folder when there is none. */
export function findProjectRoot(suiteFile: string): string {
  const start = dirname(realpathSync(suiteFile));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) || existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return start;
  }
}

/** The paths of one suite: they are relative to its folder and stay inside the project. */
export interface SuitePaths {
  readonly folder: string;
  readonly projectRoot: string;
  /** The name of a file in messages and digests: relative to the project, with `/`. */
  readonly display: (file: string) => string;
  /** The absolute path of an existing file, links resolved; otherwise the problem is reported. */
  readonly resolveFile: (reference: string, location: SourceLocation) => string | undefined;
  /** The absolute path of a file that need not exist yet. */
  readonly resolveOutput: (reference: string, location: SourceLocation) => string | undefined;
  /** The text of a file that `resolveFile` accepted. */
  readonly readText: (file: string, location: SourceLocation) => string | undefined;
}

export interface SuitePathsOptions {
  readonly suiteFile: string;
  readonly projectRoot: string;
  readonly allowOutside: boolean;
  readonly report: Report;
}

export function suitePaths({ suiteFile, projectRoot, allowOutside, report }: SuitePathsOptions): SuitePaths {
  const folder = dirname(suiteFile);
  const root = realpathSync(projectRoot);
  const isInside = (file: string) => {
    const path = relative(root, file);
    return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
  };
  const display = (file: string) => {
    const path = isInside(file) ? relative(root, file) : file;
    return path.split(sep).join('/');
  };
  const refuseOutside = (reference: string, file: string, location: SourceLocation): boolean => {
    if (allowOutside || isInside(file)) return false;
    report({
      message: `"${reference}" leads out of the project (${root}); set paths.allowOutside to allow that.`,
      location,
      found: reference,
    });
    return true;
  };
  const withoutScheme = (reference: string) => reference.replace(/^file:\/\//, '');

  const resolveOutput = (reference: string, location: SourceLocation) => {
    const file = resolve(folder, withoutScheme(reference));
    let existing = file;
    while (!existsSync(existing) && existing !== dirname(existing)) existing = dirname(existing);
    const target = join(realpathSync(existing), relative(existing, file));
    return refuseOutside(reference, target, location) ? undefined : target;
  };

  const resolveFile = (reference: string, location: SourceLocation) => {
    const file = resolve(folder, withoutScheme(reference));
    if (!existsSync(file)) {
      if (refuseOutside(reference, file, location)) return undefined;
      const match = nearestFile(file);
      report({
        message: `there is no file "${display(file)}".`,
        location,
        found: reference,
        ...(match === undefined ? {} : { nearest: display(match) }),
      });
      return undefined;
    }
    const target = realpathSync(file);
    if (refuseOutside(reference, target, location)) return undefined;
    if (!statSync(target).isFile()) {
      report({ message: `"${display(target)}" is not a file.`, location, found: reference });
      return undefined;
    }
    return target;
  };

  const readText = (file: string, location: SourceLocation) => {
    try {
      return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
    } catch (error) {
      report({ message: `cannot read "${display(file)}": ${reason(error)}.`, location });
      return undefined;
    }
  };
  return { folder, projectRoot: root, display, resolveFile, resolveOutput, readText };
}

function nearestFile(file: string): string | undefined {
  const folder = dirname(file);
  if (!existsSync(folder)) return undefined;
  const match = nearest(basename(file), readdirSync(folder));
  return match === undefined ? undefined : join(folder, match);
}

/** @throws ConfigurationError when the suite file itself cannot be read. */
export function readSuiteFile(file: string): { readonly file: string; readonly text: string } {
  try {
    const path = realpathSync(file);
    return { file: path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    const match = nearestFile(resolve(file));
    throw new ConfigurationError(
      [
        {
          message: `cannot read the suite "${file}": ${reason(error)}.`,
          ...(match === undefined ? {} : { nearest: relative(process.cwd(), match) }),
        },
      ],
      { cause: error },
    );
  }
}
