import { z } from 'zod';
import { expectedOutput, type FitCase } from '../core/case.ts';
import { ConfigurationError } from '../core/errors.ts';
import type { FineTunedModel, TrainingExample } from '../core/fine-tuning.ts';
import type { Json } from '../core/json.ts';
import { type Part, parts } from '../core/message.ts';
import type { Middleware } from '../core/middleware.ts';
import type { ChatRequest } from '../core/request.ts';
import type { ScoredTrial } from '../core/trial.ts';
import { createRandom } from '../stats/random.ts';
import { stratifiedOrder } from '../stats/stratified-order.ts';
import type { Fitting } from './optimization.ts';

/** The settings of every lever that trains a model. */
export const trainingFields = {
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
};

export const trainingSettings = z.strictObject(trainingFields);

export type TrainingSettings = z.output<typeof trainingSettings>;

const json: z.ZodType<Json> = z.json();

/** What is kept of a trained model. */
export const trainedModel = z.strictObject({ model: z.string(), weights: json, examples: z.number().int() });

export type TrainedModel = z.output<typeof trainedModel>;

/** The request without the parts that a model has learned; protected segments stay. */
export function withoutParts(request: ChatRequest, omitted: readonly Part[]): ChatRequest {
  const messages = request.messages
    .map((message) => ({
      ...message,
      segments: message.segments.filter((segment) => segment.protected || !omitted.includes(segment.part)),
    }))
    .filter(({ segments }) => segments.length > 0);
  return { ...request, messages };
}

/** Who trains: the name for messages, the settings, and which of a case's requests is learned from. */
export interface Training {
  readonly lever: string;
  readonly settings: TrainingSettings;
  readonly requestOf: (
    requests: readonly { readonly step: string; readonly request: ChatRequest }[],
    fitCase: FitCase,
  ) => ChatRequest;
}

/** A train case and what it teaches. */
export interface Lesson {
  readonly fitCase: FitCase;
  readonly example: TrainingExample;
}

function wantedOutput(fitCase: FitCase, { lever, settings: { target } }: Training): string {
  const output = target === undefined ? expectedOutput(fitCase) : fitCase.tags[target];
  if (output === undefined) {
    const what = target === undefined ? 'no `equals` assertion' : `no metadata "${target}"`;
    throw new ConfigurationError([
      {
        message: `${lever}: case ${fitCase.id} has ${what}, so there is nothing to learn.`,
        location: fitCase.location,
      },
    ]);
  }
  return output;
}

/** @throws ConfigurationError when the train split has fewer cases than the settings ask for. */
export function requireTrainCases(lever: string, wanted: number, { train }: Pick<Fitting, 'train'>): void {
  if (wanted <= train.length) return;
  throw new ConfigurationError([
    { message: `${lever}: ${wanted} examples are wanted, and the train split has ${train.length} cases.` },
  ]);
}

/**
 * What the train split teaches, in a seeded order in which the first n lessons are a stratified sample of the wanted
 * outputs, for every n.
 *
 * @throws ConfigurationError when there are too few cases, or a case has no wanted output.
 */
export async function lessonsFor(training: Training, fitting: Fitting): Promise<readonly Lesson[]> {
  const { lever, settings, requestOf } = training;
  requireTrainCases(lever, settings.examples ?? 0, fitting);
  const ordered = stratifiedOrder(createRandom(`${fitting.seed}:fine-tune`), fitting.train, (fitCase) =>
    wantedOutput(fitCase, training),
  );
  const lessons: Lesson[] = [];
  for (const fitCase of ordered) {
    const request = withoutParts(requestOf(await fitting.requestsOf(fitCase), fitCase), settings.omit);
    lessons.push({ fitCase, example: { request, output: wantedOutput(fitCase, training) } });
  }
  return lessons;
}

/** Trains on the first lessons, as many as the settings allow. */
export function trainOn(
  lessons: readonly Lesson[],
  { settings }: Training,
  { fineTune }: Fitting,
): Promise<FineTunedModel> {
  return fineTune(
    settings.model,
    lessons.slice(0, settings.examples).map(({ example }) => example),
  );
}

/** Trains the model that will answer. */
export async function trainModel(training: Training, fitting: Fitting): Promise<TrainedModel> {
  const lessons = await lessonsFor(training, fitting);
  const { model, artifact } = await trainOn(lessons, training, fitting);
  return { model, weights: artifact, examples: training.settings.examples ?? lessons.length };
}

const folds = 5;

/**
 * Runs the train split through models that have not seen the case they answer: each fifth by a model of the others. What
 * a model says of the cases that it learned from tells nothing of how it does on new ones.
 */
export async function runUnseen(
  training: Training,
  fitting: Fitting,
  middlewareFor: (model: string) => Middleware,
): Promise<readonly ScoredTrial[]> {
  const lessons = await lessonsFor(training, fitting);
  const foldOf = (position: number) => Math.floor((position * folds) / lessons.length);
  const trials = new Map<string, ScoredTrial>();
  for (let fold = 0; fold < folds; fold += 1) {
    const unseen = lessons.filter((_, position) => foldOf(position) === fold);
    if (unseen.length === 0) continue;
    const others = lessons.filter((_, position) => foldOf(position) !== fold);
    const { model } = await trainOn(others, training, fitting);
    const run = await fitting.run(
      [middlewareFor(model)],
      unseen.map(({ fitCase }) => fitCase),
    );
    for (const trial of run) trials.set(trial.caseId, trial);
    await fitting.dropModel(model);
  }
  return fitting.train.flatMap(({ id }) => trials.get(id) ?? []);
}
