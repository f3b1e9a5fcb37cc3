import type { Problem } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { SamplingParameters } from '../../core/request.ts';

/** A model that grades, as a suite names it. */
export interface JudgeModel {
  readonly model: string;
  /** For `similar` and its relatives. */
  readonly embeddingModel?: string;
  readonly parameters: SamplingParameters;
}

/** promptfoo's names of the settings that Tollgate passes on, beside Tollgate's own. */
const settings: { readonly [name: string]: 'temperature' | 'topP' | 'seed' | 'maxOutputTokens' } = {
  temperature: 'temperature',
  top_p: 'topP',
  topP: 'topP',
  seed: 'seed',
  max_tokens: 'maxOutputTokens',
  max_completion_tokens: 'maxOutputTokens',
  max_output_tokens: 'maxOutputTokens',
  maxOutputTokens: 'maxOutputTokens',
};

const forms = 'a model id, { id, config, embedding }, or { text, embedding }';

/**
 * Reads promptfoo's `provider`: `openai:gpt-4o`, `{ id: openai:gpt-4o, config: { temperature: 0 } }`, or
 * `{ text: …, embedding: … }`. An embedding model may stand beside the id, as `embedding`.
 */
export function readJudge(provider: unknown): JudgeModel | Problem {
  if (typeof provider === 'string') return { model: provider, parameters: {} };
  if (!isJsonObject(provider)) return { message: `a judge must be ${forms}.` };
  const embedding = provider['embedding'] === undefined ? undefined : readJudge(provider['embedding']);
  if (embedding !== undefined && 'message' in embedding) return embedding;
  if (provider['text'] !== undefined) {
    const text = readJudge(provider['text']);
    return 'message' in text ? text : withEmbedding(text, embedding);
  }
  const { id, config = {} } = provider;
  if (typeof id !== 'string' || !isJsonObject(config)) {
    return { message: `a judge must be ${forms}.`, found: JSON.stringify(provider) };
  }
  const unknown = Object.keys(config).find((name) => settings[name] === undefined);
  if (unknown !== undefined) {
    return {
      message: `the judge's setting "${unknown}" is not supported.`,
      found: unknown,
      allowed: Object.keys(settings),
    };
  }
  const wrong = Object.entries(config).find(([, value]) => typeof value !== 'number');
  if (wrong !== undefined) {
    return {
      message: `the judge's setting "${wrong[0]}" must be a number.`,
      found: JSON.stringify(wrong[1]),
    };
  }
  const parameters = Object.fromEntries(
    Object.entries(config).map(([name, value]) => [settings[name] ?? name, value]),
  );
  return withEmbedding({ model: id, parameters }, embedding);
}

function withEmbedding(judge: JudgeModel, embedding: JudgeModel | undefined): JudgeModel {
  return embedding === undefined ? judge : { ...judge, embeddingModel: embedding.model };
}
