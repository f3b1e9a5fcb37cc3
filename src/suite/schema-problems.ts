import { z } from 'zod';
import type { Problem } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import { describeValue } from './wording.ts';
import type { Locate, Path } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;

/** `candidates[0].with.margin`; empty for the whole file. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

/** zod does not say which keys are allowed; its error map sees the schema, so the message carries them. */
const allowedKeysAsMessage: z.core.$ZodErrorMap = (issue) =>
  issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject
    ? JSON.stringify(Object.keys(issue.inst.shape))
    : undefined;

function readAllowedKeys(message: string): readonly string[] {
  try {
    const keys: unknown = JSON.parse(message);
    return Array.isArray(keys) ? keys.map(String) : [];
  } catch {
    return [];
  }
}

/** Every assertion type has a `not-` form; naming each twice would bury the rest of the message. */
function withoutNegations(names: readonly string[]): readonly string[] {
  const known = new Set(names);
  return names.filter((name) => !(name.startsWith('not-') && known.has(name.slice('not-'.length))));
}

/** The branch of a union that the value was most likely meant for: the one whose errors lie deepest. */
function likeliestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter((issues) => issues.every(({ path }) => path.length > 0));
  const unknownKeysOnly = branches.filter((issues) =>
    issues.every(({ code }) => code === 'unrecognized_keys'),
  );
  const candidates = fitting.length > 0 ? fitting : unknownKeysOnly;
  return [...candidates].sort((a, b) => a.length - b.length)[0];
}

function expectedKinds(branches: readonly (readonly Issue[])[]): readonly string[] {
  const kinds = branches.flatMap((issues) =>
    issues.flatMap((issue) => {
      if (issue.path.length > 0) return [];
      if (issue.code === 'invalid_type') return [kindName(issue.expected)];
      if (issue.code === 'invalid_value') return issue.values.map((value) => describeValue(value));
      if (issue.code === 'invalid_format') return ['text'];
      return [];
    }),
  );
  return [...new Set(kinds)];
}

function kindName(expected: string): string {
  const names: { readonly [kind: string]: string } = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a map',
    record: 'a map',
  };
  return names[expected] ?? expected;
}

function problemsOf(issue: Issue, base: Path, locate: Locate): readonly Problem[] {
  const path = [...base, ...issue.path];
  const name = formatPath(path);
  const subject = name === '' ? 'the file' : name;
  const location = locate(path);
  const found = describeValue(issue.input);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const allowed = readAllowedKeys(issue.message);
      return issue.keys.map((key) => {
        const match = nearest(key, allowed);
        return {
          message: `unknown key "${key}"${name === '' ? '' : ` in ${name}`}.`,
          location: locate([...path, key], 'key'),
          found: key,
          allowed,
          ...(match === undefined ? {} : { nearest: match }),
        };
      });
    }
    case 'invalid_type':
      return [
        issue.input === undefined
          ? { message: `${subject} is missing; it must be ${kindName(issue.expected)}.`, location }
          : { message: `${subject} must be ${kindName(issue.expected)}, found ${found}.`, location, found },
      ];
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const match = typeof issue.input === 'string' ? nearest(issue.input, allowed) : undefined;
      return [
        {
          message: issue.input === undefined ? `${subject} is missing.` : `unknown ${subject} ${found}.`,
          location,
          found,
          allowed: withoutNegations(allowed),
          ...(match === undefined ? {} : { nearest: match }),
        },
      ];
    }
    case 'invalid_union': {
      if ('options' in issue) {
        const allowed = issue.options.map(String);
        const input = issue.input;
        const key = issue.path.at(-1);
        const text =
          typeof input === 'object' && input !== null && key !== undefined ? Reflect.get(input, key) : input;
        const match = typeof text === 'string' ? nearest(text, allowed) : undefined;
        return [
          {
            message:
              text === undefined ? `${subject} is missing.` : `unknown ${subject} ${describeValue(text)}.`,
            location,
            found: describeValue(text),
            allowed: withoutNegations(allowed),
            ...(match === undefined ? {} : { nearest: match }),
          },
        ];
      }
      const branch = likeliestBranch(issue.errors);
      if (branch !== undefined) return branch.flatMap((inner) => problemsOf(inner, path, locate));
      const kinds = expectedKinds(issue.errors);
      return [
        {
          message: `${subject} must be ${kinds.length === 0 ? 'of another form' : kinds.join(' or ')}, found ${found}.`,
          location,
          found,
        },
      ];
    }
    case 'invalid_key':
      return [{ message: `${subject} has a key that is not allowed.`, location, found }];
    default: {
      const text = issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
      return [{ message: `${subject}: ${text}; found ${found}.`, location, found }];
    }
  }
}

export function problemsOfIssues(issues: readonly Issue[], base: Path, locate: Locate): readonly Problem[] {
  return issues.flatMap((issue) => problemsOf(issue, base, locate));
}

/** Checks a value that stands at `path` of a file; on failure every issue is reported and the result is undefined. */
export function checkSchema<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  path: Path,
  locate: Locate,
  report: (problem: Problem) => void,
): z.output<Schema> | undefined {
  const result = schema.safeParse(value, { error: allowedKeysAsMessage, reportInput: true });
  if (result.success) return result.data;
  for (const problem of problemsOfIssues(result.error.issues, path, locate)) report(problem);
  return undefined;
}

/** The members of a map that are valid by themselves, so that one mistake does not hide others. Reports nothing. */
export function validMembers(
  shape: { readonly [key: string]: z.ZodType },
  value: unknown,
): { readonly [key: string]: unknown } {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(([key, member]) => shape[key]?.safeParse(member).success === true),
  );
}
