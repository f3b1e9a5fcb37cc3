import type { Json, JsonObject } from './json.ts';

/** The parts of a prompt that optimizations can tell apart. */
export const parts = ['system', 'instructions', 'examples', 'context', 'history', 'tools', 'user'] as const;
export type Part = (typeof parts)[number];

export type Content =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly mediaType: string; readonly source: ImageSource }
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly arguments: JsonObject }
  | { readonly type: 'tool-result'; readonly callId: string; readonly result: Json };

export type ImageSource =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'base64'; readonly data: string };

/**
 * A stretch of a message that belongs to one part. `id` is unique in its request and stable between cases where the
 * text is (an example, a passage), so that a lever can name what it removed. A protected segment passes through
 * every lever byte-identically.
 */
export interface Segment {
  readonly part: Part;
  readonly id: string;
  readonly content: Content;
  readonly protected: boolean;
}

export const roles = ['system', 'user', 'assistant', 'tool'] as const;
export type Role = (typeof roles)[number];

export interface Message {
  readonly role: Role;
  readonly segments: readonly Segment[];
}

/** A tool that the model may call; `parameters` is a JSON Schema. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonObject;
}

/** The text of a message as a vendor receives it: its text segments, joined without anything between. */
export function textOf(message: Message): string {
  return message.segments.map(({ content }) => (content.type === 'text' ? content.text : '')).join('');
}

/** The text of one part of a request, its segments joined by blanks: what a lever compares passages or tools with. */
export function textOfPart(messages: readonly Message[], part: Part): string {
  const texts: string[] = [];
  for (const { segments } of messages) {
    for (const segment of segments) {
      if (segment.part === part && segment.content.type === 'text') texts.push(segment.content.text);
    }
  }
  return texts.join(' ');
}

export function textSegment(part: Part, id: string, text: string, isProtected = false): Segment {
  return { part, id, content: { type: 'text', text }, protected: isProtected };
}

/**
 * Rewrites the unprotected text segments of the given parts; everything else is passed through as it is.
 * `undefined` removes a segment, and a message that loses its last segment is removed too.
 */
export function mapText(
  messages: readonly Message[],
  partsToChange: ReadonlySet<Part>,
  change: (text: string, segment: Segment) => string | undefined,
): readonly Message[] {
  return messages
    .map((message) => ({
      role: message.role,
      segments: message.segments.flatMap((segment): readonly Segment[] => {
        if (segment.protected || segment.content.type !== 'text' || !partsToChange.has(segment.part))
          return [segment];
        const text = change(segment.content.text, segment);
        if (text === undefined) return [];
        return text === segment.content.text ? [segment] : [{ ...segment, content: { type: 'text', text } }];
      }),
    }))
    .filter((message) => message.segments.length > 0);
}

/** `mapText` for a change that takes time; nothing is removed. */
export async function mapTextAsync(
  messages: readonly Message[],
  partsToChange: ReadonlySet<Part>,
  change: (text: string) => Promise<string>,
): Promise<readonly Message[]> {
  const changed = new Map<string, string>();
  for (const { segments } of messages) {
    for (const { part, content, protected: isProtected } of segments) {
      if (!isProtected && content.type === 'text' && partsToChange.has(part))
        changed.set(content.text, await change(content.text));
    }
  }
  return mapText(messages, partsToChange, (text) => changed.get(text) ?? text);
}

/** Remembers what a pure change makes of a message, as long as the message lives: prompts share theirs between requests. */
export function oncePerMessage(
  change: (message: Message) => readonly Message[],
): (message: Message) => readonly Message[] {
  const known = new WeakMap<Message, readonly Message[]>();
  return (message) => {
    const earlier = known.get(message);
    if (earlier !== undefined) return earlier;
    const changed = change(message);
    known.set(message, changed);
    return changed;
  };
}
