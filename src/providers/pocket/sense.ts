import { hashFeatures } from '../../learn/feature-hashing.ts';
import {
  type LogisticModel,
  predictProbabilities,
  trainLogisticRegression,
} from '../../learn/logistic-regression.ts';
import { type SparseVector, unit } from '../../text/sparse-vector.ts';
import { bigrams, characterNgrams, stem, words } from '../../text/words.ts';
import { abstractWords, kindsOf } from './kinds.ts';
import { groupsOf } from './lexicon.ts';
import { plainText } from './phrases.ts';
import { readSituations } from './situations.ts';
import { mendSpelling } from './spelling.ts';
import { goodsUtterances } from './utterances-goods.ts';
import { moneyUtterances } from './utterances-money.ts';
import { parcelUtterances } from './utterances-parcels.ts';
import { trickyUtterances } from './utterances-tricky.ts';

const utterances: readonly (readonly [situation: string, texts: readonly string[]])[] = (() => {
  const tricky: { readonly [situation: string]: string } = trickyUtterances;
  return Object.entries({ ...parcelUtterances, ...goodsUtterances, ...moneyUtterances }).map(
    ([situation, texts]) => [
      situation,
      `${texts}\n${tricky[situation] ?? ''}`
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    ],
  );
})();

/** The situations that `sense` tells apart, in the order of its shares. */
export const sensedSituations: readonly string[] = utterances.map(([situation]) => situation);

const dimensions = 4_096;

/**
 * Stems, pairs of stems, groups of four letters, word groups, kinds of words and situations, each at its own length. What a model of this
 * family makes of a text before it has read a prompt; fine-tuning learns from the same features.
 */
export function textFeatures(text: string, size: number = dimensions): SparseVector {
  const plain = mendSpelling(plainText(text));
  const stems = words(plain).map(stem);
  const features: [string, number][] = [];
  const add = (kind: string, weight: number, names: readonly string[]) => {
    const distinct = new Set(names);
    const share = weight / Math.sqrt(Math.max(1, distinct.size));
    for (const name of distinct) features.push([`${kind}:${name}`, share]);
  };
  add('word', 1, stems);
  add('pair', 0.5, bigrams(stems));
  add('letters', 0.7, characterNgrams(plain, 4, 4));
  add('group', 0.7, stems.flatMap(groupsOf));
  add('kind', 0.6, kindsOf(text, plain));
  const abstract = abstractWords(plain);
  add('abstract', 0.7, [...bigrams(abstract), ...trigrams(abstract)]);
  const situations = Array.from(readSituations(text));
  const length = Math.sqrt(situations.reduce((sum, [, strength]) => sum + strength * strength, 0.5));
  for (const [name, strength] of situations) features.push([`situation:${name}`, strength / length]);
  return unit(hashFeatures(features, size));
}

function trigrams(tokens: readonly string[]): readonly string[] {
  return tokens.slice(2).map((token, position) => `${tokens[position]} ${tokens[position + 1]} ${token}`);
}

let model: LogisticModel | undefined;

/** Learnt from the utterances at the first use, which takes about a second, always with the same result. */
function trained(): LogisticModel {
  model ??= trainLogisticRegression(
    utterances.flatMap(([, texts], label) => texts.map((text) => ({ vector: textFeatures(text), label }))),
    sensedSituations.length,
    dimensions,
    { l2: 0.0003, iterations: 30 },
  );
  return model;
}

const cache = new Map<string, Float64Array>();
const cacheLimit = 4_000;

/** The share of each situation in what a text is about, summing to 1. */
export function sense(text: string): Float64Array {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const shares = predictProbabilities(trained(), textFeatures(text));
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(text, shares);
  return shares;
}
