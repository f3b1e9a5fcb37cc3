import type { z } from 'zod';
import { fallbackText, keysOfSchema } from '../../src/core/schema-keys.ts';
import { suiteSchema } from '../../src/suite/schema.ts';
import { markdownTable } from './table.ts';

/** Maps whose members are those of another key, or promptfoo's own. */
const closed: readonly RegExp[] = [
  /^baseline\.steps$/,
  /^baseline\.prompt\[\]/,
  /^tests\[\]\.assert\[\]\.assert$/,
  /^baseline\.tools/,
];

/** The keys of a schema: name, what it takes, default, meaning. */
export function keysTable(
  heading: string,
  schema: z.ZodType,
  isWanted: (topLevel: string) => boolean = () => true,
): string {
  const keys = keysOfSchema(schema, (name) => closed.some((pattern) => pattern.test(name)));
  return markdownTable(
    [heading, 'value', 'default', 'meaning'],
    keys
      .filter(({ name }) => isWanted(/^[^.[]+/.exec(name)?.[0] ?? name))
      .map((key) => {
        const fallback = fallbackText(key);
        const shown = fallback === '' || key.isRequired ? fallback : `\`${fallback}\``;
        return [`\`${key.name}\``, key.types.join(', '), shown, key.description];
      }),
  );
}

/** All keys below those named, from the schema that suites are checked with. */
export function suiteKeys(topLevel: (name: string) => boolean): string {
  return keysTable('key', suiteSchema([]), topLevel);
}
