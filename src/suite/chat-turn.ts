import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { Content, Role } from '../core/message.ts';

/** What is wrong with a chat message of a dataset or a prompt. */
export class ChatTurnError extends Error {
  override readonly name = 'ChatTurnError';
}

/** A message in OpenAI's chat format, read. */
export interface ChatTurn {
  readonly role: Role;
  readonly contents: readonly Content[];
}

const roleNames: { readonly [role: string]: Role } = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
};

export function readRole(role: unknown): Role {
  const known = typeof role === 'string' ? roleNames[role] : undefined;
  if (known === undefined) {
    throw new ChatTurnError(
      `unknown role ${JSON.stringify(role)}; allowed: ${Object.keys(roleNames).join(', ')}`,
    );
  }
  return known;
}

/**
 * Reads `{ role, content, tool_calls?, tool_call_id? }` as OpenAI's chat completions write it: content is a text, null
 * or a list of `text` and `image_url` parts. @throws ChatTurnError
 */
export function readChatTurn(value: unknown): ChatTurn {
  if (!isJsonObject(value))
    throw new ChatTurnError(`a turn must be { role, content }, found ${JSON.stringify(value)}`);
  const role = readRole(value['role']);
  if (role === 'tool') {
    const callId = value['tool_call_id'];
    if (typeof callId !== 'string') throw new ChatTurnError('a tool turn must have the text tool_call_id');
    return { role, contents: [{ type: 'tool-result', callId, result: value['content'] ?? null }] };
  }
  const calls = value['tool_calls'] ?? [];
  if (!isList(calls)) throw new ChatTurnError('tool_calls must be a list');
  return { role, contents: [...readContent(value['content'] ?? ''), ...calls.map(readToolCall)] };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function readContent(content: Json): readonly Content[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  if (!isList(content))
    throw new ChatTurnError(`content must be a text or a list, found ${JSON.stringify(content)}`);
  return content.map((part): Content => {
    if (isJsonObject(part) && part['type'] === 'text' && typeof part['text'] === 'string') {
      return { type: 'text', text: part['text'] };
    }
    if (isJsonObject(part) && part['type'] === 'image_url') return readImage(part);
    throw new ChatTurnError(`a content part must be text or image_url, found ${JSON.stringify(part)}`);
  });
}

function readImage(part: JsonObject): Content {
  const image = part['image_url'];
  const url = isJsonObject(image) ? image['url'] : image;
  if (typeof url !== 'string') throw new ChatTurnError('image_url must hold the text url');
  return imageContent(url);
}

const mediaTypeOfExtension: { readonly [extension: string]: string } = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
};

/** The media type of a file name or address by its extension; `image/jpeg` when it has none that is known. */
export function imageMediaType(name: string): string {
  const extension = /\.(\w+)(?:[?#].*)?$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return mediaTypeOfExtension[extension] ?? 'image/jpeg';
}

/** An image from a `data:` address or from a link that the vendor fetches. */
export function imageContent(url: string): Content {
  const inline = /^data:(image\/[\w.+-]+);base64,([A-Za-z0-9+/=\s]+)$/.exec(url);
  const [, mediaType, data] = inline ?? [];
  return mediaType === undefined || data === undefined
    ? { type: 'image', mediaType: imageMediaType(url), source: { kind: 'url', url } }
    : { type: 'image', mediaType, source: { kind: 'base64', data } };
}

function readToolCall(call: Json): Content {
  const holder = isJsonObject(call) && isJsonObject(call['function']) ? call['function'] : call;
  if (
    !isJsonObject(call) ||
    !isJsonObject(holder) ||
    typeof call['id'] !== 'string' ||
    typeof holder['name'] !== 'string'
  ) {
    throw new ChatTurnError(`a tool call must have id, name and arguments, found ${JSON.stringify(call)}`);
  }
  const given = holder['arguments'] ?? {};
  const parsed: unknown = typeof given === 'string' ? parseJson(given) : given;
  if (!isJsonObject(parsed))
    throw new ChatTurnError(`the arguments of tool call "${call['id']}" must be a JSON object`);
  return { type: 'tool-call', id: call['id'], name: holder['name'], arguments: parsed };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
