import type { Message, Segment } from '../../core/message.ts';

export interface Example {
  readonly id: string;
  readonly text: string;
}

/** An example may be a pair of messages (`example-3-user`, `example-3-assistant`); both go together. */
function exampleOf(segmentId: string): string {
  return /^example-\d+/.exec(segmentId)?.[0] ?? segmentId;
}

function isOpenExample(segment: Segment): boolean {
  return segment.part === 'examples' && !segment.protected;
}

/** The examples of a request that may be dropped, in their order. */
export function examplesIn(messages: readonly Message[]): readonly Example[] {
  const texts = new Map<string, string>();
  for (const segment of messages.flatMap(({ segments }) => segments)) {
    if (!isOpenExample(segment)) continue;
    const id = exampleOf(segment.id);
    const text = segment.content.type === 'text' ? segment.content.text : '';
    texts.set(id, (texts.get(id) ?? '') + text);
  }
  return Array.from(texts, ([id, text]) => ({ id, text }));
}

/** The messages with only these examples; protected ones always stay. */
export function withExamples(messages: readonly Message[], kept: ReadonlySet<string>): readonly Message[] {
  return messages
    .map((message) =>
      message.segments.some(isOpenExample)
        ? {
            ...message,
            segments: message.segments.filter(
              (segment) => !isOpenExample(segment) || kept.has(exampleOf(segment.id)),
            ),
          }
        : message,
    )
    .filter(({ segments }) => segments.length > 0);
}

export function evenlySpaced<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (count >= items.length) return items;
  return Array.from(
    { length: count },
    (_, index) => items[Math.floor(((index + 0.5) * items.length) / count)],
  );
}
