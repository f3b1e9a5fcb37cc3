import type { ChatRequest, SamplingParameters, ToolCall } from '../../core/request.ts';
import { answerFrom } from './answer.ts';
import { answerFromRows } from './answer-rows.ts';
import { chooseTool } from './choose-tool.ts';
import { type Classifier, makeClassifier } from './classify.ts';
import type { FineTunedClassifier } from './fine-tune.ts';
import { readPacked, respondToItems } from './packed.ts';
import { splitContext } from './read-context.ts';
import { readHistory } from './read-history.ts';
import { readLabelPrompt } from './read-labels.ts';
import { type AnswerLength, readAnswerLength, readPrompt } from './read-prompt.ts';
import { type Row, readRows } from './read-rows.ts';
import { type ReadContext, readContext } from './score-sentences.ts';
import { readSummaryWish, type SummaryWish, summarise } from './summarise.ts';
import type { Tier } from './tiers.ts';
import { inFormat } from './write-json.ts';

/** What a model says, before the output limit. */
export interface Reply {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly confidence: number;
  /** What it noted before it answered; billed as output and not shown. */
  readonly reasoning?: string;
}

/** What a prompt's constant beginning asks for; read once and kept. */
type Task =
  | { readonly kind: 'classify'; readonly classify: Classifier; readonly wordy: boolean }
  | {
      readonly kind: 'answer';
      readonly context: ReadContext;
      readonly rows: readonly Row[];
      readonly length: AnswerLength;
    }
  | { readonly kind: 'summarise'; readonly wish: SummaryWish }
  | { readonly kind: 'plain'; readonly length: AnswerLength };

type Turns = Parameters<typeof readLabelPrompt>[1];

const cacheLimit = 64;
const tasks = new Map<string, Task>();

function readTask(before: string, turns: Turns, tier: Tier): Task {
  const key = [tier.name, before, ...turns.flatMap(({ user, assistant }) => [user, assistant])].join(
    '\u0000',
  );
  const known = tasks.get(key);
  if (known !== undefined) {
    // The most recently used prompt goes to the end, so that the oldest one is dropped first.
    tasks.delete(key);
    tasks.set(key, known);
    return known;
  }
  const task = makeTask(before, turns, tier);
  const oldest = tasks.keys().next();
  if (tasks.size >= cacheLimit && oldest.done !== true) tasks.delete(oldest.value);
  tasks.set(key, task);
  return task;
}

function makeTask(before: string, turns: Turns, tier: Tier): Task {
  const { instructions, passages } = splitContext(before);
  const labels = readLabelPrompt(instructions, turns);
  const length = readAnswerLength(instructions);
  if (labels !== undefined) {
    return { kind: 'classify', classify: makeClassifier(labels, tier), wordy: length === 'free' };
  }
  const wish = readSummaryWish(instructions);
  if (wish !== undefined) return { kind: 'summarise', wish };
  const { rows, rest } = readRows(before);
  const context = readContext(rows.length === 0 ? passages : splitContext(rest).passages, tier);
  if (context.candidates.length > 0 || rows.length > 0) return { kind: 'answer', context, rows, length };
  return { kind: 'plain', length };
}

/**
 * Reads the request's messages, tools and parameters, as a vendor would get them, and does what they ask for: chooses a
 * tool, answers with a label, answers from context, summarises. Anything else gets the most central sentences of the last
 * user message.
 */
export function respond(request: ChatRequest, tier: Tier): Reply {
  const { messages, tools, parameters } = request;
  const packed = readPacked(messages);
  if (packed !== undefined) {
    const answers = respondToItems(packed, tier, (item) => respond({ ...request, messages: item }, tier));
    return { ...answers, toolCalls: [] };
  }
  const { before, input, turns } = readPrompt(messages);
  if (tools.length > 0 && parameters.toolChoice !== 'none') {
    const choice = parameters.toolChoice;
    const named = typeof choice === 'object' ? tools.filter(({ name }) => name === choice.name) : tools;
    const chosen = chooseTool(named, input, choice === 'required' || typeof choice === 'object', tier);
    if (chosen !== undefined) {
      const call: ToolCall = {
        id: `call_${messages.length}`,
        name: chosen.name,
        arguments: chosen.arguments,
      };
      return { text: '', toolCalls: [call], confidence: chosen.confidence };
    }
  }
  const ownWish = readSummaryWish(input.split('\n')[0] ?? '');
  if (ownWish !== undefined) return { text: summarise(input, ownWish), toolCalls: [], confidence: 0.5 };
  const task = shortened(readTask(before, turns, tier), parameters);
  const said = perform(task, request, input, tier);
  return { ...said, text: inFormat(said, parameters.responseFormat), toolCalls: [] };
}

/** The same task with a shorter answer, where a parameter asks for one: low verbosity, or fields in the place of prose. */
function shortened(task: Task, { verbosity, responseFormat }: SamplingParameters): Task {
  const isStructured = responseFormat !== undefined && responseFormat.type !== 'text';
  if (verbosity !== 'low' && !isStructured) return task;
  switch (task.kind) {
    case 'classify':
      return { ...task, wordy: false };
    case 'answer':
    case 'plain':
      return { ...task, length: task.length === 'free' ? 'sentence' : task.length };
    case 'summarise':
      return task;
  }
}

function perform(
  task: Task,
  { messages, parameters }: ChatRequest,
  input: string,
  tier: Tier,
): Omit<Reply, 'toolCalls'> {
  switch (task.kind) {
    case 'classify': {
      const { label, confidence } = task.classify(input);
      return { text: task.wordy && tier.name !== 'small' ? `The label is ${label}.` : label, confidence };
    }
    case 'answer': {
      const found = task.rows.length > 0 ? answerFromRows(task.rows, input, task.length, tier) : undefined;
      const remarks = readHistory(messages, input, tier);
      return found ?? answerFrom(task.context, input, task.length, tier, parameters.reasoningEffort, remarks);
    }
    case 'summarise':
      return { text: summarise(input, task.wish), confidence: 0.5 };
    case 'plain': {
      const sentences = task.length === 'free' ? 2 : 1;
      return { text: summarise(input, { words: undefined, sentences }), confidence: 0.3 };
    }
  }
}

/** A fine-tuned model answers with a trained label, whatever the prompt says. */
export function respondFineTuned({ messages }: ChatRequest, model: FineTunedClassifier): Reply {
  const { label, confidence } = model.classify(readPrompt(messages).input);
  return { text: label, toolCalls: [], confidence };
}
