import type { Assertion } from '../../core/case.ts';
import type { PromptfooAssertion, PromptfooAssertionSet } from '../promptfoo-types.ts';

/** An assertion or a set of them, in the order of the case. */
export type Entry = PromptfooAssertion | PromptfooAssertionSet;

export function isSet(entry: Entry): entry is PromptfooAssertionSet {
  return entry.type === 'assert-set';
}

/** The type without `not-`. */
export function baseType({ type }: Pick<PromptfooAssertion, 'type'>): string {
  return type.startsWith('not-') ? type.slice('not-'.length) : type;
}

/** Every assertion, those inside sets included. */
export function flatten(entries: readonly Entry[]): readonly PromptfooAssertion[] {
  return entries.flatMap((entry) => (isSet(entry) ? entry.assert : [entry]));
}

/** Reads a case's assertions; `message` says what is wrong with the first that is not one. */
export function readAssertions(
  assertions: readonly Assertion[],
): readonly Entry[] | { readonly message: string } {
  const entries: Entry[] = [];
  for (const assertion of assertions) {
    if (isAssertionSet(assertion)) {
      const wrong = assertion.assert.find((inner) => !isAssertion(inner) || inner.type === 'assert-set');
      if (wrong !== undefined) return { message: 'an assert-set holds something that is not an assertion.' };
      entries.push(assertion);
    } else if (isAssertion(assertion)) {
      entries.push(assertion);
    } else {
      return { message: 'an assertion must have a `type`, and numbers for `weight` and `threshold`.' };
    }
  }
  return entries;
}

function isAssertionSet(value: Assertion): value is Assertion & PromptfooAssertionSet {
  return value['type'] === 'assert-set' && Array.isArray(value['assert']) && hasNumbers(value);
}

function isAssertion(value: object): value is PromptfooAssertion {
  return (
    'type' in value && typeof value.type === 'string' && value.type !== 'assert-set' && hasNumbers(value)
  );
}

function hasNumbers(value: object): boolean {
  const isNumber = (member: unknown): boolean => member === undefined || typeof member === 'number';
  return (
    isNumber('weight' in value ? value.weight : undefined) &&
    isNumber('threshold' in value ? value.threshold : undefined)
  );
}
