import type { Case } from '../core/case.ts';
import { unknownName } from '../core/errors.ts';
import type { Locate, Report } from './yaml-file.ts';

/** A case with those of its tags that production knows of a request. */
export function withAttributes(candidate: Case, names: readonly string[]): Case {
  const attributes = Object.fromEntries(
    names.flatMap((name) => {
      const value = candidate.tags[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return Object.keys(attributes).length === 0 ? candidate : { ...candidate, attributes };
}

/** Reports an attribute that no case has. */
export function checkAttributes(
  cases: readonly Case[],
  names: readonly string[],
  locate: Locate,
  report: Report,
): void {
  if (cases.length === 0) return;
  const known = [...new Set(cases.flatMap(({ tags }) => Object.keys(tags)))];
  for (const [index, name] of names.entries()) {
    if (!known.includes(name))
      report(unknownName('metadata key', name, known, locate(['attributes', index])));
  }
}
