import { restoreQuantised } from '../../learn/quantised.ts';
import { dotDense } from '../../text/sparse-vector.ts';
import { isStopWord } from '../../text/stop-words.ts';
import { stem, words } from '../../text/words.ts';
import { textFeatures, weighted } from './features.ts';
import type { ReaderWeights } from './trained-weights.ts';
import { readerWeights } from './weights/reader.generated.ts';

interface Reader {
  readonly rarity: Float64Array;
  readonly question: readonly Float64Array[];
  readonly meanings: readonly Float64Array[];
  /** For each stem the sentences that hold it. */
  readonly postings: ReadonlyMap<string, readonly number[]>;
  readonly lengths: readonly number[];
}

let restored: Reader | undefined;

function reader(): Reader {
  restored ??= restore(readerWeights);
  return restored;
}

function restore({ rarity, question, sentences }: ReaderWeights): Reader {
  const postings = new Map<string, number[]>();
  const lengths = sentences.map(({ text }, number) => {
    const own = stemsOf(text);
    for (const name of own) {
      const known = postings.get(name);
      if (known === undefined) postings.set(name, [number]);
      else known.push(number);
    }
    return own.size;
  });
  return {
    rarity: restoreQuantised(rarity),
    question: question.map(restoreQuantised),
    meanings: sentences.map(({ meaning }) => restoreQuantised(meaning)),
    postings,
    lengths,
  };
}

/** Numbers stand for each other: a rule with another amount is still the rule about that. */
function stemsOf(text: string): ReadonlySet<string> {
  const content = words(text).filter((word) => !isStopWord(word));
  return new Set(content.map((word) => (/\d/.test(word) ? '#' : stem(word))));
}

/** Shared stems over all stems (Dice) from which on a sentence counts as one that training questions were about. */
const likeness = 0.7;
const cache = new Map<string, Float64Array | undefined>();
const cacheLimit = 10_000;

/** Where a sentence lies, when it is like one that the model was trained on; however it was worded there. */
function meaningOf(sentence: string): Float64Array | undefined {
  if (cache.has(sentence)) return cache.get(sentence);
  const { postings, lengths, meanings } = reader();
  const own = stemsOf(sentence);
  const shared = new Map<number, number>();
  for (const name of own) {
    for (const number of postings.get(name) ?? []) shared.set(number, (shared.get(number) ?? 0) + 1);
  }
  let best: number | undefined;
  let bestLikeness = likeness;
  for (const [number, count] of shared) {
    const like = (2 * count) / (own.size + lengths[number]);
    if (like < bestLikeness || (like === bestLikeness && best !== undefined)) continue;
    best = number;
    bestLikeness = like;
  }
  const meaning = best === undefined ? undefined : meanings[best];
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(sentence, meaning);
  return meaning;
}

/**
 * How well sentences answer a question, as learnt from questions about the handbook; 0 is average, and what a sentence gets that is
 * like none of the handbook's.
 *
 * @param directions how many of the trained directions the model has room for
 */
export function readQuestion(question: string, directions: number): (sentence: string) => number {
  const { rarity, question: rows } = reader();
  const vector = weighted(textFeatures(question, rarity.length), rarity);
  const asked = Float64Array.from(rows.slice(0, directions), (row) => dotDense(row, vector));
  return (sentence) => {
    const meaning = meaningOf(sentence);
    if (meaning === undefined) return 0;
    let sum = 0;
    for (let at = 0; at < asked.length; at++) sum += asked[at] * meaning[at];
    return sum;
  };
}
