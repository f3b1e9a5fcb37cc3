import { contentWords } from '../../text/stop-words.ts';
import { stem, words } from '../../text/words.ts';
import type { SemanticSettings } from './settings.ts';

/** A text with what `substitute` finds in it taken out. */
export interface MaskedText {
  readonly masked: string;
  /** What was found, in reading order, by the name of its pattern. */
  readonly found: readonly { readonly name: string; readonly value: string }[];
}

const numberWords: ReadonlySet<string> = new Set(
  `zero one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand once twice
  first second third fourth fifth half double both`.split(/\s+/),
);
const dateWords: ReadonlySet<string> = new Set(
  `january february march april june july august september october november december jan feb mar apr jun jul aug sep sept
  oct nov dec monday tuesday wednesday thursday friday saturday sunday weekend weekday today tomorrow yesterday tonight`.split(
    /\s+/,
  ),
);
const negations: ReadonlySet<string> = new Set(
  'not no never none nothing neither nor without cannot except unless only'.split(' '),
);
const opposites: readonly (readonly [string, string])[] = (
  'on/off in/out up/down before/after early/late earlier/later with/without more/less most/least minimum/maximum ' +
  'smallest/largest shortest/longest open/close opened/unopened opened/closed start/stop begin/end enable/disable lock/unlock ' +
  'add/remove buy/sell send/receive increase/decrease accept/refuse allow/forbid above/below over/under first/last new/old ' +
  'same/different upgrade/downgrade cheap/expensive'
)
  .split(' ')
  .map((pair) => [pair.slice(0, pair.indexOf('/')), pair.slice(pair.indexOf('/') + 1)]);

function maskName(name: string): string {
  return `<${name}>`;
}

export type Substitution = SemanticSettings['substitute'];

/** Masks what the patterns find; where two find something, the one that is listed first has it. */
export function maskEntities(text: string, substitute: Substitution): MaskedText {
  const taken: {
    readonly start: number;
    readonly end: number;
    readonly name: string;
    readonly value: string;
  }[] = [];
  for (const { name, pattern } of substitute) {
    for (const match of text.matchAll(new RegExp(pattern, 'giu'))) {
      const end = match.index + match[0].length;
      if (match[0] === '' || taken.some((other) => other.start < end && match.index < other.end)) continue;
      taken.push({ start: match.index, end, name, value: match[0] });
    }
  }
  taken.sort((a, b) => a.start - b.start);
  let masked = '';
  let position = 0;
  for (const { start, end, name } of taken) {
    masked += text.slice(position, start) + maskName(name);
    position = end;
  }
  masked += text.slice(position);
  return { masked, found: taken.map(({ name, value }) => ({ name, value })) };
}

/** What of a text decides its answer. Masked entities are not among it. */
export interface GuardedEntities {
  /** Numbers, dates, negations, names, as one text: equal or no hit. */
  readonly equal: string;
  readonly words: ReadonlySet<string>;
}

export function guardedEntities(masked: string, guard: SemanticSettings['guard']): GuardedEntities {
  const plain = masked.replace(/<[a-z-]+>/g, ' ');
  const lower = plain.toLowerCase().replaceAll('’', "'");
  const tokens = words(plain);
  const kept: string[] = [];
  const keep = (kind: string, values: Iterable<string>) =>
    kept.push(`${kind}: ${[...values].sort().join(' ')}`);
  if (guard.numbers) {
    const digits = lower.match(/\p{Sc}?\s?[\p{L}\p{N}]*-?\d[\p{L}\p{N}.,:/-]*(?:\s?%)?/gu) ?? [];
    const written = digits.map((value) => value.replace(/\s|[.,:/-]+$/g, ''));
    keep('numbers', [...written, ...tokens.filter((token) => numberWords.has(token))]);
  }
  if (guard.dates) {
    // "may" is a month only where its capital says so.
    const month = /(?<=[\p{Ll}\d,] )May\b/u.test(plain) ? ['may'] : [];
    keep('dates', [...tokens.filter((token) => dateWords.has(token)), ...month]);
  }
  if (guard.polarity) {
    const negated = tokens.map((token) => (/n't$/.test(token) ? 'not' : token));
    keep('negations', new Set(negated.filter((token) => negations.has(token))));
  }
  keep(
    'names',
    guard.names.map((name) => name.toLowerCase()).filter((name) => containsName(lower, name)),
  );
  if (guard.identicalContent) keep('content', new Set(contentWords(tokens).map(stem)));
  return { equal: kept.join('; '), words: new Set(guard.polarity ? tokens : []) };
}

/** False when the texts differ in an entity, or one says the opposite of the other: on and off, before and after. */
export function guardAllows(a: GuardedEntities, b: GuardedEntities): boolean {
  const opposed = (one: GuardedEntities, other: GuardedEntities): boolean =>
    opposites.some(
      ([left, right]) =>
        one.words.has(left) && !one.words.has(right) && other.words.has(right) && !other.words.has(left),
    );
  return a.equal === b.equal && !opposed(a, b) && !opposed(b, a);
}

function containsName(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const isWord = (character: string) => /[\p{L}\p{N}]/u.test(character);
    if (!isWord(text.charAt(at - 1)) && !isWord(text.charAt(at + name.length))) return true;
  }
  return false;
}

/**
 * The answer to one text, given again for another: entities of the first that stand in it become those of the second.
 * Undefined when it depends on what differs: it holds an entity that the first text did not have, or one that the second has no
 * counterpart for.
 */
export function substitutedAnswer(
  answer: string,
  from: MaskedText['found'],
  to: MaskedText['found'],
  substitute: Substitution,
): string | undefined {
  if (substitute.length === 0) return answer;
  const inAnswer = maskEntities(answer, substitute).found;
  if (inAnswer.length === 0) return answer;
  const same = from.length === to.length && from.every(({ name }, index) => name === to[index].name);
  const counterparts = new Map<string, string>();
  for (const [index, { value }] of from.entries()) {
    const other = same ? to[index].value : undefined;
    if (other === undefined || (counterparts.get(value) ?? other) !== other) return undefined;
    counterparts.set(value, other);
  }
  if (inAnswer.some(({ value }) => !counterparts.has(value))) return undefined;
  let position = 0;
  let result = '';
  for (const { value } of inAnswer) {
    const at = answer.indexOf(value, position);
    result += answer.slice(position, at) + (counterparts.get(value) ?? value);
    position = at + value.length;
  }
  return result + answer.slice(position);
}
