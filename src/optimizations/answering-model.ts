import { z } from 'zod';
import { ConfigurationError } from '../core/errors.ts';
import type { PlannedTraining } from '../core/fine-tuning.ts';
import { canonicalJson } from '../core/json.ts';
import type { Middleware } from '../core/middleware.ts';
import { type ChatRequest, reasoningEfforts } from '../core/request.ts';
import { requestText } from '../core/request-text.ts';
import type { ScoredTrial } from '../core/trial.ts';
import type { RoutedCase } from '../learn/router-baselines.ts';
import type { BuildServices, Fitting } from './optimization.ts';
import {
  runUnseen,
  type TrainedModel,
  type Training,
  trainedModel,
  trainingSettings,
  trainModel,
  withoutParts,
} from './trained-model.ts';

/** The settings of a tier or a level: which model answers there. */
export const answeringFields = {
  model: z.string().min(1).optional().describe('The model that answers here, as `provider:model`.'),
  fineTune: trainingSettings
    .optional()
    .describe('In the place of `model`: one that is trained on the train split when the lever is fitted.'),
  reasoningEffort: z.enum(reasoningEfforts).optional().describe('For a model that needs another effort.'),
};

const answering = z.strictObject(answeringFields);

export type AnsweringModel = z.output<typeof answering>;

/** For `refine` on a schema with `answeringFields`; what follows may then rely on one model. */
export const oneModel = { error: 'give either model or fineTune', abort: true };

export function hasOneModel({ model, fineTune }: AnsweringModel): boolean {
  return (model === undefined) !== (fineTune === undefined);
}

/** The model as decisions and reports call it. */
export function answeringName({ model, fineTune }: AnsweringModel): string {
  if (fineTune !== undefined) return `${fineTune.model} fine-tuned`;
  if (model === undefined) throw new TypeError('neither a model nor a fineTune answers');
  return model;
}

/** The model whose name and price are checked before the first call: for a trained one, that of its base. */
export function baseModel({ model, fineTune }: AnsweringModel): string {
  return fineTune?.model ?? answeringName({ model });
}

export function trainingsOf(models: readonly AnsweringModel[]): readonly PlannedTraining[] {
  return models.flatMap(({ fineTune }) =>
    fineTune === undefined ? [] : [{ model: fineTune.model, examples: fineTune.examples ?? 0 }],
  );
}

/** One for each tier or level, null for a model that is only named; null as a whole when nothing is trained. */
export const trainedModels = z.array(trainedModel.nullable()).readonly().nullable().default(null);

export type TrainedModels = z.output<typeof trainedModels>;

/** Sends a request to the model of a tier or level. */
export type Redirect = (request: ChatRequest) => ChatRequest;

function redirectTo({ fineTune, reasoningEffort }: AnsweringModel, model: string): Redirect {
  return (request) => {
    const { parameters } = request;
    return {
      ...(fineTune === undefined ? request : withoutParts(request, fineTune.omit)),
      model,
      parameters: reasoningEffort === undefined ? parameters : { ...parameters, reasoningEffort },
    };
  };
}

/** While a lever is fitted, its trained models can be called as they are. */
export function redirectsInFitting(
  models: readonly AnsweringModel[],
  trained: TrainedModels,
): readonly Redirect[] {
  return models.map((each, index) => redirectTo(each, trained?.[index]?.model ?? baseModel(each)));
}

/** Brings trained models back. What was not fitted yet stands for its base model. */
export function redirectsOf(
  models: readonly AnsweringModel[],
  trained: TrainedModels,
  { restoreModel }: BuildServices,
): readonly Redirect[] {
  return models.map((each, index) => {
    const artifact = trained?.[index] ?? undefined;
    return redirectTo(
      each,
      artifact === undefined ? baseModel(each) : restoreModel(baseModel(each), artifact.weights),
    );
  });
}

function trainingOf(lever: string, { fineTune }: AnsweringModel): Training | undefined {
  if (fineTune === undefined) return undefined;
  return {
    lever,
    settings: fineTune,
    requestOf: (requests, { id }) => {
      const [only] = requests;
      if (only !== undefined && requests.length === 1) return only.request;
      throw new ConfigurationError(
        [
          {
            message: `${lever}: case ${id} made ${requests.length} calls; a model can be trained here for one call a case.`,
          },
        ],
        { advice: 'Limit the lever to one step.' },
      );
    },
  };
}

/** Trains the models that the settings ask for, on the train split. */
export async function trainModels(
  lever: string,
  models: readonly AnsweringModel[],
  fitting: Fitting,
): Promise<TrainedModels> {
  const trained: (TrainedModel | null)[] = [];
  for (const each of models) {
    const training = trainingOf(lever, each);
    trained.push(training === undefined ? null : await trainModel(training, fitting));
  }
  return trained.some((each) => each !== null) ? trained : null;
}

/**
 * Runs the train split through one tier or level, to learn from how it does. A model that is itself trained on that split
 * is stood in for by models that have not seen the case.
 */
export function runOnTrain(
  lever: string,
  model: AnsweringModel,
  fitting: Fitting,
  middlewareFor: (redirect: Redirect) => Middleware,
): Promise<readonly ScoredTrial[]> {
  const training = trainingOf(lever, model);
  return training === undefined
    ? fitting.run([middlewareFor(redirectTo(model, baseModel(model)))], fitting.train)
    : runUnseen(training, fitting, (trained) => middlewareFor(redirectTo(model, trained)));
}

/** The tune cases as a router or a cascade of two models divides them, with what it sees of each: its text and its attributes. */
export async function routedCases(
  { tune, requestsOf }: Pick<Fitting, 'tune' | 'requestsOf'>,
  found: {
    readonly weak: readonly number[];
    readonly strong: readonly number[];
    readonly toStrong: readonly boolean[];
  },
): Promise<readonly RoutedCase[]> {
  const cases: RoutedCase[] = [];
  for (const [position, fitCase] of tune.entries()) {
    const requests = await requestsOf(fitCase);
    const { attributes } = fitCase;
    cases.push({
      weak: found.weak[position],
      strong: found.strong[position],
      toStrong: found.toStrong[position],
      text: requests.map(({ request }) => requestText(request)).join('\n'),
      domain: attributes === undefined ? undefined : canonicalJson(attributes),
    });
  }
  return cases;
}
