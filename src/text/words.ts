import { stemmer } from 'stemmer';

/**
 * Identifiers with a digit behind a hyphen (`QM-48213`, `INV-2025-0931`), numbers with their unit letters (`1,234.56`,
 * `120v`, `2xl`), and runs of letters with inner apostrophes. A hyphen between letters separates words.
 */
const wordPattern =
  /\p{L}+-\d[\p{L}\p{N}]*(?:-[\p{L}\p{N}]+)*|\d+(?:[.,:]\d+)*\p{L}*|\p{L}[\p{L}\p{M}\p{N}]*(?:['’]\p{L}+)*/gu;

/** The words of a text in reading order, in lower case; typographic apostrophes become plain ones. */
export function words(text: string): readonly string[] {
  return (text.toLowerCase().match(wordPattern) ?? []).map((word) => word.replaceAll('’', "'"));
}

const stemCache = new Map<string, string>();
const stemCacheLimit = 50_000;

/** The Porter stem of a lower-case word; words that hold a digit, and one- and two-letter words, are left as they are. */
export function stem(word: string): string {
  const known = stemCache.get(word);
  if (known !== undefined) return known;
  const bare = word.replace(/'(?:s|ll|re|ve|d|m)$/, '');
  const result = bare.length <= 2 || /\d/.test(bare) ? bare : stemmer(bare);
  if (stemCache.size >= stemCacheLimit) stemCache.clear();
  stemCache.set(word, result);
  return result;
}

/** The stems of a text's words, in reading order. */
export function stems(text: string): readonly string[] {
  return words(text).map(stem);
}

/**
 * The character n-grams of every word, each word padded with one space at both ends, so that `to` and `-tion` differ.
 * Words shorter than the n-gram give one n-gram of their own length.
 */
export function characterNgrams(text: string, smallest: number, largest: number): readonly string[] {
  const grams: string[] = [];
  for (const word of words(text)) {
    const letters = Array.from(` ${word} `);
    for (let size = smallest; size <= largest; size++) {
      if (letters.length < size) {
        if (size === smallest) grams.push(letters.join(''));
        break;
      }
      for (let start = 0; start + size <= letters.length; start++) {
        grams.push(letters.slice(start, start + size).join(''));
      }
    }
  }
  return grams;
}

/** Neighbouring pairs, joined with a space. */
export function bigrams(tokens: readonly string[]): readonly string[] {
  return tokens.slice(1).map((token, index) => `${tokens[index]} ${token}`);
}
