import {
  createRandom,
  derive,
  integerBelow,
  nextUnit,
  type Random,
  shuffle,
} from '../../src/stats/random.ts';
import type { SourceQuestion } from './source.ts';

export interface TrafficRow {
  readonly vars: { readonly question: string; readonly time: string; readonly channel: string };
  readonly assert: readonly { readonly type: string; readonly value: string | readonly string[] }[];
  readonly metadata: {
    readonly id: string;
    readonly split: 'train' | 'tune' | 'test';
    readonly timestamp: string;
    /** Requests with the same canonical have the same answer. */
    readonly canonical: string;
    readonly channel: string;
    /** What was done to the hand-written sentence: nothing, or letter case, marks, a greeting, a slip of a finger. */
    readonly surface: string;
    /** Whether entities that do not matter stand in it, or one that decides the answer. */
    readonly entities: 'none' | 'free' | 'deciding';
  };
}

export interface TrafficSettings {
  readonly requests: number;
  readonly seed: string;
  readonly firstDay: string;
  readonly days: number;
}

/** What the shipped dataset is made with. */
export const trafficSettings: TrafficSettings = {
  requests: 4_800,
  seed: 'traffic-2026',
  firstDay: '2026-03-02',
  days: 8,
};

/** A question with one answer: a source line, or one class of the values of its slot. */
interface Canonical {
  readonly name: string;
  readonly question: SourceQuestion;
  readonly values: readonly string[];
  readonly phrases: readonly string[];
}

interface Draft {
  readonly text: string;
  readonly surface: string;
}

function canonicalsOf(question: SourceQuestion): readonly Canonical[] {
  if (!('values' in question)) {
    return [{ name: question.id, question, values: [], phrases: question.phrases }];
  }
  const classes = [...new Set(Object.values(question.values).map((value) => value.class))];
  return classes.map((name) => {
    const members = Object.entries(question.values).filter(([, value]) => value.class === name);
    return {
      name: `${question.id}/${name}`,
      question,
      values: members.map(([value]) => value),
      phrases: [...new Set(members.flatMap(([, { phrases }]) => phrases))],
    };
  });
}

function weighted(weights: readonly number[], random: Random): number {
  const drawn = nextUnit(random) * weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    sum += weight;
    if (drawn < sum) return index;
  }
  return weights.length - 1;
}

/** Weights 1 / (rank + shift) (Zipf–Mandelbrot with exponent 1). */
function zipf(count: number, shift: number): readonly number[] {
  return Array.from({ length: count }, (_, rank) => 1 / (rank + 1 + shift));
}

const products =
  'Drumlin tent,Oxbow boots,Emberlite stove,Fenwick kettle,Harrow backpack,Larch headlamp,Tarn sleeping bag,Ridge jacket,Copperline pan,Moss blanket,Birch lamp,Cairn rug,Selkie bottle,Thistle pillow,Granite knife,Willow linen set,Orchard grinder,Beacon lantern'.split(
    ',',
  );
const months = 'January,February,March,April,May,June,July,August,September,October,November,December'.split(
  ',',
);
const greetings = ['Hi, ', 'Hello, ', 'Good morning. ', 'Quick question: '];
const closings = [' Thanks', ' Thank you!', ' Please help', ' Thanks in advance.'];

/** Quiet nights, a peak before noon and one in the evening; index = hour. */
const hourly = [2, 1, 1, 1, 1, 2, 4, 6, 9, 11, 12, 11, 10, 9, 9, 9, 9, 10, 11, 12, 10, 8, 5, 3];

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[integerBelow(random, items.length)];
}

function entity(name: string, random: Random): string {
  switch (name) {
    case 'order':
      return `QM-${10_000 + integerBelow(random, 90_000)}`;
    case 'product':
      return pick(random, products);
    case 'date':
      return nextUnit(random) < 0.5
        ? `${pick(random, months)} ${1 + integerBelow(random, 28)}`
        : `${1 + integerBelow(random, 12)}/${1 + integerBelow(random, 28)}`;
    default:
      return `$${10 + integerBelow(random, 290)}.${pick(random, ['00', '50', '90', '99'])}`;
  }
}

function fill(template: string, random: Random): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => entity(name, random));
}

/** Swaps two neighbouring letters inside a word of five letters or more that holds no digit. */
function withSlip(text: string, random: Random): string {
  const candidates = Array.from(text.matchAll(/(?<![\w-])[a-z]{5,}(?![\w-])/g));
  if (candidates.length === 0) return text;
  const { 0: word, index } = pick(random, candidates);
  const at = index + 1 + integerBelow(random, word.length - 3);
  return `${text.slice(0, at)}${text.charAt(at + 1)}${text.charAt(at)}${text.slice(at + 2)}`;
}

/** Sentences that customers put before a question; none of them changes its answer. */
const preambles = [
  'My order number is {order}. ',
  'It is about order {order}. ',
  'I bought the {product} last week. ',
  'My {product} arrived on {date}. ',
  'I am a new customer. ',
  'I looked on your website and found nothing. ',
];

function dress(text: string, random: Random): Draft {
  const draw = nextUnit(random);
  if (draw < 0.42) return { text, surface: 'plain' };
  if (draw < 0.54) return { text: text.toLowerCase(), surface: 'lower-case' };
  if (draw < 0.65) return { text: text.replace(/[?.!]+$/, ''), surface: 'no-mark' };
  if (draw < 0.7) return { text: text.replace(/\?$/, '??').replace(/ /, '  '), surface: 'marks' };
  if (draw < 0.78) return { text: pick(random, greetings) + text, surface: 'greeting' };
  if (draw < 0.85) return { text: text + pick(random, closings), surface: 'closing' };
  if (draw < 0.96) return { text: fill(pick(random, preambles), random) + text, surface: 'preamble' };
  return { text: withSlip(text, random), surface: 'slip' };
}

/** "$25" must not match inside "$250", nor "5 days" inside "25 days". */
function assertionFor(phrases: readonly string[]): TrafficRow['assert'] {
  const [phrase = ''] = phrases;
  if (phrases.length > 1) return [{ type: 'icontains-any', value: phrases }];
  if (!/^[$\d]/.test(phrase) && !/\d$/.test(phrase)) return [{ type: 'icontains', value: phrase }];
  const escaped = phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const before = /^[$\d]/.test(phrase) ? '(?<![\\d$.,-])' : '';
  return [{ type: 'regex', value: `${before}${escaped}${/\d$/.test(phrase) ? '(?!\\d|[.,]\\d)' : ''}` }];
}

function arrivalTimes({ requests, firstDay, days }: TrafficSettings, random: Random): readonly number[] {
  const start = Date.parse(`${firstDay}T00:00:00Z`);
  const times = Array.from({ length: requests }, () => {
    const day = integerBelow(random, days);
    const hour = weighted(hourly, random);
    return start + ((day * 24 + hour) * 3600 + integerBelow(random, 3600)) * 1000;
  });
  return times.sort((a, b) => a - b);
}

/**
 * Requests of a support desk in order of arrival: how often a question is asked follows Zipf's law, so does how often
 * each of its paraphrases is used; entities and surface forms vary. The first tenth trains, the next four tenths tune, the
 * rest tests.
 */
export function makeTraffic(
  questions: readonly SourceQuestion[],
  settings: TrafficSettings,
): readonly TrafficRow[] {
  const { seed, requests } = settings;
  const canonicals = shuffle(createRandom(derive(seed, 'popularity')), questions.flatMap(canonicalsOf));
  const popularity = zipf(canonicals.length, 30);
  const random = createRandom(derive(seed, 'requests'));
  const channels = ['chat', 'chat', 'e-mail', 'form'];
  return arrivalTimes(settings, createRandom(derive(seed, 'arrivals'))).map((time, position) => {
    const { name, question, values, phrases } = canonicals[weighted(popularity, random)];
    const ask = question.asks[weighted(zipf(question.asks.length, 1), random)];
    const chosen = values.length === 0 ? '' : pick(random, values);
    const filled = fill('slot' in question ? ask.replaceAll(`{${question.slot}}`, chosen) : ask, random);
    const sentence = filled.charAt(0).toUpperCase() + filled.slice(1);
    const { text, surface } = dress(/^[a-z]/.test(ask) ? filled : sentence, random);
    const channel = pick(random, channels);
    const free = /\{(?:order|product|date|amount)\}/.test(ask) || /QM-\d|\d\/\d/.test(text);
    const timestamp = new Date(time).toISOString();
    const share = position / requests;
    return {
      vars: { question: text, time: `${timestamp.slice(0, 10)} ${timestamp.slice(11, 16)}`, channel },
      assert: assertionFor(phrases),
      metadata: {
        id: `request-${String(position + 1).padStart(4, '0')}`,
        split: share < 0.1 ? 'train' : share < 0.5 ? 'tune' : 'test',
        timestamp,
        canonical: name,
        channel,
        surface,
        entities: values.length > 0 ? 'deciding' : free ? 'free' : 'none',
      },
    };
  });
}
