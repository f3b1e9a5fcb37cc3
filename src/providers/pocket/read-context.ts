import { sentenceTexts } from '../../text/sentences.ts';

/** One passage that a prompt gives as context. */
export interface Passage {
  readonly title: string;
  readonly sentences: readonly string[];
}

const opening =
  /(?:^|\n)[ \t]*(?:#{1,6}[ \t]*)?[*_]{0,2}(?:(?:the |relevant |handbook |policy |retrieved |reference )*(?:context|passages?|documents?|excerpts?|sources?|handbook|articles?|knowledge base|policy|policies))[*_]{0,2}[ \t]*:[*_]{0,2}[ \t]*/i;
const passageStart =
  /^[ \t]*(?:\[[\w .-]{1,48}\][ \t]*|#{2,6}[ \t]+|\d{1,3}[.)][ \t]+|(?:passage|document|source|excerpt)[ \t]+\w{1,12}[ \t]*[:.)-][ \t]*)(?=\S)/i;

/** The context of a prompt, and the text around it. */
export interface SplitContext {
  readonly instructions: string;
  readonly passages: readonly Passage[];
}

/**
 * Finds the passages in the text before the question: elements (`<passage>…`), a heading such as "Context:", numbered or
 * bracketed passages. Without any of these, paragraphs of at least two sentences are passages and the whole text may be
 * instructions too.
 */
export function splitContext(before: string): SplitContext {
  const element = /<((?:passage|document|doc|source|excerpt|article)[\w-]*)([^<>]*)>([\s\S]*?)<\/\1>/gi;
  const elements = Array.from(before.matchAll(element));
  if (elements.length > 0) {
    return {
      instructions: before.replace(element, ''),
      passages: elements.map(([, , attributes, text]) => passage(text ?? '', titleOf(attributes ?? ''))),
    };
  }
  const wrapper = /<(context|passages|documents|handbook|sources)[^<>]*>([\s\S]*?)<\/\1>/i;
  const wrapped = wrapper.exec(before);
  if (wrapped !== null) {
    return { instructions: before.replace(wrapper, ''), passages: splitPassages(wrapped[2] ?? '') };
  }
  const heading = opening.exec(before);
  const bracket = /^[ \t]*\[[\w .-]{1,48}\][ \t]*\S/m.exec(before);
  const start = heading === null ? bracket?.index : heading.index + heading[0].length;
  if (start !== undefined) {
    return {
      instructions: before.slice(0, heading?.index ?? start),
      passages: splitPassages(before.slice(start)),
    };
  }
  const paragraphs = before.split(/\n\s*\n/).map((paragraph) => passage(paragraph, ''));
  return { instructions: before, passages: paragraphs.filter(({ sentences }) => sentences.length >= 2) };
}

function titleOf(attributes: string): string {
  return /title\s*=\s*["']([^"']*)["']/i.exec(attributes)?.[1] ?? '';
}

function splitPassages(text: string): readonly Passage[] {
  const passages: Passage[] = [];
  let current: string[] = [];
  const close = () => {
    const body = current.join('\n').trim();
    if (body !== '') passages.push(passage(body, ''));
    current = [];
  };
  for (const line of text.split('\n')) {
    if (passageStart.test(line) || /^\s*(?:-{3,})?\s*$/.test(line)) close();
    if (!/^\s*-{3,}\s*$/.test(line)) current.push(line.replace(passageStart, ''));
  }
  close();
  return mergeTitles(passages);
}

/** A title that a blank line separates from its text belongs to it. */
function mergeTitles(passages: readonly Passage[]): readonly Passage[] {
  const merged: Passage[] = [];
  let title = '';
  for (const { title: own, sentences } of passages) {
    if (sentences.length === 0) {
      title = own;
      continue;
    }
    merged.push({ title: own === '' ? title : own, sentences });
    title = '';
  }
  return merged;
}

function passage(text: string, title: string): Passage {
  const trimmed = text.trim();
  const [first = '', ...rest] = trimmed.split('\n');
  const isTitle = first.length <= 120 && !/[.!?]["')\]]*$/.test(first.trim());
  if (isTitle && (rest.join('').trim() !== '' || title === '')) {
    return { title: title || clean(first), sentences: sentenceTexts(rest.join('\n')).map(clean) };
  }
  return { title, sentences: sentenceTexts(trimmed).map(clean) };
}

function clean(sentence: string): string {
  return sentence
    .replace(/\s+/g, ' ')
    .replace(/^(?:[-*•]|\d{1,3}[.)]|#{1,6})\s+/, '')
    .trim();
}
