import { z } from 'zod';
import { ConfigurationError } from '../../core/errors.ts';
import type { FineTunedModel, LearningPoint } from '../../core/fine-tuning.ts';
import type { Middleware } from '../../core/middleware.ts';
import { addMoney } from '../../core/money.ts';
import { asBilledCost } from '../../core/trial.ts';
import { wilsonInterval } from '../../stats/wilson.ts';
import type { Fitting } from '../optimization.ts';
import { type Lesson, type Training, trainOn } from '../trained-model.ts';

export const curveSettings = z
  .strictObject({
    sizes: z
      .array(z.number().int().min(10))
      .min(1)
      .max(12)
      .refine((sizes) => sizes.every((size, index) => size > (sizes[index - 1] ?? 0)), {
        error: 'must rise from size to size',
      })
      .describe('Numbers of examples, rising; the whole is added as the last one.'),
  })
  .describe(
    'Also train on fewer examples, and score each model on the tune split. All of it is set-up cost.',
  );

const whole = z.number().int().min(0);
const share = z.number().min(0).max(1);

/** Money in nano-dollars, as billed. */
export const curveArtifact = z.strictObject({
  confidence: share,
  points: z
    .array(
      z.strictObject({
        examples: whole,
        trainingTokens: whole,
        trainingCost: whole,
        scoringCost: whole,
        score: z.strictObject({ estimate: share, low: share, high: share, cases: whole }),
      }),
    )
    .readonly(),
});

export type CurveArtifact = z.output<typeof curveArtifact>;

const confidence = 0.9;

async function score(
  examples: number,
  { trainingTokens, cost }: Pick<FineTunedModel, 'trainingTokens' | 'cost'>,
  middleware: Middleware,
  { run, tune }: Fitting,
): Promise<LearningPoint> {
  const trials = await run([middleware], tune);
  const successes = trials.filter(({ quality }) => quality.pass).length;
  const { estimate, low, high } = wilsonInterval({ successes, trials: trials.length, confidence });
  return {
    examples,
    trainingTokens,
    trainingCost: cost,
    scoringCost: addMoney(...trials.map(asBilledCost)),
    score: { estimate, low, high, cases: trials.length },
  };
}

/**
 * Trains on growing first parts of the lessons and scores each model on the tune split, which no model learned from. The
 * last one learned from all of them and is kept; the others are dropped.
 *
 * @throws ConfigurationError when the tune split is empty.
 */
export async function drawLearningCurve(
  sizes: readonly number[],
  lessons: readonly Lesson[],
  training: Training,
  fitting: Fitting,
  middlewareFor: (model: string) => Middleware,
): Promise<{ readonly trained: FineTunedModel; readonly curve: CurveArtifact }> {
  if (fitting.tune.length === 0) {
    throw new ConfigurationError([
      { message: `${training.lever}: the tune split has no cases to score a learning curve on.` },
    ]);
  }
  const points: LearningPoint[] = [];
  for (const size of sizes.filter((smaller) => smaller < lessons.length)) {
    const partial = await trainOn(lessons.slice(0, size), training, fitting);
    points.push(await score(size, partial, middlewareFor(partial.model), fitting));
    await fitting.dropModel(partial.model);
  }
  const trained = await trainOn(lessons, training, fitting);
  points.push(await score(lessons.length, trained, middlewareFor(trained.model), fitting));
  return { trained, curve: { confidence, points } };
}
