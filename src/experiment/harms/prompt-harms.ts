import type { Part } from '../../core/message.ts';
import type { ChatRequest } from '../../core/request.ts';
import { words } from '../../text/words.ts';
import { editRequest, type Harm, type ImpossibleHarm, requestHarm } from './harm.ts';
import type { ListenedCase } from './listen.ts';

const listMark = /^\s*(?:[-*•+]|\d{1,3}[.)])\s+/;
const notAnInstruction = /^\s*(?:#{1,6}\s|[-*_=]{3,}\s*$)/;

/** Paragraphs, and each list item with the lines that go on with it; headings and rules are no instructions. */
export function instructionsIn(text: string): readonly string[] {
  const items: string[] = [];
  let current: string[] = [];
  const finish = (): void => {
    const item = current.join('\n').trim();
    if (words(item).length >= 3) items.push(item);
    current = [];
  };
  for (const line of text.split('\n')) {
    const isBreak = line.trim() === '' || notAnInstruction.test(line);
    if (isBreak || listMark.test(line)) finish();
    if (!isBreak) current.push(line);
  }
  finish();
  return [...new Set(items)];
}

const instructing: ReadonlySet<Part> = new Set(['system', 'instructions']);

function textsOf({ messages }: ChatRequest, parts: ReadonlySet<Part>): readonly string[] {
  return messages.flatMap(({ segments }) =>
    segments.flatMap(({ part, content }) =>
      parts.has(part) && content.type === 'text' ? [content.text] : [],
    ),
  );
}

/** Cases that an instruction must be part of to count as one: those that say the same to every case. */
const comparedCases = 10;

/** Instructions that every case gets, in reading order. */
function sharedInstructions(listened: ReadonlyMap<string, ListenedCase>): readonly string[] {
  const compared = [...listened.values()].slice(0, comparedCases);
  const texts = compared.map(({ requests }) => requests.flatMap((request) => textsOf(request, instructing)));
  const [first = [], ...others] = texts;
  return [...new Set(first.flatMap(instructionsIn))].filter((item) =>
    others.every((other) => other.some((text) => text.includes(item))),
  );
}

/** At most `count` of them, evenly spread from the first to the last. */
function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (items.length <= count) return items;
  if (count === 1) return items.slice(0, 1);
  return Array.from(
    { length: count },
    (_, index) => items[Math.round((index * (items.length - 1)) / (count - 1))],
  );
}

function quoted(text: string): string {
  const line = text.replace(listMark, '').replace(/\s+/g, ' ');
  return `“${line.length <= 70 ? line : `${line.slice(0, 69)}…`}”`;
}

/** Each instruction in turn, at most `most` of them. */
export function instructionHarms(
  listened: ReadonlyMap<string, ListenedCase>,
  most: number,
): readonly (Harm | ImpossibleHarm)[] {
  const items = sharedInstructions(listened);
  const family = 'instructions';
  if (items.length === 0) {
    const reason = 'the prompt names no system or instructions part';
    return [{ name: 'instruction-removed', family, description: 'an instruction is missing', reason }];
  }
  return spread(items, most).map((item) => ({
    name: `instruction-removed-${items.indexOf(item) + 1}`,
    family,
    description: `the instruction ${quoted(item)} is missing`,
    middleware: requestHarm((request) =>
      editRequest(request, (text, { part }) => (instructing.has(part) ? text.split(item).join('') : text)),
    ),
  }));
}

const examples: ReadonlySet<Part> = new Set(['examples']);

export function exampleHarms(
  listened: ReadonlyMap<string, ListenedCase>,
): readonly (Harm | ImpossibleHarm)[] {
  const described = {
    name: 'examples-removed',
    family: 'examples',
    description: 'all examples are missing',
  } as const;
  const hasExamples = [...listened.values()].some(({ requests }) =>
    requests.some((request) => textsOf(request, examples).length > 0),
  );
  if (!hasExamples) return [{ ...described, reason: 'the prompt has no examples' }];
  return [
    {
      ...described,
      middleware: requestHarm((request) =>
        editRequest(request, (text, { part }) => (part === 'examples' ? undefined : text)),
      ),
    },
  ];
}

/** A model that somebody named as weaker answers in place of the pipeline's own. */
export function modelHarms(weaker: string | undefined): readonly (Harm | ImpossibleHarm)[] {
  const described = { name: 'weaker-model', family: 'model' } as const;
  if (weaker === undefined) {
    const reason = 'no weaker model was named (--weaker)';
    return [{ ...described, description: 'a weaker model answers', reason }];
  }
  return [
    {
      ...described,
      description: `${weaker} answers`,
      middleware: requestHarm((request) =>
        request.model === weaker ? request : { ...request, model: weaker },
      ),
    },
  ];
}
