import { digestText } from '../core/digest.ts';
import { canonicalJson } from '../core/json.ts';
import type { Content, Message } from '../core/message.ts';
import type { ModelRequest } from '../core/request.ts';

const messageDigests = new WeakMap<Message, string>();
const otherDigests = new WeakMap<object, string>();

/**
 * The digest of what affects an answer: the model, the messages as a vendor receives them, tools and parameters. Not
 * in it: where segments begin, their parts and ids, service tier, retry policy, cache breakpoints.
 */
export function requestDigest(request: ModelRequest): string {
  if (request.kind === 'embedding') {
    return digestText(canonicalJson(['embedding', request.model, request.inputs]));
  }
  return digestText(
    canonicalJson([
      'chat',
      request.model,
      request.messages.map(messageDigest),
      memoised(request.tools),
      memoised(request.parameters),
    ]),
  );
}

function messageDigest(message: Message): string {
  const known = messageDigests.get(message);
  if (known !== undefined) return known;
  const created = digestText(canonicalJson([message.role, rendered(message)]));
  messageDigests.set(message, created);
  return created;
}

/** Neighbouring texts are one text to a vendor. */
function rendered({ segments }: Message): readonly (string | Exclude<Content, { type: 'text' }>)[] {
  const contents: (string | Exclude<Content, { type: 'text' }>)[] = [];
  for (const { content } of segments) {
    const last = contents.at(-1);
    if (content.type !== 'text') contents.push(content);
    else if (typeof last === 'string') contents[contents.length - 1] = last + content.text;
    else if (content.text !== '') contents.push(content.text);
  }
  return contents;
}

function memoised(value: object): string {
  const known = otherDigests.get(value);
  if (known !== undefined) return known;
  const created = digestText(canonicalJson(value));
  otherDigests.set(value, created);
  return created;
}
