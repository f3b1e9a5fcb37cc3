import { createRequire } from 'node:module';
import { canonicalJson } from '../core/json.ts';
import type { Content, Message } from '../core/message.ts';
import type { ChatRequest } from '../core/request.ts';

export const encodings = ['o200k_base', 'cl100k_base'] as const;
export type Encoding = (typeof encodings)[number];

/** How a model's tokens are counted: by its own encoding, or by another one's count times a measured factor. */
export interface TokenCounter {
  readonly encoding: Encoding;
  readonly factor: number;
  /** False when the count is an estimate; reports must say so. */
  readonly exact: boolean;
}

export interface TokenCount {
  readonly tokens: number;
  readonly exact: boolean;
}

/**
 * An image's tokens when its size is not known: a 1024 × 1024 image at high detail on the GPT-4o family
 * (85 + 4 tiles × 170). Vendors count by size and detail, so a request with an image is never exact.
 */
export const imageTokenEstimate = 765;

interface Tokeniser {
  readonly encode: (text: string, options: EncodeOptions) => number[];
  readonly countTokens: (text: string, options: EncodeOptions) => number;
  readonly decode: (tokens: Iterable<number>) => string;
}

interface EncodeOptions {
  readonly allowedSpecial: Set<string>;
  readonly disallowedSpecial: Set<string>;
}

/** Text such as `<|endoftext|>` is counted as the plain characters that it is. */
const noSpecialTokens: EncodeOptions = { allowedSpecial: new Set(), disallowedSpecial: new Set() };

// Loading an encoding takes about 0.2 s, so it happens at the first count; `require` keeps counting synchronous.
const require = createRequire(import.meta.url);
const tokenisers = new Map<Encoding, Tokeniser>();

function tokeniser(encoding: Encoding): Tokeniser {
  const known = tokenisers.get(encoding);
  if (known !== undefined) return known;
  const loaded: Tokeniser =
    encoding === 'o200k_base'
      ? require('gpt-tokenizer/encoding/o200k_base')
      : require('gpt-tokenizer/encoding/cl100k_base');
  tokenisers.set(encoding, loaded);
  return loaded;
}

/**
 * Longer runs of one character class are cut before encoding: byte-pair merging is quadratic in the length of a run,
 * and natural text has none this long.
 */
const longestRun = 256;
const longRuns = new RegExp(
  ['\\p{L}', '\\p{N}', '\\s', '[^\\p{L}\\p{N}\\s]'].map((kind) => `${kind}{${longestRun + 1},}`).join('|'),
  'gu',
);

function guarded(text: string): readonly string[] {
  if (text.length <= longestRun) return [text];
  const pieces: string[] = [];
  let position = 0;
  for (const { 0: run, index } of text.matchAll(longRuns)) {
    const characters = Array.from(run);
    let end = index;
    for (let start = 0; start + longestRun < characters.length; start += longestRun) {
      end += characters.slice(start, start + longestRun).join('').length;
      pieces.push(text.slice(position, end));
      position = end;
    }
  }
  pieces.push(text.slice(position));
  return pieces;
}

const cacheLimit = 20_000;
const counts: { readonly [encoding in Encoding]: Map<string, number> } = {
  o200k_base: new Map(),
  cl100k_base: new Map(),
};

function countPiece(text: string, encoding: Encoding): number {
  const cache = counts[encoding];
  const known = cache.get(text);
  if (known !== undefined) return known;
  const { countTokens: count } = tokeniser(encoding);
  const tokens = guarded(text).reduce((sum, piece) => sum + count(piece, noSpecialTokens), 0);
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(text, tokens);
  return tokens;
}

/**
 * Both encodings end a token at a line break that a character other than white space or "/" follows, so paragraphs
 * can be counted one by one and repeated ones are remembered.
 */
const paragraphEnd = /(?<=\n\n)(?=[^\s/])/;

/** The exact number of tokens of a text. */
export function countTokens(text: string, encoding: Encoding = 'o200k_base'): number {
  if (text === '') return 0;
  return text.split(paragraphEnd).reduce((sum, piece) => sum + countPiece(piece, encoding), 0);
}

/** The longest beginning of a text that has at most `limit` tokens and ends between two characters. */
export function truncateToTokens(text: string, limit: number, encoding: Encoding = 'o200k_base'): string {
  if (limit <= 0) return '';
  // A token holds at least one byte, so a text of that few bytes is short enough.
  if (text.length * 3 <= limit) return text;
  const { encode, decode } = tokeniser(encoding);
  let taken = 0;
  let length = 0;
  for (const piece of guarded(text)) {
    const tokens = encode(piece, noSpecialTokens);
    if (taken + tokens.length <= limit) {
      taken += tokens.length;
      length += piece.length;
      continue;
    }
    for (let kept = limit - taken; kept > 0; kept--) {
      const beginning = decode(tokens.slice(0, kept));
      if (piece.startsWith(beginning)) return text.slice(0, length + beginning.length);
    }
    return text.slice(0, length);
  }
  return text;
}

/**
 * How the tokens of a model are counted. OpenAI's models have public encodings; Claude's are estimated from o200k_base by
 * factors fitted to recorded usage (1.18; 1.53 from Opus 4.7 on). Everything else is estimated by o200k_base itself,
 * except the embedded `pocket:` and `echo:` models, which count that way by definition.
 */
export function encodingOf(model: string): TokenCounter {
  const name = model.toLowerCase().replace(/^.*[:/](?=[a-z])/, '');
  if (/^(?:pocket|echo):/.test(model)) return { encoding: 'o200k_base', factor: 1, exact: true };
  if (
    /^(?:gpt-4o|gpt-4\.\d|gpt-[5-9]|chatgpt-4o|o[1-9](?:-|$))/.test(name) ||
    /(?:^|:)ft:gpt-4o/.test(model)
  ) {
    return { encoding: 'o200k_base', factor: 1, exact: true };
  }
  if (/^(?:gpt-4(?:-|$)|gpt-3\.5|text-embedding-)/.test(name)) {
    return { encoding: 'cl100k_base', factor: 1, exact: true };
  }
  if (/^claude-/.test(name)) {
    return { encoding: 'o200k_base', factor: isNewClaude(name) ? 1.53 : 1.18, exact: false };
  }
  return { encoding: 'o200k_base', factor: 1, exact: false };
}

/** Opus 4.7 and later, and every later generation: `claude-opus-4-7`, `claude-sonnet-5`, … */
function isNewClaude(name: string): boolean {
  const version = /^claude-(opus|sonnet|haiku)-(\d+)(?:[-.](\d{1,2})(?!\d))?/.exec(name);
  if (version === null) return false;
  const major = Number(version[2]);
  return major > 4 || (major === 4 && version[1] === 'opus' && Number(version[3] ?? 0) >= 7);
}

/** The tokens that a model counts for a text. */
export function countModelTokens(text: string, model: string): TokenCount {
  const { encoding, factor, exact } = encodingOf(model);
  return { tokens: Math.ceil(countTokens(text, encoding) * factor), exact };
}

/**
 * The input tokens of a chat request: text as the vendor receives it, 3 tokens for each message and 3 for the reply's
 * beginning (OpenAI cookbook, "How to count tokens with tiktoken"), tool schemas, tool calls, tool results and the answer's
 * schema as compact JSON, images at the flat estimate. Exact only for text on a model whose encoding is public.
 */
export function countRequestTokens(request: ChatRequest): TokenCount {
  const { encoding, factor, exact } = encodingOf(request.model);
  let tokens = 3;
  let plainText = true;
  for (const message of request.messages) {
    tokens += 3 + countTokens(textToCount(message), encoding);
    for (const { content } of message.segments) {
      if (content.type === 'image') tokens += imageTokenEstimate;
      if (content.type !== 'text') plainText = false;
    }
  }
  if (request.tools.length > 0) {
    tokens += countTokens(request.tools.map((tool) => canonicalJson(tool)).join('\n'), encoding);
    plainText = false;
  }
  const { responseFormat } = request.parameters;
  if (responseFormat?.type === 'json-schema') {
    tokens += countTokens(canonicalJson(responseFormat.schema), encoding);
    plainText = false;
  }
  const embedded = /^(?:pocket|echo):/.test(request.model);
  return { tokens: Math.ceil(tokens * factor), exact: embedded || (exact && plainText) };
}

function textToCount({ segments }: Message): string {
  return segments.map(({ content }) => contentText(content)).join('');
}

function contentText(content: Content): string {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'image':
      return '';
    case 'tool-call':
      return canonicalJson({ name: content.name, arguments: content.arguments });
    case 'tool-result':
      return canonicalJson(content.result);
  }
}

const encodedLimit = 4_000;
const encoded: { readonly [encoding in Encoding]: Map<string, readonly number[]> } = {
  o200k_base: new Map(),
  cl100k_base: new Map(),
};

/** The tokens of a text; texts that come back, such as instructions, are encoded once. */
export function encodeTokens(text: string, encoding: Encoding = 'o200k_base'): readonly number[] {
  const cache = encoded[encoding];
  const known = cache.get(text);
  if (known !== undefined) return known;
  const { encode } = tokeniser(encoding);
  const tokens = guarded(text).flatMap((piece) => encode(piece, noSpecialTokens));
  if (cache.size >= encodedLimit) cache.clear();
  cache.set(text, tokens);
  return tokens;
}
