import { stopWords } from '../../text/stop-words.ts';
import { vocabularyWords } from './vocabulary.ts';
import { commonWords } from './weights/words.generated.ts';

/** How people write when they are in a hurry. */
const shortForms: { readonly [written: string]: string } = {
  dont: "don't",
  doesnt: "doesn't",
  didnt: "didn't",
  cant: "can't",
  wont: "won't",
  isnt: "isn't",
  wasnt: "wasn't",
  arent: "aren't",
  werent: "weren't",
  hasnt: "hasn't",
  havent: "haven't",
  hadnt: "hadn't",
  wouldnt: "wouldn't",
  couldnt: "couldn't",
  shouldnt: "shouldn't",
  im: "i'm",
  ive: "i've",
  thats: "that's",
  whats: "what's",
  wheres: "where's",
  theres: "there's",
  theyre: "they're",
  youre: "you're",
  r: 'are',
  thx: 'thanks',
  ty: 'thanks',
  b4: 'before',
  wanna: 'want to',
  gonna: 'going to',
  gotta: 'have to',
  cuz: 'because',
  bc: 'because',
  acct: 'account',
  pw: 'password',
  pkg: 'package',
  addy: 'address',
  adress: 'address',
  adres: 'address',
  bday: 'birthday',
  xmas: 'christmas',
  tmrw: 'tomorrow',
  msg: 'message',
  mins: 'minutes',
  hrs: 'hours',
  yrs: 'years',
  mths: 'months',
  wks: 'weeks',
  info: 'information',
  colour: 'color',
  colours: 'colors',
  grey: 'gray',
  cancelled: 'canceled',
  cancelling: 'canceling',
  neighbour: 'neighbor',
  neighbours: 'neighbors',
  recieved: 'received',
  recieve: 'receive',
  insted: 'instead',
  becuase: 'because',
  definately: 'definitely',
  wierd: 'weird',
  alot: 'a lot',
  mould: 'mold',
  mouldy: 'moldy',
  instalment: 'installment',
  instalments: 'installments',
  cheque: 'check',
  metre: 'meter',
  metres: 'meters',
};

const known: ReadonlySet<string> = new Set([...commonWords.split(' '), ...vocabularyWords, ...stopWords]);

/** Known words by what is left of them when one letter is dropped, so that one slip of the finger is found at once. */
const byDeletion: ReadonlyMap<string, string> = (() => {
  const index = new Map<string, string>();
  for (const word of known) {
    if (word.length < 5) continue;
    for (const rest of deletions(word)) if (!index.has(rest)) index.set(rest, word);
  }
  return index;
})();

function* deletions(word: string): Generator<string> {
  for (let position = 1; position < word.length; position++)
    yield word.slice(0, position) + word.slice(position + 1);
}

const mended = new Map<string, string>();

function mend(word: string): string {
  const short = shortForms[word];
  if (short !== undefined) return short;
  if (word.length < 5 || known.has(word) || !/^[a-z]+$/.test(word)) return word;
  const cached = mended.get(word);
  if (cached !== undefined) return cached;
  const result = inflected(word) ? word : (nearestKnown(word) ?? word);
  if (mended.size > 20_000) mended.clear();
  mended.set(word, result);
  return result;
}

/** An inflected form of a known word is no slip. */
function inflected(word: string): boolean {
  const base = word.replace(/(?:e?s|e?d|ing|ly|e?r)$/, '');
  return (
    [base, `${base}e`, word.slice(0, -1)].some((form) => known.has(form)) ||
    known.has(`${word}s`) ||
    known.has(`${word}d`)
  );
}

/** A known word that differs by one letter left out, doubled, swapped or mistaken, the first letter apart. */
function nearestKnown(word: string): string | undefined {
  const missing = byDeletion.get(word);
  if (missing !== undefined) return missing;
  if (word.length < 6) return undefined;
  for (const rest of deletions(word)) {
    if (rest.length >= 5 && known.has(rest)) return rest;
    const candidate = byDeletion.get(rest);
    if (candidate !== undefined && candidate.length === word.length) return candidate;
  }
  return undefined;
}

/** Writes short forms out, brings spellings to one form and mends single slips in words that are otherwise unknown. */
export function mendSpelling(text: string): string {
  return text.replace(/[a-z][a-z0-9']*/g, (word) => mend(word));
}
