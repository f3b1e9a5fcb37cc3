import { type HashedFeatures, hashNames, intoBuckets } from '../../learn/feature-hashing.ts';
import { type SparseVector, unit } from '../../text/sparse-vector.ts';
import { bigrams, characterNgrams, stem, words } from '../../text/words.ts';
import { abstractWords, kindsOf } from './kinds.ts';
import { groupsOf } from './lexicon.ts';
import { plainText } from './phrases.ts';
import { readSituations } from './situations.ts';
import { mendSpelling } from './spelling.ts';

/**
 * What a model of this family makes of a text before it has read a prompt: words as written and as stems, their pairs and triples, groups of four and five
 * letters, word groups, kinds of words and situations, each kind at its own length, hashed into `size` buckets.
 */
export function textFeatures(text: string, size: number): SparseVector {
  return unit(intoBuckets(readText(text).own, size));
}

interface ReadText {
  readonly own: HashedFeatures;
  readonly runs: HashedFeatures;
}

/** Models of several sizes read the same texts, so what was read is kept. */
const readTexts = new Map<string, ReadText>();
const readTextLimit = 2_000;

function readText(text: string): ReadText {
  const known = readTexts.get(text);
  if (known !== undefined) return known;
  const read = { own: hashNames(featuresOf(text)), runs: hashNames(letterRuns(text)) };
  if (readTexts.size >= readTextLimit) readTexts.clear();
  readTexts.set(text, read);
  return read;
}

function featuresOf(text: string): readonly [string, number][] {
  const plain = mendSpelling(plainText(text));
  const own = words(plain);
  const stems = own.map(stem);
  const abstract = abstractWords(plain);
  const features: [string, number][] = [];
  const add = (kind: string, weight: number, names: readonly string[]) => {
    const distinct = new Set(names);
    const share = weight / Math.sqrt(Math.max(1, distinct.size));
    for (const name of distinct) features.push([`${kind}:${name}`, share]);
  };
  add('word', 1, stems);
  add('form', 0.6, own);
  add('pair', 0.7, bigrams(stems));
  add('written pair', 0.7, bigrams(words(text)));
  add('triple', 0.4, trigrams(stems));
  add('letters', 0.7, characterNgrams(plain, 4, 4));
  add('letters', 0.7, characterNgrams(plain, 5, 5));
  add('group', 0.7, stems.flatMap(groupsOf));
  add('kind', 0.6, kindsOf(text, plain));
  add('abstract', 0.7, [...bigrams(abstract), ...trigrams(abstract)]);
  const situations = Array.from(readSituations(text));
  const length = Math.sqrt(situations.reduce((sum, [, strength]) => sum + strength * strength, 0.5));
  for (const [name, strength] of situations) features.push([`situation:${name}`, strength / length]);
  return features;
}

const runWeight = 0.7;

/**
 * The same, and behind it runs of three to six letters of the text as it is written, across words, in half as many buckets: what two
 * phrases share of which no word is the same. One and a half times `size` components.
 */
export function wideFeatures(text: string, size: number): SparseVector {
  const own = textFeatures(text, size);
  const runs = unit(intoBuckets(readText(text).runs, size / 2));
  const count = own.indices.length;
  const indices = new Int32Array(count + runs.indices.length);
  const values = new Float64Array(indices.length);
  indices.set(own.indices);
  values.set(own.values);
  for (let position = 0; position < runs.indices.length; position++) {
    indices[count + position] = size + runs.indices[position];
    values[count + position] = runWeight * runs.values[position];
  }
  return { indices, values };
}

function letterRuns(text: string): readonly [string, number][] {
  const written = ` ${text.toLowerCase().replace(/\s+/g, ' ')} `;
  const counts = new Map<string, number>();
  for (let length = 3; length <= 6; length++) {
    for (let start = 0; start + length <= written.length; start++) {
      const run = written.slice(start, start + length);
      counts.set(run, (counts.get(run) ?? 0) + 1);
    }
  }
  return Array.from(counts, ([run, count]) => [run, 1 + Math.log(count)]);
}

function trigrams(tokens: readonly string[]): readonly string[] {
  return tokens.slice(2).map((token, position) => `${tokens[position]} ${tokens[position + 1]} ${token}`);
}

/** The vector with every component weighed, at length 1 again. */
export function weighted({ indices, values }: SparseVector, weights: Float64Array): SparseVector {
  return unit({ indices, values: values.map((value, position) => value * weights[indices[position]]) });
}
