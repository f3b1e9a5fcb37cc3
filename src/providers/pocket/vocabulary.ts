import { stem, words } from '../../text/words.ts';
import { defectVocabulary } from './vocabulary-defects.ts';
import { goodsVocabulary } from './vocabulary-goods.ts';
import { moneyVocabulary } from './vocabulary-money.ts';
import { parcelVocabulary } from './vocabulary-parcels.ts';

interface Phrase {
  readonly situation: string;
  readonly weight: number;
  /** Stems in order; undefined stands for up to `longestGap` words. */
  readonly stems: readonly (string | undefined)[];
}

const longestGap = 3;
const marks: { readonly [mark: string]: number } = { '!': 2, '?': 0.4 };

const vocabularies: readonly { readonly [situation: string]: string }[] = [
  parcelVocabulary,
  goodsVocabulary,
  defectVocabulary,
  moneyVocabulary,
];

/** Phrases by their first stem. A phrase that several situations share says less about each. */
const phrases: ReadonlyMap<string, readonly Phrase[]> = (() => {
  const all = vocabularies.flatMap((vocabulary) =>
    Object.entries(vocabulary).flatMap(([situation, list]) =>
      list.split(',').flatMap((entry) => parsePhrase(situation, entry.trim())),
    ),
  );
  const sharing = new Map<string, Set<string>>();
  const keyOf = ({ stems }: Phrase) => stems.map((part) => part ?? '..').join(' ');
  for (const phrase of all) {
    const key = keyOf(phrase);
    sharing.set(key, (sharing.get(key) ?? new Set()).add(phrase.situation));
  }
  const index = new Map<string, Phrase[]>();
  const seen = new Set<string>();
  for (const phrase of all) {
    const key = keyOf(phrase);
    const first = phrase.stems[0];
    if (first === undefined || seen.has(`${phrase.situation} ${key}`)) continue;
    seen.add(`${phrase.situation} ${key}`);
    const weight = phrase.weight / (sharing.get(key)?.size ?? 1);
    const known = index.get(first);
    if (known === undefined) index.set(first, [{ ...phrase, weight }]);
    else known.push({ ...phrase, weight });
  }
  return index;
})();

function parsePhrase(situation: string, entry: string): readonly Phrase[] {
  const mark = marks[entry.charAt(0)];
  const text = mark === undefined ? entry : entry.slice(1);
  const stems = text.split(' ').flatMap((part) => (part === '..' ? [undefined] : words(part).map(stem)));
  if (!stems.some((part) => part !== undefined)) return [];
  // Longer wordings are surer.
  const length = stems.filter((part) => part !== undefined).length;
  return [{ situation, weight: (mark ?? 1) * (1 + 0.25 * (length - 1)), stems }];
}

/** Every word that a phrase holds, as it is written there. */
export const vocabularyWords: readonly string[] = vocabularies.flatMap((vocabulary) =>
  Object.values(vocabulary).flatMap((list) => [...words(list)]),
);

/**
 * How much a sentence's wording says about each situation, by phrases of at most `longest` words. Phrases that only cover words which a surer phrase of the same situation
 * covers already are not counted.
 */
export function readVocabulary(
  stems: readonly string[],
  longest = Number.POSITIVE_INFINITY,
): ReadonlyMap<string, number> {
  const found = new Map<string, { weight: number; start: number; end: number }[]>();
  stems.forEach((first, start) => {
    for (const phrase of phrases.get(first) ?? []) {
      if (phrase.stems.length > longest) continue;
      const end = matchEnd(phrase.stems, stems, start);
      if (end === undefined) continue;
      const list = found.get(phrase.situation) ?? [];
      list.push({ weight: phrase.weight, start, end });
      found.set(phrase.situation, list);
    }
  });
  const scores = new Map<string, number>();
  for (const [situation, list] of found) {
    list.sort((a, b) => b.weight - a.weight || a.start - b.start);
    const covered = new Set<number>();
    let score = 0;
    for (const { weight, start, end } of list) {
      let isNew = false;
      for (let position = start; position < end; position++) {
        if (covered.has(position)) continue;
        isNew = true;
        covered.add(position);
      }
      if (isNew) score += weight;
    }
    scores.set(situation, score);
  }
  return scores;
}

/** Where a phrase that starts here ends, or undefined when it does not match. */
function matchEnd(
  phrase: readonly (string | undefined)[],
  stems: readonly string[],
  start: number,
): number | undefined {
  let position = start;
  for (let part = 0; part < phrase.length; part++) {
    const wanted = phrase[part];
    if (wanted !== undefined) {
      if (stems[position] !== wanted) return undefined;
      position++;
      continue;
    }
    const next = phrase[part + 1];
    let gap = 0;
    while (gap < longestGap && stems[position] !== next) {
      position++;
      gap++;
    }
  }
  return position;
}
