import { extname } from 'node:path';
import type { z } from 'zod';
import { type SourceLocation, unknownName } from '../core/errors.ts';
import type { Part } from '../core/message.ts';
import { readRole } from './chat-turn.ts';
import type { SuitePaths } from './paths.ts';
import { templatesOf } from './render-prompt.ts';
import type { RawStep } from './schema-baseline.ts';
import { checkSchema } from './schema-problems.ts';
import { chatPromptSchema, partsPromptSchema } from './schema-prompt.ts';
import type { PartsPrompt, PartTemplate, PromptTemplate, TemplatePrompt } from './suite.ts';
import { compileTemplate, TemplateError } from './template.ts';
import { type Locate, type Path, parseYaml, type Report } from './yaml-file.ts';

export interface PromptContext {
  readonly paths: SuitePaths;
  readonly report: Report;
  readonly locate: Locate;
}

type RawPrompt = Pick<RawStep, 'prompt' | 'parts' | 'protect'>;
type RawParts = z.output<typeof partsPromptSchema>;

/** Reads the prompt of a step: files are loaded, templates are compiled. Undefined after a problem. */
export function readPrompt(raw: RawPrompt, path: Path, context: PromptContext): PromptTemplate | undefined {
  const { prompt } = raw;
  const at = [...path, 'prompt'];
  if (typeof prompt !== 'string') {
    return Array.isArray(prompt)
      ? templatePrompt(prompt, raw, path, context)
      : partsPrompt(prompt, raw, path, (inner) => context.locate([...at, ...inner]), context);
  }
  if (!prompt.startsWith('file://')) return textPrompt(prompt, raw, path, context.locate(at), context);

  const location = context.locate(at);
  const file = context.paths.resolveFile(prompt, location);
  const text = file === undefined ? undefined : context.paths.readText(file, location);
  if (file === undefined || text === undefined) return undefined;
  const name = context.paths.display(file);
  const extension = extname(file).toLowerCase();
  if (['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.py', '.csv'].includes(extension)) {
    context.report({
      message: `a prompt cannot be read from "${name}": write a pipeline module for prompts that are computed.`,
      location,
      found: extension,
      allowed: ['.txt', '.md', '.j2', '.json', '.yaml', '.yml'],
    });
    return undefined;
  }
  if (extension === '.json' || extension === '.yaml' || extension === '.yml') {
    const yaml = parseYaml(text, name, context.report);
    if (yaml === undefined) return undefined;
    if (Array.isArray(yaml.value)) {
      const messages = checkSchema(chatPromptSchema, yaml.value, [], yaml.locate, context.report);
      return messages === undefined ? undefined : templatePrompt(messages, raw, path, context);
    }
    const parts = checkSchema(partsPromptSchema, yaml.value, [], yaml.locate, context.report);
    return parts === undefined ? undefined : partsPrompt(parts, raw, path, yaml.locate, context);
  }
  if (extension === '.txt' && /^\s*---\s*$/m.test(text)) {
    context.report({
      message: `"${name}" holds several prompts (a line "---" parts them); a suite has one.`,
      location,
    });
    return undefined;
  }
  return textPrompt(extension === '.txt' ? text.trim() : text, raw, path, location, context);
}

/** A text is one user message, unless it is a chat in JSON or YAML. */
function textPrompt(
  text: string,
  raw: RawPrompt,
  path: Path,
  location: SourceLocation,
  context: PromptContext,
): PromptTemplate | undefined {
  if (!/^\s*(\[\s*\{|- role:)/.test(text))
    return templatePrompt([{ role: 'user', content: text }], raw, path, context);
  let problem: string | undefined;
  const yaml = parseYaml(text, 'prompt', ({ message }) => {
    problem ??= message;
  });
  if (yaml === undefined) {
    context.report({
      message: `the chat prompt is not JSON or YAML before it is rendered: ${problem}.`,
      location,
    });
    return undefined;
  }
  const messages = checkSchema(
    chatPromptSchema,
    yaml.value,
    [...path, 'prompt'],
    () => location,
    context.report,
  );
  return messages === undefined ? undefined : templatePrompt(messages, raw, path, context);
}

function templatePrompt(
  messages: z.output<typeof chatPromptSchema>,
  { parts, protect }: RawPrompt,
  path: Path,
  context: PromptContext,
): TemplatePrompt | undefined {
  const prompt: TemplatePrompt = {
    kind: 'template',
    messages: messages.map(({ role, content }) => ({ role: readRole(role), content })),
    partOfVariable: parts,
    protect,
  };
  const location = context.locate([...path, 'prompt']);
  const references = new Set<string>();
  let isSound = true;
  for (const text of templatesOf(prompt)) {
    const compiled = compileOrReport(text, location, context.report);
    isSound = isSound && compiled !== undefined;
    for (const name of compiled?.references ?? []) references.add(name);
  }
  for (const variable of Object.keys(parts)) {
    if (!isSound || references.has(variable)) continue;
    context.report(
      unknownName(
        'variable of the prompt',
        variable,
        [...references],
        context.locate([...path, 'parts', variable], 'key'),
      ),
    );
  }
  return isSound ? prompt : undefined;
}

function compileOrReport(text: string, location: SourceLocation, report: Report) {
  try {
    return compileTemplate(text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    report({ message: error.message.endsWith('?') ? error.message : `${error.message}.`, location });
    return undefined;
  }
}

function partsPrompt(
  raw: RawParts,
  step: RawPrompt,
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

/** A template, or the text of the file that it names; compiled, so that mistakes are found before the run. */
function readTemplate(
  template: string,
  location: SourceLocation,
  context: PromptContext,
): string | undefined {
  let text: string | undefined = template;
  if (template.startsWith('file://')) {
    const file = context.paths.resolveFile(template, location);
    text = file === undefined ? undefined : context.paths.readText(file, location);
  }
  if (text === undefined) return undefined;
  return compileOrReport(text, location, context.report) === undefined ? undefined : text;
}

/** Reads a JSON or YAML file of the suite. Undefined after a problem. */
export function readDataFile(
  reference: string,
  location: SourceLocation,
  { paths, report }: Pick<PromptContext, 'paths' | 'report'>,
): { readonly value: unknown; readonly locate: Locate } | undefined {
  const file = paths.resolveFile(reference, location);
  const text = file === undefined ? undefined : paths.readText(file, location);
  if (file === undefined || text === undefined) return undefined;
  return parseYaml(text, paths.display(file), report);
}
