import { z } from 'zod';
import { expectedOutput, type FitCase } from '../core/case.ts';
import { ConfigurationError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { type Part, parts } from '../core/message.ts';
import type { ChatRequest } from '../core/request.ts';
import { createRandom, shuffle } from '../stats/random.ts';
import { chatMiddleware, defineOptimization, type Fitting, type TrainingExample } from './optimization.ts';

const settings = z.strictObject({
  model: z.string().min(1).describe('The model to train, as `provider:model`.'),
  examples: z
    .number()
    .int()
    .min(10)
    .optional()
    .describe('Train on this many cases of the train split; all when unset.'),
  omit: z
    .array(z.enum(parts))
    .default(['instructions', 'examples'])
    .describe('Parts that the trained model no longer needs in its prompt.'),
  target: z
    .string()
    .optional()
    .describe('The metadata key with the wanted output; the case’s `equals` assertion when unset.'),
  step: z.string().default('main').describe('The step of the pipeline to train for.'),
});

type Settings = z.output<typeof settings>;

const json: z.ZodType<Json> = z.json();

const artifact = z.strictObject({ model: z.string(), weights: json, examples: z.number().int() });

function withoutParts(request: ChatRequest, omitted: readonly Part[]): ChatRequest {
  const messages = request.messages
    .map((message) => ({
      ...message,
      segments: message.segments.filter((segment) => segment.protected || !omitted.includes(segment.part)),
    }))
    .filter(({ segments }) => segments.length > 0);
  return { ...request, messages };
}

function wantedOutput(fitCase: FitCase, target: string | undefined): string {
  const output = target === undefined ? expectedOutput(fitCase) : fitCase.tags[target];
  if (output === undefined) {
    const what = target === undefined ? 'no `equals` assertion' : `no metadata "${target}"`;
    throw new ConfigurationError([
      {
        message: `fine-tune: case ${fitCase.id} has ${what}, so there is nothing to learn.`,
        location: fitCase.location,
      },
    ]);
  }
  return output;
}

async function train(chosen: Settings, { train: cases, seed, requestsOf, fineTune }: Fitting) {
  const used = shuffle(createRandom(`${seed}:fine-tune`), cases).slice(0, chosen.examples ?? cases.length);
  const examples: TrainingExample[] = [];
  for (const fitCase of used) {
    const requests = await requestsOf(fitCase);
    const request = requests.find(({ step }) => step === chosen.step)?.request;
    if (request === undefined) {
      throw new ConfigurationError([{ message: `fine-tune: the pipeline has no step "${chosen.step}".` }]);
    }
    examples.push({
      request: withoutParts(request, chosen.omit),
      output: wantedOutput(fitCase, chosen.target),
    });
  }
  const trained = await fineTune(chosen.model, examples);
  return { model: trained.model, weights: trained.artifact, examples: examples.length };
}

/** Trains a small model on the train split and answers with it, without the parts that it has learned. */
export const fineTune = defineOptimization({
  name: 'fine-tune',
  layer: 'route',
  summary: 'trains a small model on the train split and answers with it, with a shorter prompt',
  settings,
  artifact,
  models: ({ model }) => [model],
  fit: train,
  build: (chosen, fitted, { restoreModel }) => {
    const model = fitted === undefined ? chosen.model : restoreModel(chosen.model, fitted.weights);
    return chatMiddleware((request, next, context) =>
      context.step === chosen.step ? next({ ...withoutParts(request, chosen.omit), model }) : next(request),
    );
  },
  describe: ({ model }, fitted) =>
    `${model} fine-tuned${fitted === undefined ? '' : ` on ${fitted.examples} examples`}`,
});
