import { z } from 'zod';
import { ConfigurationError } from '../core/errors.ts';
import type { Middleware } from '../core/middleware.ts';
import { curveArtifact, curveSettings, drawLearningCurve } from './fine-tune/learning-curve.ts';
import { chatMiddleware, defineOptimization, type Fitting } from './optimization.ts';
import {
  lessonsFor,
  requireTrainCases,
  type Training,
  trainedModel,
  trainingFields,
  trainOn,
  withoutParts,
} from './trained-model.ts';

const settings = z
  .strictObject({
    ...trainingFields,
    step: z.string().default('main').describe('The step of the pipeline to train for.'),
    learningCurve: curveSettings.optional(),
  })
  .refine(
    ({ examples, learningCurve }) =>
      (learningCurve?.sizes.at(-1) ?? 0) <= (examples ?? Number.POSITIVE_INFINITY),
    {
      error: 'learningCurve.sizes goes beyond `examples`, which limits the training',
      path: ['learningCurve'],
    },
  );

type Settings = z.output<typeof settings>;

const artifact = trainedModel.extend({
  /** Null when the settings ask for none. */
  learningCurve: curveArtifact.nullable().default(null),
});

function mostExamples({ examples, learningCurve }: Settings): number {
  return Math.max(examples ?? 0, learningCurve?.sizes.at(-1) ?? 0);
}

function trainingOf(chosen: Settings): Training {
  return {
    lever: 'fine-tune',
    settings: chosen,
    requestOf: (requests) => {
      const request = requests.find(({ step }) => step === chosen.step)?.request;
      if (request === undefined) {
        throw new ConfigurationError([{ message: `fine-tune: the pipeline has no step "${chosen.step}".` }]);
      }
      return request;
    },
  };
}

function answerWith(model: string, { step, omit }: Settings): Middleware {
  return chatMiddleware((request, next, context) =>
    context.step === step ? next({ ...withoutParts(request, omit), model }) : next(request),
  );
}

async function train(chosen: Settings, fitting: Fitting): Promise<z.output<typeof artifact>> {
  const training = trainingOf(chosen);
  requireTrainCases(training.lever, mostExamples(chosen), fitting);
  const lessons = (await lessonsFor(training, fitting)).slice(0, chosen.examples);
  const { trained, curve } =
    chosen.learningCurve === undefined
      ? { trained: await trainOn(lessons, training, fitting), curve: null }
      : await drawLearningCurve(chosen.learningCurve.sizes, lessons, training, fitting, (model) =>
          answerWith(model, chosen),
        );
  return {
    model: trained.model,
    weights: trained.artifact,
    examples: lessons.length,
    learningCurve: curve,
  };
}

/** Trains a small model on the train split and answers with it, without the parts that it has learned. */
export const fineTune = defineOptimization({
  name: 'fine-tune',
  layer: 'route',
  summary: 'trains a small model on the train split and answers with it, with a shorter prompt',
  settings,
  artifact,
  models: ({ model }) => [model],
  trainings: (chosen) => [{ model: chosen.model, examples: mostExamples(chosen) }],
  fit: train,
  build: (chosen, fitted, { restoreModel }) =>
    answerWith(fitted === undefined ? chosen.model : restoreModel(chosen.model, fitted.weights), chosen),
  describe: ({ model }, fitted) =>
    `${model} fine-tuned${fitted === undefined ? '' : ` on ${fitted.examples} examples`}`,
  learningCurve: (fitted) => fitted.learningCurve,
});
