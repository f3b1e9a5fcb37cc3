import { type Message, type Part, parts, type ToolDefinition } from '../core/message.ts';
import { renderParts } from './render-parts.ts';
import { renderTemplate, splittableParts } from './render-template.ts';
import type { PromptTemplate, StepDefinition } from './suite.ts';
import { compileTemplate, TemplateError, type Variables } from './template.ts';

export interface RenderedPrompt {
  readonly messages: readonly Message[];
  readonly tools: readonly ToolDefinition[];
  /** Parts that the suite maps to variables but that could not be told apart in this rendering. */
  readonly unsplit: readonly Part[];
}

/**
 * Renders the prompt of a step for the variables of a case (and whatever a pipeline adds to them).
 *
 * @throws TemplateError that names the step when a variable is missing, or nothing is left to send.
 */
export function renderPrompt(step: StepDefinition, variables: Variables): RenderedPrompt {
  try {
    const { messages, unsplit } =
      step.prompt.kind === 'parts'
        ? { messages: renderParts(step.prompt, variables), unsplit: [] }
        : renderTemplate(step.prompt, variables);
    if (messages.length === 0) throw new TemplateError('the prompt is empty');
    return { messages, tools: step.tools, unsplit };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new TemplateError(`step "${step.name}": ${error.message}`, { cause: error });
  }
}

/** The parts of a step's requests that optimizations can work on. */
export function partsOfStep({ prompt, tools }: Pick<StepDefinition, 'prompt' | 'tools'>): readonly Part[] {
  const named =
    prompt.kind === 'parts'
      ? parts.filter((part) => prompt.parts[part] !== undefined)
      : splittableParts(prompt);
  return tools.length > 0 && !named.includes('tools') ? [...named, 'tools'] : named;
}

/** What a prompt needs from the variables of a case. */
export interface NeededVariable {
  readonly name: string;
  /** True when the variable must hold a list. */
  readonly list: boolean;
}

/** @throws TemplateError when a template of the prompt cannot be read. */
export function variablesOfPrompt(prompt: PromptTemplate): readonly NeededVariable[] {
  const needed = new Map<string, boolean>();
  const need = (name: string, list = false) => needed.set(name, list || needed.get(name) === true);
  const needText = (template: string, given: readonly string[] = []) => {
    for (const name of compileTemplate(template).required) if (!given.includes(name)) need(name);
  };
  if (prompt.kind === 'template') {
    for (const text of templatesOf(prompt)) needText(text);
  } else {
    for (const part of Object.values(prompt.parts)) {
      if (part.kind === 'text') needText(part.template);
      if (part.kind === 'list') for (const template of part.templates) needText(template);
      if (part.kind === 'pairs')
        for (const { user, assistant } of part.pairs) for (const text of [user, assistant]) needText(text);
      if (part.kind === 'each') {
        need(part.variable, true);
        needText(part.template, ['item', 'index']);
      }
      if (part.kind === 'turns') need(part.variable, true);
    }
  }
  return [...needed].map(([name, list]) => ({ name, list }));
}

/** The template texts of a template prompt, addresses of images included. */
export function templatesOf(
  prompt: Extract<PromptTemplate, { readonly kind: 'template' }>,
): readonly string[] {
  return prompt.messages.flatMap(({ content }) =>
    typeof content === 'string' ? [content] : content.flatMap((part) => stringsIn(part)),
  );
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
