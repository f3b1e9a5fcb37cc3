import { z } from 'zod';
import { digest } from '../../core/digest.ts';
import type { Json } from '../../core/json.ts';
import { hashFeatures } from '../../learn/feature-hashing.ts';
import {
  type LogisticModel,
  predictProbabilities,
  trainLogisticRegression,
} from '../../learn/logistic-regression.ts';
import { type SparseVector, unit } from '../../text/sparse-vector.ts';
import { bigrams, characterNgrams, stem, words } from '../../text/words.ts';
import type { Classification } from './classify.ts';
import { groupsOf } from './lexicon.ts';
import { readSituations } from './situations.ts';
import { type Tier, tiers } from './tiers.ts';

/** What is kept of a fine-tuned model: weights as signed bytes in base64, one scale for each label. */
const artifactSchema = z.strictObject({
  format: z.literal('pocket-fine-tune-1'),
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

/**
 * Features of a text: stems, pairs of stems, letter groups, and what a model of this family knows without a prompt (word
 * groups and situations). The knowledge of the small tier shows only after training: prompted, it cannot use it.
 */
function featuresOf(text: string, dimensions: number): SparseVector {
  const stems = words(text).map(stem);
  const features: [string, number][] = [];
  const add = (kind: string, weight: number, names: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
    const length = Math.sqrt(Math.max(1, counts.size));
    for (const [name, count] of counts)
      features.push([`${kind}:${name}`, (weight * (1 + Math.log(count))) / length]);
  };
  add('word', 1, stems);
  add('pair', 0.5, bigrams(stems));
  add('letters', 1, characterNgrams(text, 3, 4));
  add('group', 1, stems.flatMap(groupsOf));
  for (const [name, strength] of readSituations(text)) features.push([`situation:${name}`, 0.8 * strength]);
  return unit(hashFeatures(features, dimensions));
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
      vector: featuresOf(input, dimensions),
      label: numbers.get(output) ?? 0,
    })),
    labels.length,
    dimensions,
    { l2: 0.001, iterations: 60 },
  );
  return fromArtifact(quantise(base, labels, model));
}

/** @throws z.ZodError when the artifact is not one that `trainFineTune` made. */
export function restoreFineTune(artifact: Json): FineTunedClassifier {
  return fromArtifact(artifactSchema.parse(artifact));
}

function quantise(base: Tier['name'], labels: readonly string[], model: LogisticModel): FineTuneArtifact {
  const bytes = new Int8Array(model.weights.length);
  const scales = labels.map((_, label) => {
    const row = model.weights.subarray(label * model.dimensions, (label + 1) * model.dimensions);
    let largest = 0;
    for (const weight of row) largest = Math.max(largest, Math.abs(weight));
    const scale = largest === 0 ? 1 : largest / 127;
    row.forEach((weight, position) => {
      bytes[label * model.dimensions + position] = Math.round(weight / scale);
    });
    return scale;
  });
  return {
    format: 'pocket-fine-tune-1',
    base,
    dimensions: model.dimensions,
    labels: [...labels],
    scales,
    bias: Array.from(model.bias),
    weights: Buffer.from(bytes.buffer).toString('base64'),
  };
}

function fromArtifact(artifact: FineTuneArtifact): FineTunedClassifier {
  const { base, dimensions, labels, scales, bias } = artifact;
  const bytes = Int8Array.from(Buffer.from(artifact.weights, 'base64'), (byte) => (byte << 24) >> 24);
  const weights = Float64Array.from(
    bytes,
    (value, position) => value * scales[Math.floor(position / dimensions)],
  );
  const model: LogisticModel = { classes: labels.length, dimensions, weights, bias: Float64Array.from(bias) };
  return {
    name: `${base}-ft-${digest(artifact).slice(0, 12)}`,
    tier: tiers[base],
    artifact,
    classify: (input) => {
      const probabilities = predictProbabilities(model, featuresOf(input, dimensions));
      let best = 0;
      probabilities.forEach((probability, position) => {
        if (probability > probabilities[best]) best = position;
      });
      return { label: labels[best], confidence: probabilities[best] };
    },
  };
}
