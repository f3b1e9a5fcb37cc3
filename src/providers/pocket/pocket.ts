import { type Problem, unknownName } from '../../core/errors.ts';
import {
  type Attempt,
  type CallFailure,
  type ChatRequest,
  type ChatResponse,
  ModelCallError,
  type ModelRequest,
} from '../../core/request.ts';
import { noUsage, type Usage } from '../../core/usage.ts';
import { countRequestTokens, countTokens, truncateToTokens } from '../../pricing/count-tokens.ts';
import type { FineTuning, Provider } from '../provider.ts';
import { type FineTunedClassifier, restoreFineTune, trainFineTune, trainingEpochs } from './fine-tune.ts';
import { readPrompt } from './read-prompt.ts';
import { type Reply, respond, respondFineTuned } from './respond.ts';
import { type Tier, tiers } from './tiers.ts';
import { pocketVersion } from './version.generated.ts';

const prefix = 'pocket:';
const tierNames = Object.keys(tiers);

/** Models that were trained or restored in this process, by name. */
const fineTuned = new Map<string, FineTunedClassifier>();

interface PocketModel {
  readonly tier: Tier;
  readonly reply: (request: ChatRequest) => Reply;
}

function findModel(name: string): PocketModel | undefined {
  const trained = fineTuned.get(name);
  if (trained !== undefined) {
    return { tier: trained.tier, reply: (request) => respondFineTuned(request, trained) };
  }
  const tier = isTierName(name) ? tiers[name] : undefined;
  return tier === undefined ? undefined : { tier, reply: (request) => respond(request, tier) };
}

function isTierName(name: string): name is Tier['name'] {
  return tierNames.includes(name);
}

function withoutPrefix(model: string): string {
  return model.startsWith(prefix) ? model.slice(prefix.length) : model;
}

function checkModel(model: string): Problem | undefined {
  return findModel(model) === undefined
    ? unknownName('pocket model', model, [...tierNames, ...fineTuned.keys()])
    : undefined;
}

function refuse(model: string, kind: CallFailure['kind'], message: string): never {
  const failure: CallFailure = { kind, message };
  throw new ModelCallError(failure, [attemptOf(model, noUsage, 0, failure)]);
}

function attemptOf(model: string, usage: Usage, milliseconds: number, failure?: CallFailure): Attempt {
  return {
    provider: 'pocket',
    model,
    usage,
    waitMilliseconds: 0,
    milliseconds,
    replayed: false,
    ...(failure === undefined ? {} : { failure }),
  };
}

function outputLimit({ parameters }: ChatRequest, tier: Tier): number {
  return Math.max(
    0,
    Math.min(parameters.maxOutputTokens ?? tier.maximumOutputTokens, tier.maximumOutputTokens),
  );
}

function call(request: ModelRequest, signal: AbortSignal): ChatResponse {
  const started = performance.now();
  const name = withoutPrefix(request.model);
  if (signal.aborted) refuse(request.model, 'aborted', 'the run was stopped');
  const model = findModel(name);
  if (model === undefined) refuse(request.model, 'rejected', `there is no pocket model "${name}"`);
  if (request.kind !== 'chat') refuse(request.model, 'rejected', 'pocket models make no embeddings');
  const inputTokens = countRequestTokens(request).tokens;
  if (inputTokens > model.tier.contextWindow) {
    refuse(
      request.model,
      'rejected',
      `${request.model} reads ${model.tier.contextWindow} tokens, the request has ${inputTokens}`,
    );
  }
  const reply = model.reply(request);
  const limit = outputLimit(request, model.tier);
  const text = stopAt(reply.text, request.parameters.stop ?? []);
  // Thinking counts towards the limit, so that a low one can leave nothing to say.
  const reasoningTokens = Math.min(limit, reply.reasoning === undefined ? 0 : countTokens(reply.reasoning));
  const limited = truncateToTokens(text, limit - reasoningTokens);
  const wasCut = limited.length < text.length;
  const callTokens = reply.toolCalls.map(({ name: tool, arguments: values }) =>
    countTokens(JSON.stringify({ name: tool, arguments: values })),
  );
  const outputTokens =
    reasoningTokens + countTokens(limited) + callTokens.reduce((sum, tokens) => sum + tokens, 0);
  const usage: Usage = { ...noUsage, inputTokens, outputTokens, reasoningTokens };
  return {
    kind: 'chat',
    text: limited,
    toolCalls: reply.toolCalls,
    finishReason: reply.toolCalls.length > 0 ? 'tool-calls' : wasCut ? 'length' : 'stop',
    confidence: reply.confidence,
    attempts: [attemptOf(request.model, usage, performance.now() - started)],
    answeredBy: request.model,
  };
}

function stopAt(text: string, sequences: readonly string[]): string {
  const ends = sequences.filter((sequence) => sequence !== '').map((sequence) => text.indexOf(sequence));
  const found = ends.filter((end) => end !== -1);
  return found.length === 0 ? text : text.slice(0, Math.min(...found));
}

function worstCase(request: ModelRequest): Usage {
  if (request.kind !== 'chat') return noUsage;
  const tier = findModel(withoutPrefix(request.model))?.tier ?? tiers.large;
  return {
    ...noUsage,
    inputTokens: countRequestTokens(request).tokens,
    outputTokens: outputLimit(request, tier),
  };
}

function trainingTokens(examples: Parameters<FineTuning['trainingTokens']>[0]): number {
  const once = examples.reduce(
    (sum, { request, output }) => sum + countRequestTokens(request).tokens + countTokens(output),
    0,
  );
  return once * trainingEpochs;
}

const fineTuning: FineTuning = {
  trainingTokens,
  train: async (baseModel, examples) => {
    const base = withoutPrefix(baseModel);
    if (!isTierName(base))
      throw new RangeError(`cannot fine-tune "${baseModel}"; bases are ${tierNames.join(', ')}`);
    const model = trainFineTune(
      base,
      examples.map(({ request, output }) => ({
        input: readPrompt(request.messages).input,
        output: output.trim(),
      })),
    );
    fineTuned.set(model.name, model);
    return {
      model: prefix + model.name,
      artifact: model.artifact,
      usage: { ...noUsage, inputTokens: trainingTokens(examples) },
    };
  },
  restore: (artifact) => {
    const model = restoreFineTune(artifact);
    fineTuned.set(model.name, model);
    return prefix + model.name;
  },
  drop: async (model) => {
    fineTuned.delete(withoutPrefix(model));
  },
};

/**
 * The embedded family `pocket:small`, `pocket:medium`, `pocket:large`, and fine-tuned ones (`pocket:small-ft-…`): small,
 * deterministic text models that run in this process. They are not language models. Their only input is the text of the
 * messages, the parameters and the tools that any vendor would get.
 */
export const pocketProvider: Provider = {
  name: 'pocket',
  illustrative: true,
  version: pocketVersion,
  checkModel,
  call: async (request, signal) => call(request, signal),
  worstCase,
  fineTuning,
};
