import type { JsonObject } from '../../src/core/json.ts';

/** Asserts that an answer holds a phrase. One that begins or ends with a number is no part of a longer one: "$25" is not in "$250". */
export function phraseAssertion(phrase: string): JsonObject {
  const startsWithNumber = /^[$\d]/.test(phrase);
  const endsWithNumber = /\d$/.test(phrase);
  if (!startsWithNumber && !endsWithNumber) return { type: 'icontains', value: phrase };
  const escaped = phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return {
    type: 'regex',
    value: `${startsWithNumber ? '(?<![\\d$.,-])' : ''}${escaped}${endsWithNumber ? '(?![\\d]|[.,]\\d)' : ''}`,
  };
}
