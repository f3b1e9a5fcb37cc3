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
  for (const { segments } of messages) {
    for (const segment of segments) {
      if (!isOpenExample(segment)) continue;
      const id = exampleOf(segment.id);
      const text = segment.content.type === 'text' ? segment.content.text : '';
      texts.set(id, (texts.get(id) ?? '') + text);
    }
  }
  return Array.from(texts, ([id, text]) => ({ id, text }));
}

/** The messages with only these examples; protected ones always stay. */
export function withExamples(messages: readonly Message[], kept: ReadonlySet<string>): readonly Message[] {
  return messages.flatMap((message) => {
    if (!message.segments.some(isOpenExample)) return [message];
    return prunedOnce(message)([...kept].join(' '), () => {
      const segments = message.segments.filter(
        (segment) => !isOpenExample(segment) || kept.has(exampleOf(segment.id)),
      );
      return segments.length === 0 ? [] : [{ ...message, segments }];
    });
  });
}

const pruned = new WeakMap<Message, Map<string, readonly Message[]>>();

/** The same message without the same examples is one object, so that its digest is computed once. */
function prunedOnce(message: Message) {
  const known = pruned.get(message) ?? new Map<string, readonly Message[]>();
  pruned.set(message, known);
  return (kept: string, prune: () => readonly Message[]): readonly Message[] => {
    const earlier = known.get(kept);
    if (earlier !== undefined) return earlier;
    const shorter = prune();
    known.set(kept, shorter);
    return shorter;
  };
}

export function evenlySpaced<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (count >= items.length) return items;
  return Array.from(
    { length: count },
    (_, index) => items[Math.floor(((index + 0.5) * items.length) / count)],
  );
}
