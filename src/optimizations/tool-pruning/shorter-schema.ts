import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import type { ToolDefinition } from '../../core/message.ts';

export interface SchemaShortening {
  /** Descriptions of parameters are cut to this many words; 0 removes them. */
  readonly descriptionWords?: number | undefined;
  /** Leave out `examples`, `example` and `default`, which constrain nothing. */
  readonly dropExamples: boolean;
}

/** Members of a schema that hold schemas by name: there a key is a parameter, not a keyword. */
const namedSchemas: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
]);
const literals: ReadonlySet<string> = new Set(['enum', 'const', 'required']);
const illustrations: ReadonlySet<string> = new Set(['examples', 'example', 'default']);

function firstWords(text: string, count: number): string {
  const words = text.trim().split(/\s+/);
  return words.length <= count ? text : words.slice(0, count).join(' ');
}

function shortenSchema(schema: Json, shortening: SchemaShortening): Json {
  if (Array.isArray(schema)) return schema.map((item) => shortenSchema(item, shortening));
  if (!isJsonObject(schema)) return schema;
  const { descriptionWords, dropExamples } = shortening;
  const members = Object.entries(schema).flatMap(([key, value]): readonly (readonly [string, Json])[] => {
    if (literals.has(key)) return [[key, value]];
    if (namedSchemas.has(key) && isJsonObject(value)) {
      const named = Object.entries(value).map(
        ([name, inner]) => [name, shortenSchema(inner, shortening)] as const,
      );
      return [[key, Object.fromEntries(named)]];
    }
    if (dropExamples && illustrations.has(key)) return [];
    if (key === 'description' && typeof value === 'string' && descriptionWords !== undefined)
      return descriptionWords === 0 ? [] : [[key, firstWords(value, descriptionWords)]];
    return [[key, shortenSchema(value, shortening)]];
  });
  return Object.fromEntries(members);
}

/** The tool with a shorter schema. Its name, its own description, and the names and types of its parameters stay. */
export function shorterTool(tool: ToolDefinition, shortening: SchemaShortening): ToolDefinition {
  const parameters = shortenSchema(tool.parameters, shortening);
  const shorter: JsonObject = isJsonObject(parameters) ? parameters : tool.parameters;
  return { ...tool, parameters: shorter };
}
