import { ConfigurationError, unknownName } from '../core/errors.ts';
import type { Message } from '../core/message.ts';
import type { StackCall } from '../core/middleware.ts';
import type { CallStep, PipelineInput, PipelineOutput, Variables } from '../core/pipeline.ts';
import type { ChatRequest, ChatResponse, ToolCall } from '../core/request.ts';
import { loadPipelineModule } from '../suite/load-module.ts';
import { mainStep } from '../suite/pipeline.ts';
import { renderPrompt } from '../suite/render-prompt.ts';
import type { PipelineDefinition, StepDefinition } from '../suite/suite.ts';

export interface Pipeline {
  /** True when every logical request is exactly one call. */
  readonly singleCall: boolean;
  readonly run: (input: PipelineInput, call: StackCall) => Promise<PipelineOutput>;
}

export function requestOfStep(
  step: StepDefinition,
  vars: Variables,
  append: readonly Message[] = [],
): ChatRequest {
  const { messages, tools } = renderPrompt(step, vars);
  return {
    kind: 'chat',
    model: step.model,
    messages: append.length === 0 ? messages : [...messages, ...append],
    tools,
    parameters: step.parameters,
    serviceTier: step.serviceTier,
    retry: step.retry,
    cacheBreakpoints: [],
  };
}

const requestsOfCases = new WeakMap<StepDefinition, WeakMap<Variables, ChatRequest>>();

/**
 * The request of a case is the same in every arm and repeat, so it is rendered once, and what is computed from its messages
 * (digests, compressed forms) once too. Not for requests of a module, which may write into the variables that it passes.
 */
function requestOfCase(step: StepDefinition, vars: Variables): ChatRequest {
  const known = requestsOfCases.get(step) ?? new WeakMap<Variables, ChatRequest>();
  requestsOfCases.set(step, known);
  const request = known.get(vars) ?? requestOfStep(step, vars);
  known.set(vars, request);
  return request;
}

/** The output that assertions see when a model answers with tool calls only: OpenAI's form, which promptfoo checks. */
function toolCallsAsText(toolCalls: readonly ToolCall[]): string {
  return JSON.stringify(
    toolCalls.map(({ id, name, arguments: given }) => ({
      id,
      type: 'function',
      function: { name, arguments: JSON.stringify(given) },
    })),
  );
}

function outputOf({ text, toolCalls }: ChatResponse): PipelineOutput {
  return { output: text === '' && toolCalls.length > 0 ? toolCallsAsText(toolCalls) : text, toolCalls };
}

function stepCaller(
  definition: PipelineDefinition,
  call: StackCall,
  requestOf: typeof requestOfStep = requestOfStep,
): CallStep {
  const steps = new Map(definition.steps.map((step) => [step.name, step]));
  return async (name, vars, options) => {
    const step = steps.get(name);
    if (step === undefined) {
      throw new ConfigurationError([unknownName('step', name, [...steps.keys()])], {
        advice: 'Declare the step under baseline.steps of the suite.',
      });
    }
    const response = await call(requestOf(step, vars, options?.append), 'answer', name);
    if (response.kind !== 'chat') throw new TypeError(`step ${name} was answered with ${response.kind}`);
    return response;
  };
}

function isPipelineOutput(value: unknown): value is PipelineOutput {
  return typeof value === 'object' && value !== null && 'output' in value && typeof value.output === 'string';
}

/** The default pipeline renders the suite's prompt and calls once; a module makes as many calls as it likes. */
export async function createPipeline(definition: PipelineDefinition): Promise<Pipeline> {
  if (definition.module === undefined) {
    return {
      singleCall: true,
      run: async ({ vars }, call) =>
        outputOf(await stepCaller(definition, call, requestOfCase)(mainStep, vars)),
    };
  }
  const { file } = definition.module;
  const pipeline = await loadPipelineModule(file);
  return {
    singleCall: false,
    run: async (input, call) => {
      const result = await pipeline(input, stepCaller(definition, call));
      if (typeof result === 'string') return { output: result };
      if (isPipelineOutput(result)) return result;
      throw new TypeError(`pipeline of ${file} gave back neither a text nor { output }`);
    },
  };
}
