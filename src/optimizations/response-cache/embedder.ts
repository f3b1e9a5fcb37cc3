import { z } from 'zod';
import { digest } from '../../core/digest.ts';
import { ConfigurationError } from '../../core/errors.ts';
import type { CallContext } from '../../core/middleware.ts';
import type { EmbeddingRequest, ModelRequest } from '../../core/request.ts';
import { hashText } from '../../learn/feature-hashing.ts';
import { fitHashedIdf, type HashedIdf, hashedTfIdf } from '../../learn/hashed-tf-idf.ts';
import { sparseVector } from '../../text/sparse-vector.ts';
import { characterNgrams, words } from '../../text/words.ts';
import { componentRequest } from '../optimization.ts';
import { normalisedText } from './normalised-text.ts';
import type { SemanticSettings } from './settings.ts';
import { denseVector, type TextVector } from './vector-index.ts';

export interface Embedder {
  /** Part of the namespace: similarities of two embedders never mix. */
  readonly id: string;
  readonly embed: (text: string, request: ModelRequest, context: CallContext) => Promise<TextVector>;
}

/** Buckets of the lexical embedder's features. */
const dimensions = 32_768;

/** Words, and groups of three and four letters inside words. */
export function lexicalFeatures(text: string): readonly string[] {
  return [
    ...words(text).map((word) => `word ${word}`),
    ...characterNgrams(text, 3, 4).map((group) => `letters ${group}`),
  ];
}

export function fitLexical(texts: readonly string[]): HashedIdf {
  return fitHashedIdf(texts.map(lexicalFeatures), dimensions);
}

export function lexicalEmbedder(idf: HashedIdf): Embedder {
  const vectorise = hashedTfIdf(idf);
  return {
    id: `lexical ${digest(idf).slice(0, 12)}`,
    embed: async (text) => ({ kind: 'sparse', vector: vectorise(lexicalFeatures(text)) }),
  };
}

/**
 * Asks an embedding model, as a component call that is charged.
 *
 * @param onCall is told of every request before it is made, so that a cache can let its own calls pass
 */
export function modelEmbedder(model: string, onCall: (request: EmbeddingRequest) => void): Embedder {
  return {
    id: model,
    embed: async (text, { retry }, context) => {
      const request: EmbeddingRequest = {
        kind: 'embedding',
        model,
        inputs: [text],
        serviceTier: 'standard',
        retry,
      };
      onCall(request);
      const response = await context.call(request, 'embed');
      const vector = response.kind === 'embedding' ? response.vectors[0] : undefined;
      if (vector === undefined) throw new TypeError(`${model} gave back no embedding`);
      return denseVector(vector);
    },
  };
}

type Callable = (...given: readonly unknown[]) => unknown;
const callable = z.custom<Callable>((value) => typeof value === 'function');
const moduleSchema = z.looseObject({ pipeline: callable, env: z.looseObject({}) });
const rowsSchema = z.tuple([z.array(z.number())]);

/** A tensor is a class instance: its method needs it as `this`. */
function rowsOf(tensor: unknown): unknown {
  if (typeof tensor !== 'object' || tensor === null || !('tolist' in tensor)) return undefined;
  return typeof tensor.tolist === 'function' ? tensor.tolist() : undefined;
}

const transformersPackage: string = '@huggingface/transformers';

/** @throws ConfigurationError that names the package and the setting when it is not installed, or the model cannot be read. */
async function loadExtractor(
  directory: string,
  model: string,
): Promise<(text: string) => Promise<readonly number[]>> {
  const refuse = (message: string, cause: unknown): never => {
    throw new ConfigurationError([{ message }], {
      cause,
      advice: `Install it with "npm install ${transformersPackage}" and put the model's files under "${directory}", or use the lexical embedder.`,
    });
  };
  let transformers: z.output<typeof moduleSchema>;
  try {
    transformers = moduleSchema.parse(await import(transformersPackage));
  } catch (error) {
    return refuse(
      `response-cache: the embedder "transformers" needs the package ${transformersPackage}, which is not installed (or is only a stand-in).`,
      error,
    );
  }
  const { pipeline, env } = transformers;
  Object.assign(env, { allowRemoteModels: false, localModelPath: directory });
  try {
    const extract = callable.parse(await pipeline('feature-extraction', model));
    return async (text) => {
      const tensor = await extract(text, { pooling: 'mean', normalize: true });
      return rowsSchema.parse(rowsOf(tensor))[0];
    };
  } catch (error) {
    return refuse(`response-cache: the embedder cannot read the model "${model}".`, error);
  }
}

export function transformersEmbedder(directory: string, model: string): Embedder {
  let extractor: ReturnType<typeof loadExtractor> | undefined;
  return {
    id: `transformers ${model}`,
    embed: async (text) => {
      extractor ??= loadExtractor(directory, model);
      return denseVector(await (await extractor)(text));
    },
  };
}

/**
 * A model names the intent of a text; texts of one intent have similarity 1, others 0. Entities are compared by the guard.
 *
 * @param onCall as for `modelEmbedder`
 */
export function intentEmbedder(
  { model, instruction }: NonNullable<SemanticSettings['intent']>,
  onCall: (request: ModelRequest) => void,
): Embedder {
  return {
    id: `intent ${digest({ model, instruction }).slice(0, 12)}`,
    embed: async (text, { retry, serviceTier }, context) => {
      const request = componentRequest({ retry, serviceTier }, { model, instruction, text });
      onCall(request);
      const response = await context.call(request, 'route');
      const label = response.kind === 'chat' ? normalisedText(response.text) : '';
      // An intent that was not named is like no other.
      const vector =
        label === '' ? sparseVector(new Map()) : sparseVector(new Map([[hashText(label) >>> 1, 1]]));
      return { kind: 'sparse', vector };
    },
  };
}

/** @param idf what fitting learned of the traffic's words; only the lexical embedder needs it */
export function createEmbedder(
  { by, intent, embedder }: Pick<SemanticSettings, 'by' | 'intent' | 'embedder'>,
  idf: HashedIdf | undefined,
  onCall: (request: ModelRequest) => void,
): Embedder {
  if (by === 'intent' && intent !== undefined) return intentEmbedder(intent, onCall);
  switch (embedder.kind) {
    case 'model':
      return modelEmbedder(embedder.model, onCall);
    case 'transformers':
      return transformersEmbedder(embedder.directory, embedder.model);
    case 'lexical':
      return lexicalEmbedder(idf ?? fitLexical([]));
  }
}
