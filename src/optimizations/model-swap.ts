import { z } from 'zod';
import { reasoningEfforts } from '../core/request.ts';
import { chatMiddleware, defineOptimization } from './optimization.ts';

const settings = z.strictObject({
  model: z.string().min(1).describe('The model to use instead, as `provider:model`.'),
  reasoningEffort: z.enum(reasoningEfforts).optional().describe('For a model that needs another effort.'),
});

/** Sends every request to another model: a smaller one, a fine-tuned one, a local one. */
export const modelSwap = defineOptimization({
  name: 'model-swap',
  layer: 'route',
  summary: 'answers with another model: smaller, fine-tuned or local',
  settings,
  models: ({ model }) => [model],
  build: ({ model, reasoningEffort }) =>
    chatMiddleware((request, next) =>
      next({
        ...request,
        model,
        parameters:
          reasoningEffort === undefined ? request.parameters : { ...request.parameters, reasoningEffort },
      }),
    ),
  describe: ({ model }) => `model ${model}`,
});
