import { stem, words } from '../../text/words.ts';

/** Kinds of words that stand for each other in what customers write: any product, any person, any colour. */
const members: { readonly [kind: string]: string } = {
  product: `tent backpack pack rucksack bag boots boot shoes shoe slippers socks jacket coat fleece gloves hat trousers pants hoodie shirt kettle pan
    pot skillet knife knives grinder lamp lantern headlamp torch flashlight blanket throw linen sheet sheets duvet pillow pillows pillowcase rug carpet
    stove mug mugs cup bottle flask plate plates bowl glass glasses chair table tarp hammock mat mattress topper poles pole pegs sofa towel towels teapot
    vase mirror shelf bench curtain curtains apron candle scale thermos cooler sleeping canister tray set lid item product thing stuff goods`,
  person: `wife husband mother father mom mum dad sister brother son daughter grandmother grandma grandfather aunt uncle niece nephew friend roommate
    boyfriend girlfriend partner colleague boss neighbor neighbour kid kids toddler baby parents fiance fiancee cousin`,
  color: `black white gray grey blue navy green red orange yellow brown sage amber pink purple teal beige sand cream olive charcoal burgundy color colour shade`,
  size: `small medium large xl xxl xs 2xl 3xl size bigger smaller larger king queen twin l m s`,
  part: `handle zipper zip strap seam seams sole soles lid hinge buckle button valve switch spring elastic hood sleeve cord cable screw screws leg legs knob
    bracket lining coating stitching base spout blade motor battery`,
  weekday: `monday tuesday wednesday thursday friday saturday sunday`,
  month: `january february march april may june july august september october november december`,
  recent: `today tonight yesterday morning afternoon tomorrow hour hours minute minutes`,
  days: `day days week weeks`,
  long: `month months year years summer winter season spring fall autumn`,
  count: `one two three four five six seven eight nine ten eleven twelve twenty thirty`,
  agent: `agent colleague support chat rep representative staff team warehouse`,
  carrier: `courier carrier driver postman mailman van truck`,
  shop: `you your quillmoor shop store website site page app`,
};

const kindOfStem: ReadonlyMap<string, string> = new Map(
  Object.entries(members).flatMap(([kind, list]) => words(list).map((word) => [stem(word), kind] as const)),
);

/** The words of a text with products, people, colours, numbers and the like replaced by their kind. */
export function abstractWords(plain: string): readonly string[] {
  return words(plain).map((word) => {
    const base = stem(word);
    return kindOfStem.get(base) ?? (/^\d/.test(word) ? 'number' : base);
  });
}

const marks: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['return number', /\bR-\d{3,}/],
  ['invoice number', /\bINV-\d/i],
  ['order number', /\b(?!R-|INV)[A-Z]{2,4}-\d{3,}/],
  ['amount', /[$€£] ?\d/],
  ['code word', /\b[A-Z]{3,}\d{1,3}\b/],
  ['question', /\?/],
  ['clothing size', /\b(?:XS|S|M|L|XL|XXL|[2-5]XL)\b/],
  ['e-mail', /@\w+\.\w/],
  [
    'date',
    /\b(?:\d{1,2}(?:st|nd|rd|th)|(?:January|February|March|April|May|June|July|August|September|October|November|December) \d)/,
  ],
];

/** What a text holds, whatever its words: an amount, a return number, a question, a time of months. */
export function kindsOf(text: string, plain: string): readonly string[] {
  const found = words(plain).flatMap((word) => kindOfStem.get(stem(word)) ?? []);
  return [...found, ...marks.filter(([, pattern]) => pattern.test(text)).map(([kind]) => kind)];
}
