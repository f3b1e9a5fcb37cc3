import { z } from 'zod';
import { digest } from '../../core/digest.ts';
import type { Json } from '../../core/json.ts';
import {
  type LogisticModel,
  predictProbabilities,
  trainLogisticRegression,
} from '../../learn/logistic-regression.ts';
import type { SparseVector } from '../../text/sparse-vector.ts';
import type { Classification } from './classify.ts';
import { textFeatures } from './features.ts';
import { senseOf } from './sense.ts';
import { type Tier, tiers } from './tiers.ts';

/** What is kept of a fine-tuned model: weights as signed bytes in base64, one scale for each label. */
const artifactSchema = z.strictObject({
  format: z.literal('pocket-fine-tune-2'),
  base: z.enum(['small', 'medium', 'large']),
  dimensions: z.int().positive().max(65_536),
  labels: z.array(z.string()).min(2),
  scales: z.array(z.number()),
  bias: z.array(z.number()),
  weights: z.string(),
});

export type FineTuneArtifact = z.infer<typeof artifactSchema>;

export interface TrainingText {
  readonly input: string;
  readonly output: string;
}

/** A trained classifier: it needs neither labels nor examples in the prompt. */
export interface FineTunedClassifier {
  /** `small-ft-<digest>`, the digest that of the artifact. */
  readonly name: string;
  readonly tier: Tier;
  readonly artifact: FineTuneArtifact;
  readonly classify: (input: string) => Classification;
}

export const trainingEpochs = 3;

/** Weights of all labels together, in bytes; base64 makes 4/3 of it. */
const weightBudget = 100_000;

/** Fine-tuning starts from what the family knows; no prompt brings so much of it out of the smallest tier. */
const startingSense = 'middling';
const senseWeight = 3;

/** The features of a text, and behind them what it is about. */
function trainedFeatures(text: string, dimensions: number): SparseVector {
  const { indices, values } = textFeatures(text, dimensions);
  const shares = senseOf(startingSense).shares(text);
  const own = Array.from(shares, (_, subject) => dimensions + subject);
  return {
    indices: Int32Array.from([...indices, ...own]),
    values: Float64Array.from([...values, ...shares.map((share) => senseWeight * share)]),
  };
}

/**
 * Trains a multinomial logistic regression on the inputs' own text.
 *
 * @throws RangeError for fewer than two different outputs.
 */
export function trainFineTune(base: Tier['name'], examples: readonly TrainingText[]): FineTunedClassifier {
  const labels = Array.from(new Set(examples.map(({ output }) => output))).sort();
  const numbers = new Map(labels.map((label, number) => [label, number]));
  const dimensions = Math.min(
    8_192,
    Math.max(256, 2 ** Math.floor(Math.log2(weightBudget / Math.max(1, labels.length)))),
  );
  const model = trainLogisticRegression(
    examples.map(({ input, output }) => ({
      vector: trainedFeatures(input, dimensions),
      label: numbers.get(output) ?? 0,
    })),
    labels.length,
    dimensions + senseOf(startingSense).subjects.length,
    { l2: 0.001, iterations: 60 },
  );
  return fromArtifact(quantise(base, labels, dimensions, model));
}

/** @throws z.ZodError when the artifact is not one that `trainFineTune` made. */
export function restoreFineTune(artifact: Json): FineTunedClassifier {
  return fromArtifact(artifactSchema.parse(artifact));
}

function quantise(
  base: Tier['name'],
  labels: readonly string[],
  dimensions: number,
  model: LogisticModel,
): FineTuneArtifact {
  const { classes, weights } = model;
  const scales = labels.map((_, label) => {
    let largest = 0;
    for (let at = label; at < weights.length; at += classes)
      largest = Math.max(largest, Math.abs(weights[at]));
    return largest === 0 ? 1 : largest / 127;
  });
  const bytes = Int8Array.from(weights, (weight, at) => Math.round(weight / scales[at % classes]));
  return {
    format: 'pocket-fine-tune-2',
    base,
    dimensions,
    labels: [...labels],
    scales,
    bias: Array.from(model.bias),
    weights: Buffer.from(bytes.buffer).toString('base64'),
  };
}

function fromArtifact(artifact: FineTuneArtifact): FineTunedClassifier {
  const { base, dimensions, labels, scales, bias } = artifact;
  const bytes = Int8Array.from(Buffer.from(artifact.weights, 'base64'), (byte) => (byte << 24) >> 24);
  const weights = Float64Array.from(bytes, (value, at) => value * scales[at % labels.length]);
  const model: LogisticModel = {
    classes: labels.length,
    dimensions: weights.length / labels.length,
    weights,
    bias: Float64Array.from(bias),
  };
  return {
    name: `${base}-ft-${digest(artifact).slice(0, 12)}`,
    tier: tiers[base],
    artifact,
    classify: (input) => {
      const probabilities = predictProbabilities(model, trainedFeatures(input, dimensions));
      let best = 0;
      probabilities.forEach((probability, position) => {
        if (probability > probabilities[best]) best = position;
      });
      return { label: labels[best], confidence: probabilities[best] };
    },
  };
}
