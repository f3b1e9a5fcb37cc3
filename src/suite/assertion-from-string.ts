import type { Assertion } from '../core/case.ts';
import { baseAssertionTypes } from './assertion-types.ts';

/** A shorthand that promptfoo would refuse too. */
export class AssertionTextError extends Error {
  override readonly name = 'AssertionTextError';
}

const codePrefixes = ['javascript:', 'fn:', 'eval:'] as const;
const gradePrefixes = ['grade:', 'llm-rubric:'] as const;
const listTypes: ReadonlySet<string> = new Set([
  'contains-all',
  'contains-any',
  'icontains-all',
  'icontains-any',
]);
const verbatimTypes: ReadonlySet<string> = new Set(['contains-json', 'is-json']);
/** Types that get a threshold even when the shorthand names none. */
const thresholdTypes: ReadonlySet<string> = new Set([
  'answer-relevance',
  'classifier',
  'context-faithfulness',
  'context-recall',
  'context-relevance',
  'cost',
  'latency',
  'levenshtein',
  'perplexity-score',
  'perplexity',
  'rouge-n',
  'similar',
  'starts-with',
]);
const defaultThreshold = (type: string) => (type === 'similar' ? 0.8 : 0.75);

const shorthand = new RegExp(
  `^(not-)?(${baseAssertionTypes.join('|')})(?:\\((\\d+(?:\\.\\d+)?)\\))?(?::([\\s\\S]*))?$`,
);

const scriptFile = /^file:\/\/.*\.(?:js|cjs|mjs|ts|cts|mts)$/i;

/**
 * Reads an `__expected` cell as promptfoo does (`assertionFromString` of 0.121): `contains: x`, `similar(0.8): x`,
 * `grade: …`, `fn: …`; anything else must be equal to the output. @throws AssertionTextError
 */
export function assertionFromString(expected: string): Assertion {
  const code = codePrefixes.find((prefix) => expected.startsWith(prefix));
  if (code !== undefined) return { type: 'javascript', value: expected.slice(code.length).trim() };
  if (scriptFile.test(expected)) return { type: 'javascript', value: expected.trim() };
  const grade = gradePrefixes.find((prefix) => expected.startsWith(prefix));
  if (grade !== undefined) return { type: 'llm-rubric', value: expected.slice(grade.length) };
  if (expected.startsWith('python:'))
    return { type: 'python', value: expected.slice('python:'.length).trim() };
  if (expected.startsWith('file://') && /\.py(:|$)/.test(expected))
    return { type: 'python', value: expected.trim() };

  const match = shorthand.exec(expected);
  if (match === null) return { type: 'equals', value: expected };
  const [, not = '', type = '', threshold, value] = match;
  const fullType = `${not}${type}`;
  if (listTypes.has(type)) {
    return value === undefined || value === ''
      ? { type: fullType }
      : { type: fullType, value: splitList(value) };
  }
  const text = verbatimTypes.has(type) ? value : value?.trim();
  return {
    type: fullType,
    ...(text === undefined ? {} : { value: text }),
    ...(thresholdTypes.has(type)
      ? { threshold: threshold === undefined ? defaultThreshold(type) : Number(threshold) }
      : {}),
  };
}

/** Comma-separated values; quotes keep commas, a doubled or escaped quote stands for itself. */
function splitList(text: string): readonly string[] {
  const values: string[] = [];
  let index = 0;
  while (index < text.length) {
    while (index < text.length && /[\s,]/.test(text.charAt(index))) index += 1;
    if (index >= text.length) break;
    if (text[index] === '"') {
      const { field, next } = readQuoted(text, index);
      values.push(field);
      index = next;
      while (index < text.length && /\s/.test(text.charAt(index))) index += 1;
      if (index < text.length && text[index] !== ',') {
        throw new AssertionTextError('expected a comma after a quoted value');
      }
    } else {
      const comma = text.indexOf(',', index);
      const end = comma === -1 ? text.length : comma;
      values.push(text.slice(index, end).trim());
      index = end;
    }
  }
  return values;
}

function readQuoted(text: string, start: number): { readonly field: string; readonly next: number } {
  let field = '';
  for (let index = start + 1; index < text.length; index++) {
    const character = text.charAt(index);
    const following = text[index + 1];
    if (
      (character === '\\' && (following === '"' || following === '\\')) ||
      (character === '"' && following === '"')
    ) {
      field += following;
      index += 1;
    } else if (character === '"') {
      return { field, next: index + 1 };
    } else {
      field += character;
    }
  }
  throw new AssertionTextError('a quoted value does not end');
}
