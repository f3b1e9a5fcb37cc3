import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import type { ToolDefinition } from '../../core/message.ts';
import { contentWords } from '../../text/stop-words.ts';
import { stem, words } from '../../text/words.ts';
import { groupsOf } from './lexicon.ts';
import type { Tier } from './tiers.ts';

export interface ChosenTool {
  readonly name: string;
  readonly arguments: JsonObject;
  readonly confidence: number;
}

function termsOf(text: string, tier: Tier): ReadonlySet<string> {
  const spaced = text.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2');
  const content = contentWords(words(spaced));
  if (!tier.readsWordForms) return new Set(content);
  const stems = content.map(stem);
  return new Set(tier.knowsSynonyms ? [...stems, ...stems.flatMap(groupsOf)] : stems);
}

/**
 * The tool whose name and description share most with the message, its arguments read from the message, or undefined
 * when none fits or a required argument is not to be found. `mustChoose` accepts a weak fit.
 */
export function chooseTool(
  tools: readonly ToolDefinition[],
  message: string,
  mustChoose: boolean,
  tier: Tier,
): ChosenTool | undefined {
  const asked = termsOf(message, tier);
  const described = tools.map((tool) => termsOf(describe(tool), tier));
  const frequency = new Map<string, number>();
  for (const terms of described)
    for (const term of terms) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const candidates = tools.map((tool, position) => {
    const nameTerms = termsOf(tool.name, tier);
    const filled = fillArguments(tool, message);
    let fit = 0;
    for (const term of described[position]) {
      if (asked.has(term)) fit += (nameTerms.has(term) ? 1.5 : 1) / (frequency.get(term) ?? 1);
    }
    return {
      name: tool.name,
      arguments: filled.arguments,
      missing: filled.missing,
      fit: fit - 0.5 * filled.missing,
    };
  });
  candidates.sort((a, b) => b.fit - a.fit);
  const [best, second] = candidates;
  if (best === undefined || (!mustChoose && (best.fit < 0.5 || best.missing > 0))) return undefined;
  const margin = Math.max(0, best.fit) - Math.max(0, second?.fit ?? 0);
  return { name: best.name, arguments: best.arguments, confidence: Math.min(0.99, 0.5 + margin / 6) };
}

function describe(tool: ToolDefinition): string {
  const parameters = Object.entries(propertiesOf(tool)).map(
    ([name, schema]) => `${name} ${textMember(schema, 'description')}`,
  );
  return `${tool.name} ${tool.description} ${parameters.join(' ')}`;
}

function propertiesOf(tool: ToolDefinition): JsonObject {
  const properties = tool.parameters['properties'];
  return isJsonObject(properties) ? properties : {};
}

function textMember(schema: Json, name: string): string {
  const value = isJsonObject(schema) ? schema[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** What the names of parameters look like, and where their values stand in a message. */
const readers: readonly (readonly [parameter: RegExp, value: RegExp])[] = [
  [/e-?mail/i, /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u],
  [/invoice/i, /\bINV-[\w-]*\d/i],
  [/return/i, /\bR-\d{3,}\b/i],
  [/url|link/i, /https?:\/\/[^\s<>"')]+/],
  [
    /order|reference|ticket|(?:^|_)id$|Id$|number$/i,
    /\b(?!INV-|R-)[A-Z]{1,5}-\d[\w-]*|(?<=#|\b(?:order|number|no\.?) )\d{3,}/i,
  ],
  [
    /amount|price|total|sum|value/i,
    /(?<=[$€£] ?)\d+(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?(?= (?:dollars|euros))/,
  ],
  [
    /date|day|when/i,
    /\b\d{4}-\d{2}-\d{2}\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b\d{1,2}(?:st|nd|rd|th)\b|\b(?:tomorrow|today)\b/i,
  ],
  [/quantity|count|number_of|pieces/i, /\b\d+\b/],
];

function fillArguments(
  tool: ToolDefinition,
  message: string,
): { readonly arguments: JsonObject; readonly missing: number } {
  const required = tool.parameters['required'];
  const values: { [name: string]: Json } = {};
  let missing = 0;
  for (const [name, schema] of Object.entries(propertiesOf(tool))) {
    const isRequired = Array.isArray(required) && required.includes(name);
    const value = readArgument(name, schema, message, isRequired);
    if (value !== undefined) values[name] = value;
    else if (isRequired) missing++;
  }
  return { arguments: values, missing };
}

function readArgument(name: string, schema: Json, message: string, isRequired: boolean): Json | undefined {
  const options = isJsonObject(schema) ? schema['enum'] : undefined;
  if (Array.isArray(options)) {
    const lower = message.toLowerCase();
    return options.find(
      (option) => typeof option === 'string' && lower.includes(option.toLowerCase().replaceAll('_', ' ')),
    );
  }
  const type = textMember(schema, 'type');
  const reader =
    readers.find(([parameter]) => parameter.test(name)) ??
    readers.find(([parameter]) => parameter.test(textMember(schema, 'description')));
  const found = reader?.[1].exec(message)?.[0];
  if (found !== undefined) {
    if (type !== 'number' && type !== 'integer') return found;
    const value = Number(found.replaceAll(',', ''));
    return Number.isFinite(value) ? value : undefined;
  }
  // Free text, as in a search or a note, is the message itself.
  return isRequired && type === 'string' && /query|question|text|message|reason|note|search|topic/i.test(name)
    ? message
    : undefined;
}
