import { type Message, type Segment, textSegment } from '../../core/message.ts';
import { splitParagraphs, withTrailingSpaceOf } from '../../text/paragraphs.ts';

/** A stretch of context that is kept or dropped as a whole: a segment, or a paragraph of the only segment. */
export interface ContextPassage {
  readonly segment: Segment;
  readonly text: string;
}

function openContext({ segments }: Message): readonly { readonly segment: Segment; readonly text: string }[] {
  return segments.flatMap((segment) =>
    segment.part === 'context' && !segment.protected && segment.content.type === 'text'
      ? [{ segment, text: segment.content.text }]
      : [],
  );
}

/** The passages that may be dropped. A list of passages comes as one segment each; a single text is split at blank lines. */
export function passagesOf(messages: readonly Message[]): readonly ContextPassage[] {
  const open = messages.flatMap(openContext);
  if (open.length > 1) return open;
  return open.flatMap(({ segment, text }) =>
    splitParagraphs(text).map((paragraph) => ({ segment, text: paragraph })),
  );
}

/** The messages with only these passages, byte for byte, in their order. */
export function withPassages(
  messages: readonly Message[],
  passages: readonly ContextPassage[],
  kept: ReadonlySet<number>,
): readonly Message[] {
  if (kept.size === passages.length) return messages;
  const textAfter = new Map<Segment, string>();
  for (const [index, { segment, text }] of passages.entries())
    textAfter.set(segment, (textAfter.get(segment) ?? '') + (kept.has(index) ? text : ''));
  return replaceSegments(messages, textAfter);
}

/** The messages with one text in the place of the passages. */
export function withSummary(
  messages: readonly Message[],
  passages: readonly ContextPassage[],
  summary: string,
): readonly Message[] {
  const segments = [...new Set(passages.map(({ segment }) => segment))];
  const textAfter = new Map(segments.map((segment, index) => [segment, index === 0 ? summary : '']));
  const [first] = segments;
  return replaceSegments(messages, textAfter).map((message) => ({
    ...message,
    segments: message.segments.map((segment) =>
      segment.id === first?.id && segment.part === 'context' && segment.content.type === 'text'
        ? textSegment('context', 'context-summary', segment.content.text)
        : segment,
    ),
  }));
}

function replaceSegments(
  messages: readonly Message[],
  textAfter: ReadonlyMap<Segment, string>,
): readonly Message[] {
  return messages
    .map((message) => ({
      ...message,
      segments: message.segments.flatMap((segment): readonly Segment[] => {
        const text = textAfter.get(segment);
        if (text === undefined || segment.content.type !== 'text') return [segment];
        if (text.trim() === '') return [];
        return [
          { ...segment, content: { type: 'text', text: withTrailingSpaceOf(segment.content.text, text) } },
        ];
      }),
    }))
    .filter(({ segments }) => segments.length > 0);
}
