import { splitSentences } from '../../text/sentences.ts';
import { words } from '../../text/words.ts';

export interface Label {
  /** As the prompt writes it, and as the answer must. */
  readonly name: string;
  readonly description: string;
}

export interface Example {
  readonly input: string;
  readonly label: string;
}

/** A sentence of the instructions that says which label to choose when. */
export interface Rule {
  readonly condition: string;
  readonly label: string;
}

/** What a classification prompt says, or undefined when the text is not one. */
export interface LabelPrompt {
  readonly labels: readonly Label[];
  readonly examples: readonly Example[];
  readonly rules: readonly Rule[];
}

const labelLine =
  /^[ \t]*(?:[-*•+]|\d{1,3}[.)]|\|)?[ \t]*[*_`"'[]{0,3}([\p{L}][\p{L}\p{N}]*(?:[_ /&.-][\p{L}\p{N}]+){0,4})[*_`"'\]]{0,3}[ \t]*(?::[*_`]{0,3}|–|—|->|→|=|\||[ ]-[ ])[ \t]*(\S.*?)[ \t]*\|?$/u;
const classifyCue =
  /\b(?:labels?|intents?|categor(?:y|ies)|class(?:es|ify|ified|ification)?|queues?|topics?|triage|sentiment|route|routing|tags?)\b/i;

/** Reads labels, descriptions, examples and rules from the text before the input. */
export function readLabelPrompt(
  before: string,
  turns: readonly { readonly user: string; readonly assistant: string }[],
): LabelPrompt | undefined {
  if (!classifyCue.test(before)) return undefined;
  const lines = before.split('\n');
  const heads = lines.map((line) => labelLine.exec(line));
  const counts = new Map<string, number>();
  for (const head of heads) if (head !== null) counts.set(key(head[1]), (counts.get(key(head[1])) ?? 0) + 1);

  const described = longestRun(
    heads.map((head) => {
      if (head === null) return undefined;
      const name = head[1];
      // A field of the examples (Ticket, Intent) comes again and again; a label is described once.
      return (counts.get(key(name)) ?? 0) > 1 && !/_/.test(name) ? undefined : { name, description: head[2] };
    }),
    lines,
  );
  const listed = described.length >= 2 ? described : inlineLabels(before);
  const examples = readExamples(lines, heads, turns, listed);
  const labels = listed.length >= 2 ? listed : labelsOfExamples(examples);
  if (labels.length < 2) return undefined;
  return { labels, examples: onlyKnown(examples, labels), rules: readRules(before, labels, examples) };
}

function key(name: string): string {
  return name.trim().toLowerCase();
}

/** Label lines that belong together: blank lines and headings between them are allowed, other text ends the list. */
function longestRun(candidates: readonly (Label | undefined)[], lines: readonly string[]): readonly Label[] {
  let best: readonly Label[] = [];
  let current: Label[] = [];
  const close = () => {
    if (score(current) > score(best)) best = current;
    current = [];
  };
  candidates.forEach((candidate, position) => {
    if (candidate !== undefined) current.push(candidate);
    else if (current.length > 0 && !/^\s*$/.test(lines[position] ?? '')) {
      // A wrapped description continues with an indented line.
      if (/^\s{2,}\S/.test(lines[position] ?? '')) {
        const last = current[current.length - 1];
        current[current.length - 1] = {
          ...last,
          description: `${last.description} ${lines[position]?.trim()}`,
        };
      } else close();
    }
  });
  close();
  return best;
}

/** Identifiers are likelier labels than capitalised words. */
function score(labels: readonly Label[]): number {
  return labels.reduce((sum, { name }) => sum + (/_/.test(name) ? 3 : /^\p{Ll}/u.test(name) ? 1.5 : 1), 0);
}

/** "one of: a, b, c", "labels: a | b | c", or identifiers with a description in running text. */
function inlineLabels(text: string): readonly Label[] {
  const list =
    /(?:one of|labels?(?: are)?|categories(?: are)?|intents?(?: are)?|options(?: are)?)\s*:\s*([^\n]+?)(?:\.\s|\.?\n|\.?$)/i.exec(
      text,
    );
  const names = (list?.[1] ?? '')
    .split(/\s*[,|;/]\s*(?:or\s+|and\s+)?|\s+or\s+|\s+and\s+/)
    .map((name) => name.replace(/^[`"'*]+|[`"'*.]+$/g, ''))
    .filter((name) => /^[\p{L}][\p{L}\p{N}_ -]{0,40}$/u.test(name));
  if (names.length >= 2) return names.map((name) => ({ name, description: '' }));
  const found = Array.from(text.matchAll(/\b([a-z]+(?:_[a-z]+)+)\b[`*"]*\s*[:–—=-]\s*/g));
  const labels = new Map<string, string>();
  found.forEach((match, position) => {
    const end = found[position + 1]?.index ?? text.length;
    const description = text.slice(match.index + match[0].length, end).split('\n')[0];
    if (!labels.has(match[1])) labels.set(match[1], description);
  });
  return Array.from(labels, ([name, description]) => ({ name, description }));
}

/** Blocks of fields that end in the label (`Ticket: …`, `Intent: …`), arrows (`… -> label`), and earlier turns. */
function readExamples(
  lines: readonly string[],
  heads: readonly (RegExpExecArray | null)[],
  turns: readonly { readonly user: string; readonly assistant: string }[],
  labels: readonly Label[],
): readonly Example[] {
  const names = new Map(labels.map(({ name }) => [key(name), name]));
  const outputField = findOutputField(heads, names);
  const examples: Example[] = [];
  let input: string[] = [];
  lines.forEach((line, position) => {
    const arrow =
      /^[ \t]*(?:[-*•]|\d+[.)])?[ \t]*["“]?(.+?)["”]?[ \t]*(?:->|=>|→)[ \t]*[`"*]*([\w -]+?)[`"*]*$/.exec(
        line,
      );
    if (arrow !== null && (names.size === 0 || names.has(key(arrow[2])))) {
      examples.push({ input: arrow[1], label: names.get(key(arrow[2])) ?? arrow[2] });
      input = [];
      return;
    }
    const head = heads[position];
    if (head !== null && key(head[1]) === outputField) {
      const label = clean(head[2]);
      if (input.length > 0) examples.push({ input: input.join(' '), label: names.get(key(label)) ?? label });
      input = [];
    } else if (head !== null && !names.has(key(head[1]))) {
      input = [head[2]];
    } else if (/^\s*$/.test(line)) {
      input = [];
    } else if (input.length > 0) input.push(line.trim());
  });
  for (const { user, assistant } of turns) examples.push({ input: user, label: clean(assistant) });
  return examples;
}

function clean(value: string): string {
  return value.trim().replace(/^[`"'*]+|[`"'*.]+$/g, '');
}

/** The field whose values are labels; without listed labels, a field whose short values recur. */
function findOutputField(
  heads: readonly (RegExpExecArray | null)[],
  names: ReadonlyMap<string, string>,
): string | undefined {
  const values = new Map<string, string[]>();
  for (const head of heads) {
    if (head === null) continue;
    const known = values.get(key(head[1]));
    if (known === undefined) values.set(key(head[1]), [clean(head[2])]);
    else known.push(clean(head[2]));
  }
  let best: { field: string; fit: number } | undefined;
  for (const [field, found] of values) {
    const fitting =
      names.size > 0
        ? found.filter((value) => names.has(key(value))).length
        : found.length > 3 && new Set(found).size < found.length
          ? found.filter((value) => /^[\p{L}\p{N}_-]+(?: [\p{L}\p{N}_-]+){0,2}$/u.test(value)).length
          : 0;
    if (fitting * 2 > found.length && fitting > (best?.fit ?? 0)) best = { field, fit: fitting };
  }
  return best?.field;
}

function labelsOfExamples(examples: readonly Example[]): readonly Label[] {
  return Array.from(new Set(examples.map(({ label }) => label)), (name) => ({ name, description: '' }));
}

function onlyKnown(examples: readonly Example[], labels: readonly Label[]): readonly Example[] {
  const names = new Set(labels.map(({ name }) => name));
  return examples.filter(({ label }) => names.has(label));
}

/** Sentences outside the label list and the examples that name a label. */
function readRules(before: string, labels: readonly Label[], examples: readonly Example[]): readonly Rule[] {
  const taken = new Set([
    ...labels.map(({ description }) => description),
    ...examples.map(({ input }) => input),
  ]);
  const rules: Rule[] = [];
  for (const line of before.split('\n')) {
    const head = labelLine.exec(line);
    if (head !== null && (taken.has(head[2]) || labels.some(({ name }) => key(name) === key(clean(head[2])))))
      continue;
    for (const sentence of splitSentences(line)) {
      const rule = readRule(sentence, labels);
      if (rule !== undefined) rules.push(rule);
    }
  }
  return rules;
}

/** What stands before a label that the rule speaks against, itself or through an earlier label of the same list. */
const against =
  /(?:\bnot|\brather than|\binstead of|\bnever|n't (?:choose|pick|use|answer))\s+(?:(?:as|with|choose|pick|use|answer)\s+)?[`"*]*$/i;
const listed = /^[`"*]*\s*(?:,|or|and|nor)\s*(?:or\s+|nor\s+)?[`"*]*$/i;

function readRule(sentence: string, labels: readonly Label[]): Rule | undefined {
  const found = labels
    .flatMap(({ name }) => {
      const at = new RegExp(`(?<!\\w)${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\w)`, 'i').exec(
        sentence,
      );
      return at === null ? [] : [{ name, start: at.index, end: at.index + at[0].length }];
    })
    .sort((a, b) => a.start - b.start);
  const chosen: string[] = [];
  const rejected: string[] = [];
  found.forEach(({ name, start }, position) => {
    const previous = found[position - 1];
    const continues = previous !== undefined && listed.test(sentence.slice(previous.end, start));
    const isRejected =
      against.test(sentence.slice(0, start)) || (continues && rejected.includes(previous.name));
    (isRejected ? rejected : chosen).push(name);
  });
  // A sentence that lists several labels as equals explains the task; it is no rule for one of them.
  const label = chosen[0];
  if (label === undefined || chosen.length > 1) return undefined;
  const despite = /\b(?:even (?:if|when|though)|although|no matter|whatever|regardless of)\b/i.exec(sentence);
  const first = found[0]?.start ?? 0;
  const before = sentence
    .slice(0, first)
    .replace(
      /\b(?:choose|pick|use|answer(?: with)?|select|label(?: it)?(?: as)?|it is|this is|the answer is|not)\b[\s`"*]*$/i,
      '',
    );
  // "If …, choose X" puts the condition first; "X: when …" and "choose X if …" put it last.
  const last = found[found.length - 1]?.end ?? 0;
  const after = sentence.slice(last, despite === null || despite.index < last ? undefined : despite.index);
  const condition = (words(before).length >= 3 ? before : after).replace(/^\s*\d+[.)]/, '').trim();
  if (words(condition).length < 3) return undefined;
  return { condition, label };
}
