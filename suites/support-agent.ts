import type { CallStep, PipelineFunction } from '../src/core/pipeline.ts';
import type { ToolCall } from '../src/core/request.ts';
import { demandsPerson } from './support-agent/escalation.ts';
import { readHandbook, retrieve } from './support-agent/handbook.ts';
import { describeIdentifiers, type Identifiers, readIdentifiers } from './support-agent/identifiers.ts';
import { type Kind, kindOf } from './support-agent/kinds.ts';
import { argumentsFor, isCallable, systemResult } from './support-agent/tools.ts';

const passagesPerAnswer = 5;

/**
 * A support agent of up to three model calls: what kind of request is it (`classify`), which tool serves it (`act`),
 * what does the handbook say (`answer`). Retrieval and the shop's system are plain code, and so are two rules: a
 * complaint goes to a person, and a tool that lacks the number it needs is not called; the handbook is searched instead.
 */
export const pipeline: PipelineFunction = async ({ vars }, call) => {
  const request = textOf(vars['request']);
  const classified = await call('classify', { request });
  const kind = kindOf(classified.text);

  const identifiers = readIdentifiers(request);
  const mustHandOver = kind.name === 'complaint' || demandsPerson(request);
  const chosen = mustHandOver ? undefined : await chooseTool(call, request, kind, identifiers);
  const tool = mustHandOver ? 'hand_over_to_person' : (chosen?.name ?? 'search_policy');
  const given = argumentsFor(tool, identifiers);
  const result = systemResult(tool, vars['records']);

  const passages = retrieve(readHandbook(textOf(vars['handbook'])), request, kind.areas, passagesPerAnswer);
  const answered = await call('answer', {
    question: request,
    passages: passages.map(({ title, text }) => `${title}\n${text}`),
  });

  return {
    output: [
      `tool: ${tool} ${JSON.stringify(given)}`,
      ...(result === undefined ? [] : [`result: ${result}`]),
      `answer: ${answered.text}`,
    ].join('\n'),
    toolCalls: [{ id: 'action', name: tool, arguments: { ...chosen?.arguments, ...given } }],
  };
};

/** The tool that the model chooses, unless it could not do anything for want of a number. */
async function chooseTool(
  call: CallStep,
  request: string,
  { note }: Kind,
  identifiers: Identifiers,
): Promise<ToolCall | undefined> {
  const { toolCalls } = await call('act', { request, note, given: describeIdentifiers(identifiers) });
  return toolCalls.find(({ name }) => isCallable(name, identifiers));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
