import { extname } from 'node:path';
import type { z } from 'zod';
import { type SourceLocation, unknownName } from '../core/errors.ts';
import { readRole } from './chat-turn.ts';
import { compileOrReport, type PromptContext } from './prompt-files.ts';
import { partsPrompt } from './prompt-parts.ts';
import { templatesOf } from './render-prompt.ts';
import type { RawStep } from './schema-baseline.ts';
import { checkSchema } from './schema-problems.ts';
import { chatPromptSchema, partsPromptSchema } from './schema-prompt.ts';
import type { PromptTemplate, TemplatePrompt } from './suite.ts';
import { type Path, parseYaml } from './yaml-file.ts';

type RawPrompt = Pick<RawStep, 'prompt' | 'parts' | 'protect'>;

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
