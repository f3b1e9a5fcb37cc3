import { z } from 'zod';
import { textOf } from '../../src/core/message.ts';
import type { ChatRequest } from '../../src/core/request.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { shopProvider } from './shop-provider.ts';

const artifactSchema = z.strictObject({ name: z.string(), colours: z.array(z.string()) });

export interface TrainingShop {
  readonly provider: Provider;
  /** The sentences of each training, in order. */
  readonly trainings: readonly (readonly string[])[];
  /** Every model that was dropped, in order. */
  readonly dropped: readonly string[];
  /** The trained models that can be called now. */
  readonly known: () => readonly string[];
  /** Sentences that a model was asked about, by model. */
  readonly asked: readonly { readonly model: string; readonly sentence: string; readonly prompt: string }[];
}

function promptOf({ messages }: ChatRequest): string {
  return messages.map(textOf).join('\n');
}

function sentenceIn(request: ChatRequest): string {
  return promptOf(request).split('Sentence:').at(-1)?.trim() ?? '';
}

/** What the first trained models of a shop cost; a suite declares them. */
export const trainedPrices = Array.from({ length: 8 }, (_, index) => ({
  model: `shop:trained-${index + 1}`,
  input: 1,
  output: 3,
}));

/**
 * The colour shop with a model that can be trained: `shop:cheap` learns the colours that its examples have, is sure of
 * those, and says "none" to others. What it trains is known to this instance only, until an artifact brings it back.
 */
export function trainingShop(): TrainingShop {
  const models = new Map<string, readonly string[]>();
  const names = new Map<string, string>();
  const trainings: (readonly string[])[] = [];
  const dropped: string[] = [];
  const asked: { model: string; sentence: string; prompt: string }[] = [];
  const shop = shopProvider({
    onCall: (request) =>
      asked.push({ model: request.model, sentence: sentenceIn(request), prompt: promptOf(request) }),
  });
  const letters = (text: string) => Math.ceil(text.length / 4);
  const provider: Provider = {
    ...shop,
    checkModel: (model) => (models.has(`shop:${model}`) ? undefined : shop.checkModel(model)),
    call: async (request, signal) => {
      const response = await shop.call(request, signal);
      const colours = models.get(request.model);
      if (response.kind !== 'chat' || request.kind !== 'chat') return response;
      if (colours === undefined) {
        if (request.model.includes('trained')) throw new TypeError(`nobody knows ${request.model}`);
        return response;
      }
      const text = colours.find((colour) => sentenceIn(request).includes(colour));
      return { ...response, text: text ?? 'none', confidence: text === undefined ? 0.1 : 0.9 };
    },
    fineTuning: {
      trainingTokens: (examples) =>
        examples.reduce((sum, { request, output }) => sum + letters(promptOf(request)) + letters(output), 0),
      train: async (baseModel, examples) => {
        trainings.push(examples.map(({ request }) => sentenceIn(request)));
        const colours = [...new Set(examples.map(({ output }) => output))].sort();
        // The same examples give the same model.
        const lesson = JSON.stringify([baseModel, trainings.at(-1)]);
        const name = names.get(lesson) ?? `shop:trained-${names.size + 1}`;
        names.set(lesson, name);
        models.set(name, colours);
        const usage = {
          inputTokens: 0,
          cachedInputTokens: 0,
          cacheWriteTokens: 0,
          outputTokens: 0,
          reasoningTokens: 0,
        };
        return { model: name, artifact: { name, colours }, usage };
      },
      restore: (artifact) => {
        const { name, colours } = artifactSchema.parse(artifact);
        models.set(name, colours);
        return name;
      },
      drop: async (model) => {
        dropped.push(model);
        models.delete(model);
      },
    },
  };
  return { provider, trainings, dropped, known: () => [...models.keys()], asked };
}
