import type { z } from 'zod';
import { isJsonObject } from '../core/json.ts';
import type { ToolDefinition } from '../core/message.ts';
import { defaultRetryPolicy } from '../core/request.ts';
import { moduleDigest } from './digests.ts';
import { readPrompt } from './prompt.ts';
import { type PromptContext, readDataFile } from './prompt-files.ts';
import { baselineSchema, type RawStep } from './schema-baseline.ts';
import { checkSchema, validMembers } from './schema-problems.ts';
import { partsPromptSchema, promptSchema, toolListSchema } from './schema-prompt.ts';
import type { PipelineDefinition, StepDefinition } from './suite.ts';
import type { Path } from './yaml-file.ts';

/** What of the baseline could be read; `pipeline` is undefined when any of it could not. */
export interface ReadPipeline {
  readonly pipeline: PipelineDefinition | undefined;
  readonly steps: readonly StepDefinition[];
  /** The names of all steps, sound or not. */
  readonly stepNames: readonly string[];
}

type RawBaseline = z.output<typeof baselineSchema>;

/** The name of the only step of a pipeline of one call. */
export const mainStep = 'main';

const stepKeys = [
  'model',
  'prompt',
  'parts',
  'protect',
  'parameters',
  'tools',
  'serviceTier',
  'retry',
] as const;

/** Reads the baseline: a model with a prompt, or a module with its steps. */
export function readPipeline(value: unknown, context: PromptContext): ReadPipeline {
  const path: Path = ['baseline'];
  const raw = checkSchema(baselineSchema, value, path, context.locate, context.report);
  if (raw === undefined) {
    checkValidPrompts(value, path, context);
    return { pipeline: undefined, steps: [], stepNames: namesOfSteps(value) };
  }
  return raw.pipeline === undefined && raw.steps === undefined
    ? readSingleStep(raw, path, context)
    : readModule(raw, value, path, context);
}

/** Reads the prompts of a baseline that is not valid as a whole, for their own problems. */
function checkValidPrompts(value: unknown, path: Path, context: PromptContext): void {
  if (!isJsonObject(value)) return;
  const { prompt, steps } = value;
  const members = isJsonObject(prompt) ? validMembers(partsPromptSchema.shape, prompt) : undefined;
  const readable = promptSchema.safeParse(prompt).data ?? partsPromptSchema.safeParse(members).data;
  if (readable !== undefined) readPrompt({ prompt: readable, parts: {}, protect: [] }, path, context);
  if (!isJsonObject(steps)) return;
  for (const [name, step] of Object.entries(steps))
    checkValidPrompts(step, [...path, 'steps', name], context);
}

function namesOfSteps(value: unknown): readonly string[] {
  const steps: unknown =
    typeof value === 'object' && value !== null && 'steps' in value ? value.steps : undefined;
  return typeof steps === 'object' && steps !== null ? Object.keys(steps) : [mainStep];
}

function readSingleStep(raw: RawBaseline, path: Path, context: PromptContext): ReadPipeline {
  const { model, prompt } = raw;
  for (const key of ['model', 'prompt'] as const) {
    if (raw[key] !== undefined) continue;
    context.report({
      message: `baseline.${key} is missing (or write pipeline and steps).`,
      location: context.locate(path, 'key'),
    });
  }
  if (model === undefined || prompt === undefined)
    return { pipeline: undefined, steps: [], stepNames: [mainStep] };
  const step = readStep(mainStep, { ...raw, model, prompt }, path, context);
  return {
    pipeline: step === undefined ? undefined : { steps: [step], module: undefined },
    steps: step === undefined ? [] : [step],
    stepNames: [mainStep],
  };
}

function readModule(raw: RawBaseline, value: unknown, path: Path, context: PromptContext): ReadPipeline {
  const { locate, report, paths } = context;
  for (const key of stepKeys) {
    const isWritten = typeof value === 'object' && value !== null && key in value;
    if (isWritten) {
      report({
        message: `"${key}" belongs into a step when the baseline is a pipeline.`,
        location: locate([...path, key], 'key'),
      });
    }
  }
  if (raw.pipeline === undefined)
    report({
      message: 'baseline.steps needs baseline.pipeline: the module that makes the calls.',
      location: locate([...path, 'steps'], 'key'),
    });
  const entries = Object.entries(raw.steps ?? {});
  if (entries.length === 0)
    report({
      message: 'baseline.pipeline needs baseline.steps: the model calls that it makes.',
      location: locate([...path, 'pipeline'], 'key'),
    });
  const steps = entries.flatMap(
    ([name, step]) => readStep(name, step, [...path, 'steps', name], context) ?? [],
  );
  const file =
    raw.pipeline === undefined ? undefined : paths.resolveFile(raw.pipeline, locate([...path, 'pipeline']));
  const isSound = file !== undefined && steps.length === entries.length && steps.length > 0;
  return {
    pipeline: isSound ? { steps, module: { file, digest: moduleDigest(file) } } : undefined,
    steps,
    stepNames: entries.map(([name]) => name),
  };
}

function readStep(
  name: string,
  raw: RawStep,
  path: Path,
  context: PromptContext,
): StepDefinition | undefined {
  const prompt = readPrompt(raw, path, context);
  const tools = readTools(raw.tools, [...path, 'tools'], context);
  if (prompt === undefined || tools === undefined) return undefined;
  return {
    name,
    model: raw.model,
    prompt,
    parameters: raw.parameters,
    tools,
    serviceTier: raw.serviceTier,
    retry: { ...defaultRetryPolicy, ...raw.retry },
  };
}

function readTools(
  raw: RawStep['tools'],
  path: Path,
  context: PromptContext,
): readonly ToolDefinition[] | undefined {
  let list: z.output<typeof toolListSchema> | undefined;
  if (typeof raw === 'string') {
    const file = readDataFile(raw, context.locate(path), context);
    list =
      file === undefined
        ? undefined
        : checkSchema(toolListSchema, file.value, [], file.locate, context.report);
  } else list = raw;
  const tools = list?.map((tool): ToolDefinition => {
    const { name, description, parameters } = 'function' in tool ? tool.function : tool;
    return { name, description, parameters };
  });
  for (const [index, tool] of (tools ?? []).entries()) {
    if (tools?.findIndex(({ name }) => name === tool.name) === index) continue;
    context.report({
      message: `two tools are called "${tool.name}".`,
      location: context.locate([...path, index]),
      found: tool.name,
    });
  }
  return tools;
}
