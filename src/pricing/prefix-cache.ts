import { canonicalJson } from '../core/json.ts';
import type { Message } from '../core/message.ts';
import type { ChatRequest, ModelRequest } from '../core/request.ts';
import type { Usage } from '../core/usage.ts';
import { encodeTokens, encodingOf } from './count-tokens.ts';
import { type PrefixCacheRule, prefixCacheRule } from './prefix-cache-rules.ts';

/** A vendor's prefix cache as one arm's traffic meets it: it starts empty, and requests come in order of arrival. */
export interface PrefixCache {
  /**
   * The usage as the vendor would have counted it: how many of the input tokens were read from the cache, how many were
   * written to it. Totals stay.
   *
   * @param arrival milliseconds since 1970
   */
  readonly apply: (request: ModelRequest, usage: Usage, arrival: number) => Usage;
}

/** A request's tokens in the order in which a vendor reads them, and where its messages end. */
interface TokenStream {
  readonly tokens: readonly (readonly number[])[];
  readonly length: number;
  /** Position behind each message. */
  readonly ends: readonly number[];
}

/** Stands between messages, where vendors put tokens of their own; one for each role. */
const marks = { tools: -1, system: -2, user: -3, assistant: -4, tool: -5 } as const;

function textsOf({ segments }: Message): readonly string[] {
  return segments.map(({ content }) => (content.type === 'text' ? content.text : canonicalJson(content)));
}

function tokenStream({ messages, tools, model }: ChatRequest): TokenStream {
  const { encoding } = encodingOf(model);
  const pieces: (readonly number[])[] = [];
  const ends: number[] = [];
  let length = 0;
  const add = (piece: readonly number[]): void => {
    pieces.push(piece);
    length += piece.length;
  };
  if (tools.length > 0) {
    add([marks.tools]);
    add(encodeTokens(tools.map((tool) => canonicalJson(tool)).join('\n'), encoding));
  }
  for (const message of messages) {
    add([marks[message.role]]);
    for (const text of textsOf(message)) add(encodeTokens(text, encoding));
    ends.push(length);
  }
  return { tokens: pieces, length, ends };
}

/** Two 32-bit hashes of the tokens up to each of the given positions (ascending), as one key each. */
function hashesAt({ tokens }: TokenStream, positions: readonly number[]): readonly string[] {
  const keys: string[] = [];
  let high = 0x811c9dc5;
  let low = 0x9747b28c;
  let position = 0;
  let next = 0;
  for (const piece of tokens) {
    for (const token of piece) {
      high = Math.imul(high ^ token, 0x01000193);
      low = Math.imul(low ^ (token + position), 0x85ebca6b);
      low ^= low >>> 13;
      position += 1;
      while (next < positions.length && positions[next] === position) {
        keys.push(`${position} ${high >>> 0} ${low >>> 0}`);
        next += 1;
      }
      if (next === positions.length) return keys;
    }
  }
  return keys;
}

/** Where the vendor looks for a cached beginning and keeps one: positions in our own tokens, ascending. */
function boundaries(
  stream: TokenStream,
  request: ChatRequest,
  rule: PrefixCacheRule,
  scale: number,
): readonly number[] {
  const reaches = (position: number): boolean => position * scale >= rule.minimumTokens;
  if (rule.breakpoints !== 'automatic') {
    return [...new Set(request.cacheBreakpoints)]
      .flatMap((message) => stream.ends[message] ?? [])
      .filter(reaches)
      .sort((a, b) => a - b)
      .slice(-rule.breakpoints.maximum);
  }
  const positions: number[] = [];
  for (let tokens = rule.minimumTokens; ; tokens += rule.stepTokens) {
    const position = Math.ceil(tokens / scale);
    if (position > stream.length) return positions;
    positions.push(position);
  }
}

/**
 * Simulates the prefix cache of every model's vendor. What was sent before, token for token from the beginning, is read
 * at the cached price while it is not older than the vendor keeps it; the rest of the cacheable beginning is written.
 *
 * A vendor's cache may miss for reasons of its own (another machine, eviction), so this is what the cache can do at best.
 */
export function createPrefixCache(): PrefixCache {
  const expires = new Map<string, number>();
  return {
    apply: (request, usage, arrival) => {
      const plain = { ...usage, cachedInputTokens: 0, cacheWriteTokens: 0 };
      const rule = request.kind === 'chat' ? prefixCacheRule(request.model) : undefined;
      if (request.kind !== 'chat' || rule === undefined || usage.inputTokens === 0) return plain;
      const stream = tokenStream(request);
      const scale = usage.inputTokens / Math.max(1, stream.length);
      const positions = boundaries(stream, request, rule, scale);
      const keys = hashesAt(stream, positions).map((key) => `${request.model} ${key}`);
      const read = keys.findLastIndex((key) => (expires.get(key) ?? Number.NEGATIVE_INFINITY) > arrival);
      for (const key of keys) expires.set(key, arrival + rule.ttlSeconds * 1_000);
      const tokensAt = (index: number): number => {
        if (index < 0) return 0;
        const exact = rule.breakpoints === 'automatic';
        const tokens = exact
          ? rule.minimumTokens + index * rule.stepTokens
          : Math.floor(positions[index] * scale);
        return Math.min(tokens, usage.inputTokens);
      };
      const cachedInputTokens = tokensAt(read);
      return { ...plain, cachedInputTokens, cacheWriteTokens: tokensAt(keys.length - 1) - cachedInputTokens };
    },
  };
}
