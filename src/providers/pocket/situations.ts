import { phrase, plainText, type Situation } from './phrases.ts';
import { goodsSituations } from './situations-goods.ts';
import { moneySituations } from './situations-money.ts';
import { parcelSituations } from './situations-parcels.ts';

const simple: readonly Situation[] = [...parcelSituations, ...goodsSituations, ...moneySituations];

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
const newWord = phrase('new|replacement|another one|a third');

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

/** Reads a text the way somebody who knows shops would: what happened, and what is wanted. */
export function readSituations(text: string): Situations {
  const whole = plainText(text);
  const asked = setAside.reduce((current, pattern) => current.replace(pattern, ' '), whole);
  const sentences = asked.split(/(?<=[.!?;])\s+|\s+-\s+/).filter((sentence) => /[a-z]/.test(sentence));
  const scores = new Map<string, number>();
  sentences.forEach((sentence, position) => {
    // What is wanted stands in requests, and mostly at the end; the story before it is background.
    const emphasis =
      (requestCue.test(sentence) ? 1.25 : 1) * (position === sentences.length - 1 && position > 0 ? 1.2 : 1);
    for (const { name, cues } of simple) {
      let score = 0;
      for (const [weight, pattern] of cues) if (pattern.test(sentence)) score += weight;
      if (score > 0) scores.set(name, (scores.get(name) ?? 0) + emphasis * score);
    }
  });
  addDefects(asked, scores);
  for (const [name, score] of scores) scores.set(name, saturate(score));
  return scores;
}

/** The second and third sign of a thing say less than the first. */
function saturate(score: number): number {
  return Math.log(1 + score);
}

/** A defect is a different case when the thing came that way than when it wore out in use: tense and time decide. */
function addDefects(text: string, scores: Map<string, number>): void {
  const broken = count(text, brokenWord);
  const worn = count(text, wearWord);
  const arrival = count(text, arrivalWord);
  const use = count(text, useWord);
  const warranty = count(text, warrantyWord);
  if (broken > 0) {
    const score =
      1.5 * Math.min(broken, 3) + Math.min(arrival, 3) - 2 * Math.min(use, 3) - warranty - 0.5 * worn;
    if (score > 0) scores.set('arrived-broken', score + (newWord.test(text) ? 0.3 : 0));
  }
  if (broken + worn > 0 || warranty > 0) {
    const defect = Math.min(broken + 1.5 * worn, 3);
    const score =
      (defect > 0 ? 1.6 * Math.min(use, 3) : 0) +
      worn +
      2.2 * Math.min(warranty, 2) -
      0.4 * Math.min(arrival, 3);
    if (score > 0) scores.set('broke-in-use', score);
  }
}

function count(text: string, pattern: RegExp): number {
  return text.match(new RegExp(pattern.source, 'g'))?.length ?? 0;
}
