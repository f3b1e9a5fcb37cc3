import { type Message, textOf } from '../../core/message.ts';

/** What stands in a request, told apart by its wording and layout alone. */
export interface PromptText {
  /** Everything before the input: instructions, labels, examples, context. */
  readonly before: string;
  /** What the model is asked about: the last field of the last user message, or the whole message. */
  readonly input: string;
  /** Earlier user and assistant turns, as pairs. */
  readonly turns: readonly { readonly user: string; readonly assistant: string }[];
}

const fieldLine = /^[ \t>*_#-]{0,6}([\p{L}][\p{L}\p{N} _'/-]{0,40}?)[*_]{0,3}[ \t]*:[*_]{0,3}[ \t]*(.*)$/gmu;

/** Splits a request into the input and what comes before it. */
export function readPrompt(messages: readonly Message[]): PromptText {
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  const turns: { user: string; assistant: string }[] = [];
  const beforeParts: string[] = [];
  messages.forEach((message, position) => {
    const previous = messages[position - 1];
    if (position === lastUser) return;
    if (message.role === 'assistant' && previous?.role === 'user') {
      turns.push({ user: textOf(previous), assistant: textOf(message) });
    } else if (!(message.role === 'user' && messages[position + 1]?.role === 'assistant')) {
      beforeParts.push(textOf(message));
    }
  });
  const userMessage = messages[lastUser];
  const { head, input } = splitInput(userMessage === undefined ? '' : textOf(userMessage));
  if (head.trim() !== '') beforeParts.push(head);
  return { before: beforeParts.join('\n\n'), input, turns };
}

/** The last field's value (`Ticket: …`, `<ticket>…</ticket>`), or the whole text when there are no fields. */
export function splitInput(text: string): { readonly head: string; readonly input: string } {
  const element = /<([A-Za-z][\w-]*)(?:\s[^<>]*)?>([^<]*)<\/\1>(?:\s*[^<>\n]{0,120})?\s*$/.exec(text);
  if (element !== null && (element[2] ?? '').trim() !== '') {
    return { head: text.slice(0, element.index), input: (element[2] ?? '').trim() };
  }
  const fields = Array.from(text.matchAll(fieldLine));
  // A field without a value at the very end is where the answer goes.
  let end = text.length;
  while (fields.length > 0) {
    const last = fields[fields.length - 1];
    if (
      (last?.[2] ?? '').trim() !== '' ||
      text.slice((last?.index ?? 0) + (last?.[0].length ?? 0), end).trim() !== ''
    )
      break;
    end = last?.index ?? 0;
    fields.pop();
  }
  const field = fields[fields.length - 1];
  if (field === undefined) return splitParagraph(text.slice(0, end));
  const start = field.index + field[0].length - (field[2] ?? '').length;
  return { head: text.slice(0, field.index), input: text.slice(start, end).trim() };
}

/** Without fields the input is the last paragraph when others stand before it, as in "passages, then the question". */
function splitParagraph(text: string): { readonly head: string; readonly input: string } {
  const trimmed = text.trimEnd();
  const cut = trimmed.lastIndexOf('\n\n');
  if (cut === -1) return { head: '', input: trimmed.trim() };
  return { head: trimmed.slice(0, cut), input: trimmed.slice(cut).trim() };
}

export type AnswerLength = 'phrase' | 'sentence' | 'free';

/** How long an answer the prompt asks for; the shortest wish counts. */
export function readAnswerLength(instructions: string): AnswerLength {
  const text = instructions.toLowerCase();
  if (
    /(?:phrase|label|fact|value|number|words?) only|only (?:the|with the|a) (?:\w+ )?(?:phrase|fact|value|number|words?)|nothing else|as few words|(?:no|not a) full sentence|at most (?:[1-9]|1\d|two|three|five|eight|ten|twelve) words/.test(
      text,
    )
  ) {
    return 'phrase';
  }
  return /\b(?:one|a|1|single) (?:short |single |brief |complete )*sentence|\b(?:be|keep it|answer|stay|as) (?:very |as )?(?:brief|short|concise|terse)|\bbriefly|\bconcise(?:ly)?\b|\bno (?:preamble|introduction|lead-in|filler)|at most (?:\d+|twenty|thirty|forty|fifty) words/.test(
    text,
  )
    ? 'sentence'
    : 'free';
}
