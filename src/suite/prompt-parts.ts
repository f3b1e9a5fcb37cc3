import type { z } from 'zod';
import { type SourceLocation, unknownName } from '../core/errors.ts';
import type { Part } from '../core/message.ts';
import { type PromptContext, readDataFile, readTemplate } from './prompt-files.ts';
import type { RawStep } from './schema-baseline.ts';
import { checkSchema } from './schema-problems.ts';
import { partsPromptSchema } from './schema-prompt.ts';
import type { PartsPrompt, PartTemplate } from './suite.ts';
import type { Locate, Path } from './yaml-file.ts';

type RawParts = z.output<typeof partsPromptSchema>;

/**
 * Reads a prompt that is given in parts. Undefined after a problem.
 *
 * @param step What stands beside the prompt, at `path`.
 * @param locate Finds the members of the prompt itself, which may stand in a file of its own.
 */
export function partsPrompt(
  raw: RawParts,
  step: Pick<RawStep, 'parts' | 'protect'>,
  path: Path,
  locate: Locate,
  context: PromptContext,
): PartsPrompt | undefined {
  for (const key of ['parts', 'protect'] as const) {
    const isGiven = key === 'parts' ? Object.keys(step.parts).length > 0 : step.protect.length > 0;
    if (!isGiven) continue;
    context.report({
      message: `"${key}" beside a prompt in parts has no effect${key === 'protect' ? '; write it inside the prompt' : ''}.`,
      location: context.locate([...path, key], 'key'),
    });
  }
  const { protect, ...given } = raw;
  const parts: { [part in Part]?: PartTemplate } = {};
  for (const [name, value] of partEntries(given)) {
    const part = readPart(value, locate([name]), context);
    if (part !== undefined) parts[name] = part;
  }
  if (Object.keys(given).length === 0) {
    context.report({ message: 'the prompt has no parts.', location: locate([]) });
    return undefined;
  }
  for (const part of protect) {
    if (given[part] === undefined)
      context.report(unknownName('part to protect', part, Object.keys(given), locate(['protect'])));
  }
  return Object.keys(parts).length === Object.keys(given).length
    ? { kind: 'parts', parts, protect }
    : undefined;
}

function partEntries(given: Omit<RawParts, 'protect'>): readonly (readonly [Part, Given])[] {
  const { system, instructions, tools, examples, context, history, user } = given;
  const entries: readonly (readonly [Part, Given | undefined])[] = [
    ['system', system],
    ['instructions', instructions],
    ['tools', tools],
    ['examples', examples],
    ['context', context],
    ['history', history],
    ['user', user],
  ];
  return entries.flatMap(([part, value]) => (value === undefined ? [] : [[part, value] as const]));
}

type Given = NonNullable<RawParts['examples'] | RawParts['context'] | RawParts['history'] | RawParts['user']>;

function readPart(value: Given, location: SourceLocation, context: PromptContext): PartTemplate | undefined {
  const text = (template: string) => readTemplate(template, location, context);
  if (typeof value === 'string') {
    if (/^file:\/\/.*\.(?:ya?ml|json)$/.test(value)) return readPartFile(value, location, context);
    const template = text(value);
    return template === undefined ? undefined : { kind: 'text', template };
  }
  if (Array.isArray(value)) return readList(value, location, context);
  if ('from' in value) return { kind: 'turns', variable: value.from };
  const template = text(value.template);
  return template === undefined ? undefined : { kind: 'each', variable: value.each, template };
}

function readList(
  items: readonly (string | { readonly user: string; readonly assistant: string })[],
  location: SourceLocation,
  context: PromptContext,
): PartTemplate | undefined {
  const templates: string[] = [];
  const pairs: { readonly user: string; readonly assistant: string }[] = [];
  for (const item of items) {
    if (typeof item === 'string') {
      const template = readTemplate(item, location, context);
      if (template !== undefined) templates.push(template);
    } else {
      const user = readTemplate(item.user, location, context);
      const assistant = readTemplate(item.assistant, location, context);
      if (user !== undefined && assistant !== undefined) pairs.push({ user, assistant });
    }
  }
  if (templates.length + pairs.length < items.length) return undefined;
  return pairs.length > 0 ? { kind: 'pairs', pairs } : { kind: 'list', templates };
}

/** A YAML or JSON file that holds the examples (or passages): a list of texts or of { user, assistant }. */
function readPartFile(
  reference: string,
  location: SourceLocation,
  context: PromptContext,
): PartTemplate | undefined {
  const yaml = readDataFile(reference, location, context);
  if (yaml === undefined) return undefined;
  const listSchema = partsPromptSchema.shape.examples;
  const value = checkSchema(listSchema, yaml.value, [], yaml.locate, context.report);
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return readList(value, yaml.locate([]), context);
  context.report({ message: 'the file must hold a list.', location: yaml.locate([]) });
  return undefined;
}
