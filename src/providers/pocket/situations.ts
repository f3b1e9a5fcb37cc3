import { stems } from '../../text/words.ts';
import { phrase, plainText, type Situation } from './phrases.ts';
import { goodsSituations } from './situations-goods.ts';
import { moneySituations } from './situations-money.ts';
import { parcelSituations } from './situations-parcels.ts';
import { stateSituations } from './situations-states.ts';
import { mendSpelling } from './spelling.ts';
import { readVocabulary } from './vocabulary.ts';

const simple: readonly Situation[] = [
  ...parcelSituations,
  ...goodsSituations,
  ...moneySituations,
  ...stateSituations,
];

/** Names of everything that `readSituations` can see. */
export const situationNames: readonly string[] = [
  ...simple.map(({ name }) => name),
  'arrived-broken',
  'broke-in-use',
];

/** How strongly each situation speaks from a text; absent means not at all. */
export type Situations = ReadonlyMap<string, number>;

const brokenWord = phrase('{broken}');
const arrivalWord = phrase(
  'arriv\\w*|came|comes|coming|deliver\\w*|courier|postman|unbox\\w*|un-?pack\\w*|unwrapp\\w*|opened|opening|unrolled|out of the box|the box|boot print|carton|parcel|package|packag\\w*|brand[- ]?new|new|today|tonight|this (?:morning|afternoon)|first time|never used|nobody has used|straight from|handed|photos?|pictures?|pics?|minutes|an hour ago|on arrival|when it (?:came|arrived|got)|within 7 days|fragile|got (?:a|my|the)|you sent|what now',
);
const useWord = phrase(
  '{duration} (?:old|ago|of use|of (?:light|normal|daily) use|good|in|before|without)|(?:after|for|had|had it|lasted|within|owned|over|about|nearly|almost|only|less than|since about|night) {duration}|since (?:last|the|{month}|about|christmas|thanksgiving|easter)|(?:last|this past|previous|until|till|in|around|this) (?:{month}|summer|winter|season|fall|autumn|spring|year|thanksgiving|christmas|labor day)|(?:first|second|third|two|three) (?:season|summer|winter)s?|used to|used (?:it )?(?:daily|every|twice|once|for)|was (?:great|fine|ok|dry|good)|washes|every (?:morning|day|night|time)|nights of use|forty nights|bought(?: \\S+){0,4} (?:ago|last|in {month})|years?|months|no longer|any ?more|stopped|gave (?:up|out)|giv(?:es|ing) up|wore|worn (?:out|through|off)|anymore|never (?:dropped|bleached|abused)|did not in|keeps',
);
const wearWord = phrase(
  "stopped|gave (?:up|out)|wor[en] (?:out|through|off)|peel\\w*|flak\\w*|fray\\w*|rust\\w*|unstitch\\w*|unravel\\w*|disintegrat\\w*|crumbs?|fell (?:off|apart)|fall(?:s|ing|en)? (?:off|apart)|coming (?:off|apart|undone)|came (?:off|apart|undone|loose)|come unstitched|lost (?:all )?its|no longer (?:seals?|holds?|works?|heats?|closes?)|(?:won't|wont|doesn't|doesnt) (?:hold|keep|stay)(?: \\S+)? (?:charge|air)|died?|dies|let(?:s|ting)? (?:in )?water|soaks? through|stuck on|pulled out|cold in|seams?|delaminat\\w*|smile|drip|clog\\w*|burn(?:t|ed) out|given up|quit|packed (?:it )?in|conked",
);
const warrantyWord = phrase(
  'warrant\\w+|guarantee\\w*|covered|coverd|repair\\w*|under the (?:two|five|2|5) years?|(?:two|five|2|5) years on|lifetime|spare part|another department',
);

/**
 * Sentences and clauses that set something aside: "I'm not asking about a return", "the payment was fine", "never mind
 * the discount". What they name is not what the writer wants.
 */
const setAside: readonly RegExp[] = [
  /(?:i'm |i am |it's |it is |this is |that's |is |^|[.!,;] ?)not (?:a |an |the )?(?:asking|about|complaining|contesting|disputing|complaint|return\b|refund|exchange|parcel thing|here to|interested in)(?:(?! but |[.!?;:]).)*/g,
  /(?:i |we )?(?:have no wish to|don't want to|do not want to|dont want to|never asked to|not going to) (?:dispute|complain|return|cancel|exchange)[^.!?;,]*/g,
  /(?:please )?(?:don't|do not|dont) (?:refund|cancel|exchange|want (?:a |the |my |any |another )(?:refund|money|return|exchange|replacement|date|day|address|third)|need (?:a |the |any )(?:refund|money|tracking|exchange|replacement))[^.!?;,]*/g,
  /(?:payment|promo|code|address|order|parcel|tracking|product|price|delivery|account|card|size|colou?r|box|packaging)(?: \S+)? (?:was|were|is|are|went|works|looked|looks)(?: \S+)? (?:fine|ok|okay|correct|right|sorted|perfect|good|there|great)\b/g,
  /never mind [^.!?;,]*|forget about [^.!?;,]*|leave the \S+ alone/g,
  /(?:haven't|have not|havent|hasn't|never) (?:returned|sent back|ordered|cancelled|asked for)(?: \S+){0,2}/g,
  /(?:nothing is|nothing's|isn't|is not|not) (?:broken|damaged|missing|late|locked)/g,
  /no need (?:for|to) [^.!?;,]*|rather than (?:a |the )?(?:refund|exchange|return)/g,
];

const requestCue = phrase(
  "please|can (?:you|i|we)|could (?:you|i|we|somebody|someone)|would (?:you|be)|i'd like|i would like|i want|we want|i need|we need|how do|how can|what do|where|when|kindly|may i|is there|just|simply|but|so|asking|send|get me|help",
);

/** What is left of a text without what it sets aside. */
export function askedPart(plain: string): string {
  return setAside.reduce((current, pattern) => current.replace(pattern, ' '), plain);
}

/** How much a tier knows: telling words, wordings of several words, or also spelling, syntax and what a text sets aside. */
export type Depth = 'words' | 'wordings' | 'full';

/** A request sentence, and the last one, say more about what is wanted than the story before them. */
const requestEmphasis = 1.25;
const lastEmphasis = 1.2;
/** Further cues in a sentence, and further sentences, count half. */
const furtherShare = 0.5;
const phraseShare = 0.6;
const wordingShare = 0.9;
const strengthUnit = 2;

const cache = new Map<string, Situations>();
const cacheLimit = 4_000;

/** Reads a text the way somebody who knows shops would: what happened, and what is wanted. */
export function readSituations(text: string, depth: Depth = 'full'): Situations {
  const key = `${depth} ${text}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const situations =
    depth === 'full' ? readFully(text) : readWordings(text, depth === 'words' ? 1 : undefined);
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(key, situations);
  return situations;
}

const defectParts = ['broken', 'fresh-arrival', 'long-use', 'warranty'] as const;
type DefectCues = { readonly [part in (typeof defectParts)[number] | 'worn']: number };

function readWordings(text: string, longest: number | undefined): Situations {
  const found = readVocabulary(stems(plainText(text)), longest);
  const scores = new Map<string, number>();
  for (const name of situationNames) {
    const score = found.get(name) ?? 0;
    if (score > 0) scores.set(name, (wordingShare * score) / strengthUnit);
  }
  const cue = (part: string) => saturate((wordingShare * (found.get(part) ?? 0)) / 2);
  addDefects(scores, {
    broken: cue('broken'),
    'fresh-arrival': cue('fresh-arrival'),
    'long-use': cue('long-use'),
    warranty: cue('warranty'),
    worn: 0,
  });
  return scores;
}

function readFully(text: string): Situations {
  const asked = askedPart(mendSpelling(plainText(text)));
  const sentences = asked.split(/(?<=[.!?;])\s+|\s+-\s+/).filter((sentence) => /[a-z]/.test(sentence));
  const sums = new Map<string, number>();
  const peaks = new Map<string, number>();
  const defects = new Map<string, number>();
  sentences.forEach((sentence, position) => {
    const isLast = position === sentences.length - 1 && position > 0;
    const emphasis = (requestCue.test(sentence) ? requestEmphasis : 1) * (isLast ? lastEmphasis : 1);
    const wordings = readVocabulary(stems(sentence));
    for (const part of defectParts) defects.set(part, (defects.get(part) ?? 0) + (wordings.get(part) ?? 0));
    for (const { name, cues } of simple) {
      const weights = cues.filter(([, pattern]) => pattern.test(sentence)).map(([weight]) => weight);
      const strongest = Math.max(0, ...weights);
      const rest = weights.reduce((sum, weight) => sum + weight, 0) - strongest;
      const phrases = phraseShare * (strongest + furtherShare * rest);
      const score = emphasis * (phrases + wordingShare * (wordings.get(name) ?? 0));
      if (score === 0) continue;
      sums.set(name, (sums.get(name) ?? 0) + score);
      peaks.set(name, Math.max(peaks.get(name) ?? 0, score));
    }
  });
  const scores = new Map<string, number>();
  for (const [name, peak] of peaks) {
    scores.set(name, (peak + furtherShare * ((sums.get(name) ?? 0) - peak)) / strengthUnit);
  }
  const cue = (part: string, pattern: RegExp) =>
    saturate(phraseShare * count(asked, pattern) + (wordingShare * (defects.get(part) ?? 0)) / 2);
  addDefects(scores, {
    broken: cue('broken', brokenWord),
    'fresh-arrival': cue('fresh-arrival', arrivalWord),
    'long-use': cue('long-use', useWord),
    warranty: cue('warranty', warrantyWord),
    worn: phraseShare * saturate(count(asked, wearWord)),
  });
  return scores;
}

/** The fifth sign of a thing says less than the first. */
function saturate(score: number): number {
  return score / (1 + score / 6);
}

/** A defect is a different case when the thing came that way than when it wore out in use: tense and time decide. */
function addDefects(scores: Map<string, number>, cues: DefectCues): void {
  const { broken, worn, warranty, 'fresh-arrival': arrival, 'long-use': use } = cues;
  const onArrival = broken + 0.7 * arrival * Math.min(1, broken) - 0.7 * use - 0.7 * warranty;
  if (broken > 0 && onArrival > 0) scores.set('arrived-broken', onArrival);
  const defect = broken + worn;
  const inUse = 1.2 * use * Math.min(1, defect) + 0.7 * worn + 1.5 * warranty - 0.3 * arrival;
  if ((defect > 0 || warranty > 0) && inUse > 0) scores.set('broke-in-use', inUse);
}

function count(text: string, pattern: RegExp): number {
  return text.match(new RegExp(pattern.source, 'g'))?.length ?? 0;
}
