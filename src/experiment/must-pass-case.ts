import type { TestCase } from '../core/case.ts';

/** A case is must-pass when all of its metadata that the gate names has the gate's values. */
export function isMustPass(
  { tags }: Pick<TestCase, 'tags'>,
  mustPass: { readonly [tag: string]: string },
): boolean {
  const wanted = Object.entries(mustPass);
  return wanted.length > 0 && wanted.every(([tag, value]) => tags[tag] === value);
}
