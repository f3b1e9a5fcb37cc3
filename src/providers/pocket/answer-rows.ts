import { softmax } from '../../learn/logistic-regression.ts';
import { isStopWord } from '../../text/stop-words.ts';
import { stem, words } from '../../text/words.ts';
import type { Answer } from './answer.ts';
import { groupsOf } from './lexicon.ts';
import type { AnswerLength } from './read-prompt.ts';
import type { Row } from './read-rows.ts';
import type { Tier } from './tiers.ts';

/** Kinds of value that a question asks for; only the large tier knows them. */
const kindsOfValue: readonly (readonly [question: RegExp, value: RegExp])[] = [
  [/\bwhen\b|\bwhich day\b|\bwhat day\b|\bwhat date\b|\bhow long ago\b/i, /^\d{4}-\d{2}-\d{2}/],
  [
    /\bhow much\b|\bcosts?\b|\bprice\b|\bsum\b|\bwhat amount\b|\bpay\b.*\?|\bexpensive\b/i,
    /^[$€£] ?\d|\d ?(?:USD|EUR)$/,
  ],
  [/\bhow many\b/i, /^\d{1,4}$/],
];

/** A rule is asked for, not what happened to somebody's records. */
const asksForRule =
  /\b(?:can|could|may|must|should)\b|\bhow long\b|\buntil when\b|\bam i allowed\b|\bdo i have to\b/i;

type Extreme = { readonly wish: RegExp; readonly of: RegExp; readonly pick: 'largest' | 'smallest' };

const extremes: readonly Extreme[] = [
  { wish: /\b(?:most expensive|dearest|highest|biggest)\b/i, of: /^[$€£] ?\d/, pick: 'largest' },
  { wish: /\b(?:cheapest|least|lowest|smallest)\b/i, of: /^[$€£] ?\d/, pick: 'smallest' },
  {
    wish: /\b(?:last|latest|newest|most recent(?:ly)?)\b/i,
    of: /^\d{4}-\d{2}-\d{2}/,
    pick: 'largest',
  },
  { wish: /\b(?:first|earliest|oldest)\b/i, of: /^\d{4}-\d{2}-\d{2}/, pick: 'smallest' },
];

interface Reader {
  readonly terms: (text: string) => ReadonlySet<string>;
  readonly groups: (text: string) => ReadonlySet<string>;
  readonly expects: boolean;
}

function readerFor(tier: Tier): Reader {
  const content = (text: string): readonly string[] => {
    const own = words(text.replaceAll('_', ' ')).filter((word) => !isStopWord(word));
    return tier.readsWordForms ? own.map(stem) : own;
  };
  return {
    terms: (text) => new Set(content(text)),
    groups: (text) => new Set(tier.knowsSynonyms ? content(text).flatMap(groupsOf) : []),
    expects: tier.knowledge === 'full',
  };
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] {
  return [...a].filter((term) => b.has(term));
}

/** How much a value has to do with the question; an identifier written out settles it. */
function matchOf(value: string, question: string, reader: Reader): number {
  if (/\d/.test(value) && value.length >= 4 && question.toLowerCase().includes(value.toLowerCase())) return 4;
  const terms = overlap(reader.terms(question), reader.terms(value)).length;
  return terms + (terms > 0 ? 0 : 0.6 * overlap(reader.groups(question), reader.groups(value)).length);
}

/** Rows that share what the question mentions weigh less than a row that alone has it. */
function scoreRows(rows: readonly Row[], question: string, reader: Reader): readonly number[] {
  const matches = rows.map((row) => [...row.values()].map((value) => matchOf(value, question, reader)));
  const frequency = new Map<string, number>();
  rows.forEach((row, index) => {
    [...row.values()].forEach((value, column) => {
      if (matches[index][column] > 0) frequency.set(value, (frequency.get(value) ?? 0) + 1);
    });
  });
  return rows.map((row, index) =>
    [...row.values()].reduce(
      (sum, value, column) => sum + matches[index][column] / (frequency.get(value) ?? 1),
      0,
    ),
  );
}

function scoreField(field: string, value: string, question: string, reader: Reader): number {
  // What the question already says is not what it asks for.
  const said = matchOf(value, question, reader) >= 1 ? 1 : 0;
  const named = overlap(reader.terms(field), reader.terms(question)).length;
  const meant = overlap(reader.groups(field), reader.groups(question)).length;
  const wanted = reader.expects ? kindsOfValue.filter(([asks]) => asks.test(question)) : [];
  const fits = wanted.some(([, shows]) => shows.test(value)) ? 2 : 0;
  const misfits = wanted.length > 0 && fits === 0 ? 2 : 0;
  return 2 * named + (named > 0 ? 0 : meant) + fits - misfits - 3 * said;
}

/** What a record is called: its longest value in words. */
function nameField(row: Row): string | undefined {
  const named = [...row].filter(([, value]) => /^\p{L}[\p{L}\s\d-]*\s\p{L}/u.test(value));
  return named.sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? [...row.keys()][0];
}

function numberIn(value: string): number {
  const digits = value.replace(/[^\d.]/g, '');
  return digits === '' ? Number.NaN : Number(digits);
}

function extremeRow(rows: readonly Row[], question: string): Row | undefined {
  const extreme = extremes.find(({ wish }) => wish.test(question));
  if (extreme === undefined) return undefined;
  const ranked = rows.flatMap((row) => {
    const value = [...row.values()].find((each) => extreme.of.test(each));
    return value === undefined ? [] : [{ row, size: numberIn(value) }];
  });
  ranked.sort((a, b) => (extreme.pick === 'largest' ? b.size - a.size : a.size - b.size));
  return ranked[0]?.row;
}

function say(row: Row, field: string, length: AnswerLength): string {
  const value = row.get(field);
  if (value === undefined) return `There is no ${field.replaceAll('_', ' ')}.`;
  if (length === 'phrase') return value;
  const name = nameField(row);
  const about = name === undefined || name === field ? '' : ` of the ${row.get(name)}`;
  const sentence = `The ${field.replaceAll('_', ' ')}${about} is ${value}.`;
  return length === 'free' ? `Based on the records: ${sentence}` : sentence;
}

/**
 * Answers from the record that the question speaks of, with the field that it asks for; undefined when it asks for something
 * that no record says. The small tier compares words, the medium one their forms and meanings; the large one also expects a
 * date, an amount or a number where the question asks for one, counts records, and finds the largest or the latest.
 */
export function answerFromRows(
  rows: readonly Row[],
  question: string,
  length: AnswerLength,
  tier: Tier,
): Answer | undefined {
  const reader = readerFor(tier);
  if (tier.readsWordForms && asksForRule.test(question)) return undefined;
  const scores = scoreRows(rows, question, reader);
  if (
    reader.expects &&
    /\bhow many\b.{0,12}\b(?:orders|purchases|parcels|records|entries)\b/i.test(question)
  ) {
    const counted = rows.filter((row) =>
      [...row.values()].some((value) => matchOf(value, question, reader) > 0),
    ).length;
    return { text: length === 'phrase' ? String(counted) : `There are ${counted}.`, confidence: 0.6 };
  }
  const best = scores.indexOf(Math.max(...scores));
  const extreme = reader.expects && scores[best] < 1 ? extremeRow(rows, question) : undefined;
  const row = extreme ?? rows[best];
  if (extreme === undefined && scores[best] <= 0) return undefined;
  const fields = [...new Set(rows.flatMap((each) => [...each.keys()]))];
  const fieldScores = fields.map((field) => scoreField(field, row.get(field) ?? '', question, reader));
  const asked = fieldScores.indexOf(Math.max(...fieldScores));
  const isNamed = fieldScores[asked] > 0;
  const field = isNamed ? fields[asked] : nameField(row);
  if (field === undefined || (!isNamed && !/\b(?:which|what|where|who)\b/i.test(question))) return undefined;
  const certainty =
    extreme === undefined ? softmax(Float64Array.from(scores, (score) => 2 * score))[best] : 0.6;
  return { text: say(row, field, length), confidence: certainty * (isNamed ? 0.95 : 0.5) };
}
