import { digestText } from '../core/digest.ts';
import type { Content, Segment, ToolDefinition } from '../core/message.ts';
import type { ChatRequest, ModelRequest } from '../core/request.ts';
import type { ContentFilter } from './content.ts';
import { encodeJson } from './rows.ts';

/** Instructions, examples and passages come back in many requests: from this length on, they are stored once per run. */
const sharedFrom = 200;

interface SharedText {
  readonly type: 'shared-text';
  readonly digest: string;
}

interface StoredSegment extends Omit<Segment, 'content'> {
  readonly content: Content | SharedText;
}

interface StoredMessage {
  readonly role: ChatRequest['messages'][number]['role'];
  readonly segments: readonly StoredSegment[];
}

interface StoredChatRequest extends Omit<ChatRequest, 'messages' | 'tools'> {
  /**
   * Messages, or digests of the bodies that hold them: all but the last message are shared, because what stands before
   * a request's own words comes back in others.
   */
  readonly messages: readonly (StoredMessage | string)[];
  /** The tools, or the digest of the body that holds them. */
  readonly tools: readonly ToolDefinition[] | string;
}

type StoredRequest = StoredChatRequest | Exclude<ModelRequest, ChatRequest>;

const purgedMessage: StoredMessage = {
  role: 'system',
  segments: [{ part: 'system', id: 'purged', content: { type: 'text', text: '[purged]' }, protected: false }],
};

/** Keeps a body under the digest of the original, unless it is there already. */
export type KeepBody = (digest: string, body: () => string) => void;

function shareTexts(request: ModelRequest, filter: ContentFilter, keep: KeepBody): StoredRequest {
  if (request.kind === 'embedding') return request;
  const share = (segment: Segment): StoredSegment => {
    const { content } = segment;
    if (content.type !== 'text' || content.text.length < sharedFrom) return segment;
    const digest = digestText(content.text);
    keep(digest, () => JSON.stringify(filter.text(content.text)));
    return { ...segment, content: { type: 'shared-text', digest } };
  };
  const shareTools = (): readonly ToolDefinition[] | string => {
    if (request.tools.length === 0) return request.tools;
    const digest = digestText(JSON.stringify(request.tools));
    keep(digest, () => encodeJson(filter.tools(request.tools)));
    return digest;
  };
  const messages = request.messages.map(({ role, segments }, index): StoredMessage | string => {
    const message = { role, segments: segments.map(share) };
    if (index === request.messages.length - 1) return message;
    const digest = digestText(JSON.stringify(message));
    keep(digest, () => encodeJson(filteredMessage(message, filter)));
    return digest;
  });
  return { ...request, messages, tools: shareTools() };
}

function filteredMessage({ role, segments }: StoredMessage, filter: ContentFilter): StoredMessage {
  return {
    role,
    segments: segments.map((segment) =>
      segment.content.type === 'shared-text'
        ? segment
        : { ...segment, content: filter.content(segment.content) },
    ),
  };
}

function filtered(request: StoredRequest, filter: ContentFilter): StoredRequest {
  if (request.kind === 'embedding') return filter.request(request);
  return {
    ...request,
    messages: request.messages.map((message) =>
      typeof message === 'string' ? message : filteredMessage(message, filter),
    ),
    parameters: filter.parameters(request.parameters),
  };
}

/** Stores a request, sharing its long texts, and returns its digest; equal requests have equal digests under every policy. */
export function keepRequest(request: ModelRequest, filter: ContentFilter, keep: KeepBody): string {
  const shared = shareTexts(request, filter, keep);
  const digest = digestText(JSON.stringify(shared));
  keep(digest, () => encodeJson(filtered(shared, filter)));
  return digest;
}

/** Digests of the bodies that a stored request shares with others: its messages and tools. */
export function sharedDigests(body: string): readonly string[] {
  const request: StoredRequest = JSON.parse(body);
  if (request.kind === 'embedding') return [];
  return [
    ...(typeof request.tools === 'string' ? [request.tools] : []),
    ...request.messages.flatMap((message) =>
      typeof message === 'string' ? [message] : textDigests(message),
    ),
  ];
}

/** Digests of the texts that a shared message shares in turn; none for a body that is no message. */
export function sharedTextDigests(body: string): readonly string[] {
  const message: unknown = JSON.parse(body);
  return isStoredMessage(message) ? textDigests(message) : [];
}

function isStoredMessage(value: unknown): value is StoredMessage {
  return typeof value === 'object' && value !== null && 'role' in value && 'segments' in value;
}

function textDigests({ segments }: StoredMessage): readonly string[] {
  return segments.flatMap(({ content }) => (content.type === 'shared-text' ? [content.digest] : []));
}

/** Puts a stored request together again; a shared text that was purged reads `[purged]`. */
export function decodeRequest(body: string, bodies: ReadonlyMap<string, string>): ModelRequest {
  const request: StoredRequest = JSON.parse(body);
  if (request.kind === 'embedding') return request;
  const textOf = (digest: string): string => {
    const stored = bodies.get(digest);
    return stored === undefined ? '[purged]' : JSON.parse(stored);
  };
  const messageOf = (digest: string): StoredMessage => {
    const stored = bodies.get(digest);
    return stored === undefined ? purgedMessage : JSON.parse(stored);
  };
  const toolsOf = (digest: string): readonly ToolDefinition[] => JSON.parse(bodies.get(digest) ?? '[]');
  return {
    ...request,
    messages: request.messages.map((stored) => {
      const { role, segments } = typeof stored === 'string' ? messageOf(stored) : stored;
      return {
        role,
        segments: segments.map(
          ({ content, ...segment }): Segment => ({
            ...segment,
            content:
              content.type === 'shared-text' ? { type: 'text', text: textOf(content.digest) } : content,
          }),
        ),
      };
    }),
    tools: typeof request.tools === 'string' ? toolsOf(request.tools) : request.tools,
  };
}
