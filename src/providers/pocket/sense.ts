import { softmax } from '../../learn/logistic-regression.ts';
import { restoreQuantised } from '../../learn/quantised.ts';
import { dotDense } from '../../text/sparse-vector.ts';
import { weighted, wideFeatures } from './features.ts';
import type { SenseWeights } from './trained-weights.ts';
import { coarseSense } from './weights/sense-coarse.generated.ts';
import { fineSense } from './weights/sense-fine.generated.ts';
import { middlingSense } from './weights/sense-middling.generated.ts';

/** What a text is about: a share for each subject that customers of a shop write about, summing to 1. */
export interface Sense {
  readonly subjects: readonly string[];
  readonly shares: (text: string) => Float64Array;
}

const cacheLimit = 4_000;

function restore({ buckets, sharpness, subjects, rarity, weights }: SenseWeights): Sense {
  const rows = weights.map(restoreQuantised);
  const rarities = restoreQuantised(rarity);
  const cache = new Map<string, Float64Array>();
  return {
    subjects,
    shares: (text) => {
      const known = cache.get(text);
      if (known !== undefined) return known;
      const vector = weighted(wideFeatures(text, buckets), rarities);
      const shares = softmax(Float64Array.from(rows, (row) => sharpness * dotDense(row, vector)));
      if (cache.size >= cacheLimit) cache.clear();
      cache.set(text, shares);
      return shares;
    },
  };
}

const trained = { coarse: coarseSense, middling: middlingSense, fine: fineSense };

/** How much a sense can tell apart. */
export type SenseName = keyof typeof trained;

const restored = new Map<SenseName, Sense>();

/** The sense of that name; restored once. */
export function senseOf(name: SenseName): Sense {
  const known = restored.get(name);
  if (known !== undefined) return known;
  const sense = restore(trained[name]);
  restored.set(name, sense);
  return sense;
}
