import { nearest } from './nearest.ts';

/** A place in a file that a person wrote; line and column count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export function formatLocation({ file, line, column }: SourceLocation): string {
  return [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':');
}

/** The base of every error that a user can mend; commands print its message without a stack trace. */
export class TollgateError extends Error {
  override readonly name: string = 'TollgateError';
  /** What to do next, in one sentence. */
  readonly advice: string | undefined;
  constructor(message: string, options: { readonly advice?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.advice = options.advice;
  }
}

/** One thing wrong with a suite, a dataset or a setting. */
export interface Problem {
  readonly message: string;
  readonly location?: SourceLocation;
  readonly found?: string;
  readonly allowed?: readonly string[];
  readonly nearest?: string;
}

export function formatProblem(problem: Problem): string {
  const place = problem.location === undefined ? '' : `${formatLocation(problem.location)}: `;
  const suggestion = problem.nearest === undefined ? '' : ` Did you mean "${problem.nearest}"?`;
  const allowed =
    problem.allowed === undefined || problem.allowed.length === 0
      ? ''
      : ` Allowed: ${problem.allowed.join(', ')}.`;
  return `${place}${problem.message}${suggestion}${allowed}`;
}

/** Everything that is wrong with the configuration, reported at once, before any call. Exit code 2. */
export class ConfigurationError extends TollgateError {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly Problem[];
  constructor(
    problems: readonly Problem[],
    options: { readonly advice?: string; readonly cause?: unknown } = {},
  ) {
    super(problems.map(formatProblem).join('\n'), options);
    this.problems = problems;
  }
}

/** The problem of a name that is not known: what it names, what was found, what is allowed, the nearest match. */
export function unknownName(
  kind: string,
  found: string,
  allowed: readonly string[],
  location?: SourceLocation,
): Problem {
  const match = nearest(found, allowed);
  return {
    message: `unknown ${kind} "${found}".`,
    found,
    allowed,
    ...(match === undefined ? {} : { nearest: match }),
    ...(location === undefined ? {} : { location }),
  };
}

/** What was asked for needs a passing verdict, and there is none. Exit code 1, or 3 when it is undecided. */
export class NotPassedError extends TollgateError {
  override readonly name = 'NotPassedError';
  readonly verdict: 'reject' | 'undecided';
  constructor(message: string, verdict: 'reject' | 'undecided', options: { readonly advice?: string } = {}) {
    super(message, options);
    this.verdict = verdict;
  }
}

/** The run could not go on: vendor, budget or I/O. Exit code 4. */
export class RunFailedError extends TollgateError {
  override readonly name: string = 'RunFailedError';
}

/** The next call's worst case does not fit into what is left of the budget. */
export class BudgetExceededError extends RunFailedError {
  override readonly name = 'BudgetExceededError';
}
