import type { Json } from './json.ts';
import type { Message } from './message.ts';
import type { ChatResponse, ToolCall } from './request.ts';

export interface Variables {
  readonly [name: string]: Json;
}

/** What a pipeline gets of a case: never its assertions, its tags or its split. */
export interface PipelineInput {
  readonly vars: Variables;
}

export interface PipelineOutput {
  readonly output: string;
  readonly toolCalls?: readonly ToolCall[];
}

/**
 * Renders the prompt of a step that the suite declares, sends it through the stack and gives back the answer.
 * `append` adds messages behind the rendered ones: tool results, the model's own earlier turns.
 */
export type CallStep = (
  step: string,
  vars: Variables,
  options?: { readonly append?: readonly Message[] },
) => Promise<ChatResponse>;

/** What a module named by `pipeline: file://…` exports as `pipeline`. One run of it is one logical request. */
export type PipelineFunction = (input: PipelineInput, call: CallStep) => Promise<PipelineOutput | string>;
