import { z } from 'zod';
import { chatMiddleware, defineOptimization } from './optimization.ts';

const settings = z.strictObject({
  level: z.enum(['low', 'medium', 'high']).describe('How wordy answers are, as the vendor’s parameter says.'),
});

/** Sets the vendor's verbosity parameter. For models without one, `brevity` says the same in the prompt. */
export const verbosity = defineOptimization({
  name: 'verbosity',
  layer: 'output',
  summary: 'sets the verbosity parameter of vendors that have one',
  settings,
  build: ({ level }) =>
    chatMiddleware((request, next) =>
      next({ ...request, parameters: { ...request.parameters, verbosity: level } }),
    ),
  describe: ({ level }) => `verbosity ${level}`,
});
