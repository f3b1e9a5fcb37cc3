import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import type { ResponseFormat } from '../../core/request.ts';
import { stem, words } from '../../text/words.ts';

interface Said {
  readonly text: string;
  readonly confidence: number;
}

/** An answer in the format that the request asks for; prose stays as it is. */
export function inFormat(said: Said, format: ResponseFormat | undefined): string {
  if (format === undefined || format.type === 'text') return said.text;
  if (format.type === 'json') return JSON.stringify({ answer: said.text });
  return JSON.stringify(objectOf(format.schema, said));
}

/** An object with a value for every property of the schema: one that the answer holds, or null. */
function objectOf(schema: JsonObject, said: Said): JsonObject {
  const properties = schema['properties'];
  if (!isJsonObject(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      isJsonObject(property) ? fieldOf(name, property, said) : null,
    ]),
  );
}

function fieldOf(name: string, property: JsonObject, said: Said): Json {
  if (Array.isArray(property['enum'])) return nearestChoice(property['enum'], said.text);
  switch (property['type']) {
    case 'string':
      return said.text;
    case 'number':
    case 'integer': {
      if (/confiden|certain/i.test(name)) return Math.round(said.confidence * 100) / 100;
      const found = /-?\d+(?:\.\d+)?/.exec(said.text.replaceAll(',', ''))?.[0];
      return found === undefined ? null : Number(found);
    }
    case 'boolean':
      return !/\b(?:no|not|cannot|never)\b/i.test(said.text);
    case 'object':
      return objectOf(property, said);
    default:
      return null;
  }
}

/** The choice that shares most words with the answer; the first one when none shares any. */
function nearestChoice(choices: readonly Json[], text: string): Json {
  const said = new Set(words(text).map(stem));
  const shared = choices.map(
    (choice) => words(String(choice).replaceAll('_', ' ')).filter((word) => said.has(stem(word))).length,
  );
  return choices[shared.indexOf(Math.max(...shared))] ?? null;
}
