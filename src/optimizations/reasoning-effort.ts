import { z } from 'zod';
import { reasoningEfforts } from '../core/request.ts';
import { chatMiddleware, defineOptimization } from './optimization.ts';

const settings = z.strictObject({
  effort: z.enum(reasoningEfforts).describe('How much the model may think before it answers.'),
});

/** Lets a reasoning model think less. Reasoning tokens are billed as output and count towards an output limit. */
export const reasoningEffort = defineOptimization({
  name: 'reasoning-effort',
  layer: 'output',
  summary: 'sets how much a reasoning model thinks; a model that does not reason ignores or refuses it',
  settings,
  build: ({ effort }) =>
    chatMiddleware((request, next) =>
      next({ ...request, parameters: { ...request.parameters, reasoningEffort: effort } }),
    ),
  describe: ({ effort }) => `reasoning effort ${effort}`,
});
