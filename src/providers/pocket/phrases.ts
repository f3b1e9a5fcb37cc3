/** One thing that customers write about: what its wording looks like, and how much each wording says. */
export interface Situation {
  readonly name: string;
  readonly cues: readonly (readonly [weight: number, pattern: RegExp])[];
}

const number =
  '(?:\\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a few|few|a couple of|many)';
const product =
  '(?:tents?|(?:back)?packs?|rucksack|bags?|boots?|shoes?|slippers?|socks?|jackets?|coats?|fleece|gloves?|hats?|trousers|pants|kettles?|pans?|pots?|knife|knives|grinders?|lamps?|lanterns?|headlamps?|torch|blankets?|throws?|linen|sheets?|duvet|pillows?|rugs?|carpets?|stoves?|mugs?|cups?|bottles?|flasks?|plates?|glass(?:es)?|chairs?|tables?|tarps?|hammocks?|mats?|mattress|topper|poles?|pegs?|sofa|towels?|items?|products?|articles?|goods|things?|stuff)';

/** Shorthands for patterns: `{parcel}`, `{product}`, … */
const shorthands: { readonly [name: string]: string } = {
  parcel:
    '(?:parcels?|packages?|packets?|pkg|shipments?|orders?|boxe?s?|cartons?|deliver(?:y|ies)|consignments?|freight)',
  product,
  it: `(?:it|this|that|them|those|these|one|ones|(?:the|my|our|your|a|an|both|all|his|her) (?:\\S+ ){0,3}?${product})`,
  duration: `${number} (?:and a half |more |full |whole |business |working |straight |good |long )*(?:days?|nights?|weeks?|months?|mths?|years?|yrs?|summers?|winters?|seasons?|washes|wash|trips?)`,
  month:
    '(?:january|february|febuary|march|april|may|june|july|august|september|october|november|december|jan|feb|aug|sept|oct|nov|dec)',
  size: '(?:x{0,3}[sl]|m|[2-5]xl|small|medium|large|extra large|size \\d+|kid size|regular|long version|tall)',
  colour:
    '(?:black|white|gr[ae]y|blue|navy|green|red|orange|yellow|brown|sage|amber|pink|purple|teal|beige|sand)',
  broken:
    "(?:broke(?:n)?|damaged?|dent(?:s|ed)?|crack(?:s|ed)?|shatter(?:ed)?|smash(?:ed)?|snap(?:s|ped)?|torn|tear|tore|rip(?:ped|s)?|split|chip(?:s|ped)?|scratch(?:ed|es)?|bent|leak(?:s|ed|ing|y)?|drip(?:s|ping)?|dead|crushed|squashed|burst|shards?|in (?:pieces|two|halves|half)|gravel|rattles?|rattling|twisted|warped|loose|wobbl\\w+|faulty|defective|defect|flapping|spill(?:ed|t)?|oozing|hairline|stain(?:s|ed)?|mou?ldy|bits|(?:does|do|is|was|will|wo|did)(?:n't| not) (?:even )?(?:work(?:ing)?|turn on|switch on|light|close|lock|inflate|start|heat|charge)|(?:doesnt|wont|dont|isnt) (?:work|turn on|light|close|lock|start|heat|charge|hold)|not working|stopped working|hole(?:s)?|tipped|flattened|missing a (?:piece|chip))",
  fail: "(?:declin\\w*|reject\\w*|refus\\w*|fail(?:s|ed|ing|ure)?|error|block(?:s|ed)?|insufficient|unavailable|froze(?:n)?|not (?:accept\\w*|work\\w*|go\\w* through|match\\w*|verif\\w*)|won't (?:take|accept|go|work|let|have)|wont (?:take|accept|go|work|let)|doesn't (?:take|accept|go|work)|doesnt (?:take|accept|go|work)|dont (?:go|work)|will not (?:take|accept|have|go|work)|can't (?:pay|check ?out)|hangs?|times? out|spins?|spinning|bounced?|void)",
  want: "(?:want|need|like|love|wish|prefer|would like|'d like|hoping|looking|trying|please|pls|plz|can (?:i|we|you|u)|could (?:i|we|you|u)|may i|how (?:do|can|to|does)|let me|help me)",
  not: "(?:not|n't|no|never|nothing|nobody|none|nowhere|hasnt|havent|didnt|doesnt|isnt|wasnt|arent|dont|cant|wont)",
};

/** Compiles a pattern over text as `plainText` gives it; `{name}` stands for a shorthand, a space for any blank. */
export function phrase(pattern: string): RegExp {
  const full = pattern.replace(/\{([a-z]+)\}/g, (whole, name: string) => shorthands[name] ?? whole);
  return new RegExp(`(?<![a-z0-9])(?:${full})(?![a-z0-9])`);
}

export function situation(name: string, cues: readonly (readonly [number, string])[]): Situation {
  return { name, cues: cues.map(([weight, pattern]) => [weight, phrase(pattern)]) };
}

/** Lower case, plain apostrophes and dashes, single blanks, fillers of speech left out. */
export function plainText(text: string): string {
  return text
    .toLowerCase()
    .replace(/[’‘`]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[‐‑‒–—]/g, '-')
    .replace(/\b(?:um+|uh+|er+m?|you know|like i said|lol|well)\b,?/g, ' ')
    .replace(/\bu\b/g, 'you')
    .replace(/\bur\b/g, 'your')
    .replace(/\bn\b/g, 'and')
    .replace(/\bpl[sz]\b/g, 'please')
    .replace(/_/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
