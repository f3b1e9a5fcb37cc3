import { softmax } from '../../src/learn/logistic-regression.ts';
import { quantise } from '../../src/learn/quantised.ts';
import { weighted, wideFeatures } from '../../src/providers/pocket/features.ts';
import type { SenseWeights } from '../../src/providers/pocket/trained-weights.ts';
import { dotDense } from '../../src/text/sparse-vector.ts';
import { readTickets } from './corpus.ts';
import { trainLinearSvm } from './linear-svm.ts';
import { rarityOf } from './rarity.ts';

const seed = 'pocket sense';
const settings = { cost: 2, epochs: 30, seed };
/** Every tenth text stays out of a first training, which finds the sharpness that suits unseen texts. */
const heldOutEvery = 10;
const sharpnesses = [1, 2, 3, 4, 5, 6, 8, 10];

/** Trains the sense of what a customer writes about, in as many buckets as a tier has room for. */
export function trainSense(buckets: number): {
  readonly weights: SenseWeights;
  readonly heldOutAccuracy: number;
} {
  const tickets = readTickets();
  const subjects = Array.from(new Set(tickets.map(({ intent }) => intent))).sort();
  const dimensions = 1.5 * buckets;
  const raw = tickets.map(({ text }) => wideFeatures(text, buckets));
  const rarity = rarityOf(raw, dimensions);
  const examples = raw.map((vector, position) => ({
    vector: weighted(vector, rarity),
    label: subjects.indexOf(tickets[position].intent),
  }));
  const train = (rows: typeof examples) => trainLinearSvm(rows, subjects.length, dimensions, settings);

  const isHeldOut = (position: number) => position % heldOutEvery === 0;
  const first = train(examples.filter((_, position) => !isHeldOut(position)));
  const scored = examples
    .filter((_, position) => isHeldOut(position))
    .map(({ vector, label }) => ({
      label,
      scores: Float64Array.from(first, (own) => dotDense(own, vector)),
    }));
  const loss = (sharpness: number) =>
    scored.reduce(
      (sum, { label, scores }) => sum - Math.log(softmax(scores.map((score) => sharpness * score))[label]),
      0,
    );
  const sharpness = sharpnesses.reduce((best, next) => (loss(next) < loss(best) ? next : best));
  const right = scored.filter(({ label, scores }) => scores.indexOf(Math.max(...scores)) === label);
  return {
    weights: {
      buckets,
      sharpness,
      subjects,
      rarity: quantise(rarity),
      weights: train(examples).map((own) => quantise(own)),
    },
    heldOutAccuracy: right.length / scored.length,
  };
}
