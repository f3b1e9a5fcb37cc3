import { canonicalJson } from '../../core/json.ts';
import type { Message, Segment } from '../../core/message.ts';
import { textSegment } from '../../core/message.ts';
import type { ChatRequest } from '../../core/request.ts';
import { writeNumbered } from '../../text/numbered.ts';

/** A request that can share a call: one question, and everything else that it says. */
export interface PackableRequest {
  /** The user's own words. */
  readonly item: string;
  /** Equal for requests that differ in their item only. */
  readonly constant: string;
}

/** Where the user's words stand in a message: segments next to each other that hold text and may be changed. */
function userSegments({ segments }: Message): { readonly from: number; readonly to: number } | undefined {
  const isUser = ({ part }: Segment): boolean => part === 'user';
  const from = segments.findIndex(isUser);
  const to = segments.findLastIndex(isUser) + 1;
  const isOpen = ({ part, content, protected: isProtected }: Segment): boolean =>
    part === 'user' && content.type === 'text' && !isProtected;
  return from !== -1 && segments.slice(from, to).every(isOpen) ? { from, to } : undefined;
}

/**
 * Reads a request as a constant part and the user's item. Undefined when it cannot share a call: it has tools, images or
 * earlier turns, wants a format that holds one answer, or stops at a text that may stand between two answers.
 */
export function readPackable({
  messages,
  tools,
  parameters,
  ...rest
}: ChatRequest): PackableRequest | undefined {
  const last = messages.at(-1);
  const place = last && userSegments(last);
  const before = messages.slice(0, -1);
  const wantsText = (parameters.responseFormat?.type ?? 'text') === 'text';
  if (
    last?.role !== 'user' ||
    place === undefined ||
    rest.sharedBy !== undefined ||
    tools.length > 0 ||
    !wantsText ||
    (parameters.stop ?? []).length > 0 ||
    before.some(({ role }) => role !== 'system') ||
    messages.some(({ segments }) =>
      segments.some(({ part, content }) => part === 'history' || content.type !== 'text'),
    )
  ) {
    return undefined;
  }
  const text = (segment: Segment): string => (segment.content.type === 'text' ? segment.content.text : '');
  const { from, to } = place;
  const { segments } = last;
  const around = [segments.slice(0, from).map(text).join(''), segments.slice(to).map(text).join('')];
  const system = before.map((message) => message.segments.map(text).join(''));
  return {
    item: segments.slice(from, to).map(text).join(''),
    constant: canonicalJson([system, around, parameters, JSON.stringify(rest)]),
  };
}

/** One request for all of them: the constant part as it is, and the items numbered behind the instruction. */
export function composeRequest(
  requests: readonly ChatRequest[],
  items: readonly string[],
  instruction: string,
): ChatRequest {
  const [first] = requests;
  const last = first.messages[first.messages.length - 1];
  const { from, to } = userSegments(last) ?? { from: 0, to: last.segments.length };
  const packed = textSegment('user', last.segments[from].id, `${instruction}\n\n${writeNumbered(items)}`);
  const limit = first.parameters.maxOutputTokens;
  return {
    ...first,
    messages: [
      ...first.messages.slice(0, -1),
      { ...last, segments: last.segments.toSpliced(from, to - from, packed) },
    ],
    parameters: {
      ...first.parameters,
      ...(limit === undefined ? {} : { maxOutputTokens: limit * requests.length }),
    },
  };
}
