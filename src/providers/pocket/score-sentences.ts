import { isStopWord } from '../../text/stop-words.ts';
import { stem, words } from '../../text/words.ts';
import { groupsOf } from './lexicon.ts';
import type { Passage } from './read-context.ts';
import { readQuestion } from './reader.ts';
import type { Tier } from './tiers.ts';

interface Reading {
  readonly terms: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly pairs: ReadonlySet<string>;
}

interface Candidate extends Reading {
  readonly passage: number;
  readonly sentence: string;
}

/** What a tier reads out of passages before it sees a question. */
export interface ReadContext {
  readonly candidates: readonly Candidate[];
  readonly passageTerms: readonly ReadonlySet<string>[];
  readonly titleTerms: readonly ReadonlySet<string>[];
  readonly frequency: ReadonlyMap<string, number>;
}

export function readContext(passages: readonly Passage[], tier: Tier): ReadContext {
  const candidates = passages.flatMap(({ sentences }, passage) =>
    sentences.map((sentence): Candidate => ({ passage, sentence, ...readText(sentence, tier) })),
  );
  const frequency = new Map<string, number>();
  const passageTerms = passages.map(() => new Set<string>());
  for (const { passage, terms, groups } of candidates) {
    for (const term of [...terms, ...groups]) {
      frequency.set(term, (frequency.get(term) ?? 0) + 1);
      passageTerms[passage].add(term);
    }
  }
  const titleTerms = passages.map(({ title }) => {
    const { terms, groups } = readText(title, tier);
    return new Set([...terms, ...groups]);
  });
  return { candidates, passageTerms, titleTerms, frequency };
}

/** Passages come back from question to question, so what was read out of a sentence is kept. */
const readings = new Map<string, Reading>();
const readingLimit = 10_000;

function readText(text: string, tier: Tier): Reading {
  const key = `${tier.name} ${text}`;
  const known = readings.get(key);
  if (known !== undefined) return known;
  const terms = termsOf(text, tier);
  const reading: Reading = {
    terms: new Set(terms),
    groups: new Set(tier.knowsSynonyms ? terms.flatMap(groupsOf) : []),
    pairs: pairsOf(terms),
  };
  if (readings.size >= readingLimit) readings.clear();
  readings.set(key, reading);
  return reading;
}

function termsOf(text: string, tier: Tier): readonly string[] {
  const content = words(text).filter((word) => !isStopWord(word));
  return tier.readsWordForms ? content.map(stem) : content;
}

function pairsOf(terms: readonly string[]): ReadonlySet<string> {
  return new Set(terms.slice(1).map((term, position) => `${terms[position]} ${term}`));
}

/** Kinds of answer that a question expects, and how a sentence shows that it holds one. */
export const expectations: readonly (readonly [question: RegExp, sentence: RegExp])[] = [
  [
    /\bhow (?:long|many (?:\w+ )?(?:days|weeks|months|hours|minutes)|soon|quickly|fast|late|early|far ahead)|\bwhen\b|\bwhat time|deadline|until when|how much time|which day|from when/i,
    /\d+[\d.,:]* (?:business |full |more )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)|\d (?:am|pm)\b|midnight|noon|(?:mon|tues|wednes|thurs|fri|satur|sun)day|the next day|immediately|as soon as|day of|once|lifetime/i,
  ],
  [
    /\bhow much|\bcost|\bprice|\bfee\b|\bpay\b|\bcharge|\bfor (?:free|nothing)|\bexpensive|knock something off|what amount/i,
    /\$ ?\d|\d ?%|\bfree\b|no (?:extra )?(?:charge|cost)|dollars?/i,
  ],
  [
    /\bhow many|\bwhat (?:size|is the (?:smallest|largest|maximum|minimum))|how (?:wide|tall|big|heavy|large|often)|\bat what|what value|from what/i,
    /\d|\b(?:one|two|three|four|five|six|once|twice|single)\b/i,
  ],
  [
    /\bwhere\b|which (?:page|menu|button|tab)|how do i (?:find|see|download)/i,
    /\b(?:under|click|page|button|tab|bottom|top|menu|link|inside|outside|on the|in the|at the)\b/i,
  ],
  [
    /^(?:can|could|may|do|does|is|are|will|would|must|should|am|has|have)\b|[.,;!?] (?:can|could|may|do|does|is|are|will|would|must|should)\b|\bsurely\b|\blegit\b|\ballowed\b/i,
    /\b(?:cannot|not|no|never|only|must|can|may|except|unless|without|but|treated|possible|stays?|always)\b/i,
  ],
  [
    /\bwho\b/i,
    /\b(?:team|desk|support|customer|carrier|manager|bank|technician|recipient|buyer|decides?)\b/i,
  ],
  [
    /\bhow (?:do|can|does|should)\b|what (?:do|must|should) (?:i|we)/i,
    /\b(?:click|open|choose|enter|select|send|form|button|chat|by e-mail|must|under|with)\b/i,
  ],
  [/\bwhy\b/i, /\b(?:because|if|when|since|so that|not|only)\b/i],
  [
    /\bwhat happens\b|\bwhat if\b/i,
    /\b(?:is|are|will be) (?:\w+ )?(?:cancelled|charged|returned|treated|closed|kept|sent|refunded|lost|blocked|deducted)\b|if\b/i,
  ],
];

/**
 * A score for every sentence of the context: how much it shares with the question, and from the medium tier on how well it answers it
 * (reader.ts). The small tier counts shared words; the medium one compares stems and weighs rare ones; the large one also knows
 * synonyms, reads pairs, titles and neighbouring sentences, and expects a duration, an amount or a place when the question asks for one.
 *
 * @param readAtMost how many of the sentences that share most are read; the others get no score
 */
export function scoreSentences(
  context: ReadContext,
  question: string,
  tier: Tier,
  readAtMost = Number.POSITIVE_INFINITY,
): Float64Array {
  const alike = likenesses(context, question, tier);
  if (tier.readingDirections === 0) return alike;
  const answers = readQuestion(question, tier.readingDirections);
  const read = shortlist(alike, readAtMost);
  return alike.map((score, position) =>
    read === undefined || read.has(position)
      ? score + answers(context.candidates[position].sentence)
      : Number.NEGATIVE_INFINITY,
  );
}

/** The positions of the highest scores; undefined when there is room for all. */
function shortlist(scores: Float64Array, size: number): ReadonlySet<number> | undefined {
  if (scores.length <= size) return undefined;
  const order = Array.from(scores, (_, position) => position).sort((a, b) => scores[b] - scores[a] || a - b);
  return new Set(order.slice(0, size));
}

function likenesses(context: ReadContext, question: string, tier: Tier): Float64Array {
  const { candidates, frequency, passageTerms, titleTerms } = context;
  const { terms: asked, groups: askedGroups, pairs } = readText(question, tier);
  if (!tier.readsWordForms) {
    return Float64Array.from(
      candidates,
      ({ terms: own }) => shared(asked, own, () => 1) / Math.sqrt(6 + own.size),
    );
  }
  const weigh = (term: string) => Math.log(1 + candidates.length / (1 + (frequency.get(term) ?? 0)));
  const large = tier.knowledge === 'full';
  const expected = large ? expectations.filter(([asks]) => asks.test(question)) : [];
  const passageScores = passageTerms.map(
    (own, passage) =>
      shared(asked, own, weigh) +
      0.35 * shared(askedGroups, own, weigh) +
      2 * shared(asked, titleTerms[passage], weigh) +
      0.6 * shared(askedGroups, titleTerms[passage], weigh),
  );
  return Float64Array.from(candidates, (candidate) => {
    const lexical = shared(asked, candidate.terms, weigh);
    if (!large)
      return (
        (lexical + 0.3 * shared(askedGroups, candidate.groups, weigh)) / Math.sqrt(8 + candidate.terms.size)
      );
    const synonyms = shared(askedGroups, candidate.groups, weigh);
    const together = shared(pairs, candidate.pairs, () => 1);
    const own = (lexical + 0.9 * synonyms + 1.2 * together) / Math.sqrt(10 + candidate.terms.size);
    const around = 0.04 * passageScores[candidate.passage];
    const fits = expected.filter(([, shows]) => shows.test(candidate.sentence)).length;
    return own + around + fits / Math.max(1, expected.length);
  });
}

function shared(
  asked: ReadonlySet<string>,
  own: ReadonlySet<string>,
  weigh: (term: string) => number,
): number {
  let sum = 0;
  for (const term of asked) if (own.has(term)) sum += weigh(term);
  return sum;
}
