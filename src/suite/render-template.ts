import { isJsonObject, type JsonObject } from '../core/json.ts';
import { type Message, type Part, type Segment, textSegment } from '../core/message.ts';
import { imageContent } from './chat-turn.ts';
import {
  cutAtSentinels,
  markTemplate,
  type PartOfVariable,
  type Stretch,
  sentinelPattern,
} from './mark-template.ts';
import { renderChecked } from './render-parts.ts';
import type { MessageTemplate, TemplatePrompt } from './suite.ts';
import { compileTemplate, isTemplate, TemplateError, type Variables } from './template.ts';

/** Messages of a template prompt, and the mapped parts that could not be told apart in them. */
export interface RenderedTemplate {
  readonly messages: readonly Message[];
  readonly unsplit: readonly Part[];
}

type Piece =
  | { readonly kind: 'text'; readonly stretches: readonly Stretch[] | undefined; readonly plain: string }
  | { readonly kind: 'image'; readonly url: string };

/**
 * Renders a promptfoo prompt. Every text is rendered plainly, and once more with sentinels around what belongs to a
 * mapped part; when the two differ in anything but the sentinels, the message becomes one `user` segment and its
 * mapped parts are named in `unsplit`.
 *
 * @throws TemplateError when a variable is missing, or holds a character that marks parts.
 */
export function renderTemplate(prompt: TemplatePrompt, variables: Variables): RenderedTemplate {
  const protect = new Set(prompt.protect);
  const unsplit = new Set<Part>();
  const counts = new Map<Part, number>();
  let images = 0;
  const segmentOf = (part: Part, text: string): Segment => {
    const count = (counts.get(part) ?? 0) + 1;
    counts.set(part, count);
    return textSegment(part, idOf(part, count), text, protect.has(part));
  };

  const messages = prompt.messages.flatMap((message, index): readonly Message[] => {
    const ownPart = ownPartOf(prompt.messages, index);
    const pieces = piecesOf(message.content, prompt.partOfVariable, variables);
    const mixed = mixedParts(message, prompt.partOfVariable, pieces);
    for (const part of mixed) unsplit.add(part);
    const segments = pieces.flatMap((piece): readonly Segment[] => {
      if (piece.kind === 'image') {
        images += 1;
        const part = ownPart;
        return [
          { part, id: `image-${images}`, content: imageContent(piece.url), protected: protect.has(part) },
        ];
      }
      if (piece.plain === '') return [];
      if (mixed.length > 0 || piece.stretches === undefined) return [segmentOf('user', piece.plain)];
      return piece.stretches.map(({ part, text }) => segmentOf(part ?? ownPart, text));
    });
    return segments.length === 0 ? [] : [{ role: message.role, segments }];
  });
  return { messages, unsplit: [...unsplit] };
}

function idOf(part: Part, count: number): string {
  if (part === 'examples') return `example-${count}`;
  if (part === 'context' || part === 'history') return `${part}-${count}`;
  return count === 1 ? part : `${part}-${count}`;
}

/**
 * The part of a message's own words: system messages are `system`, the last user message is `user`; earlier turns are
 * `examples` when they are the same for every case, and `history` when they hold variables.
 */
export function ownPartOf(messages: readonly MessageTemplate[], index: number): Part {
  const message = messages[index];
  if (message === undefined) return 'user';
  if (message.role === 'system') return 'system';
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  if (index >= lastUser) return message.role === 'user' ? 'user' : 'history';
  return isTemplate(JSON.stringify(message.content)) ? 'history' : 'examples';
}

function piecesOf(
  content: MessageTemplate['content'],
  partOfVariable: PartOfVariable,
  variables: Variables,
): readonly Piece[] {
  if (typeof content === 'string') return [textPiece(content, partOfVariable, variables)];
  return content.map((part) => {
    const text = part['text'];
    if (typeof text === 'string') return textPiece(text, partOfVariable, variables);
    return { kind: 'image', url: renderChecked(imageUrl(part), variables) };
  });
}

function imageUrl(part: JsonObject): string {
  const image = part['image_url'];
  const url = isJsonObject(image) ? image['url'] : image;
  return typeof url === 'string' ? url : '';
}

function textPiece(template: string, partOfVariable: PartOfVariable, variables: Variables): Piece {
  const plain = renderChecked(template, variables);
  if (sentinelPattern.test(plain)) throw new TemplateError(sentinelMessage(variables));
  const { source, mixed } = markedTemplate(template, partOfVariable);
  if (mixed.length > 0) return { kind: 'text', stretches: undefined, plain };
  const stretches =
    source === template
      ? [{ part: undefined, text: plain }]
      : cutAtSentinels(compileTemplate(source).render(variables));
  const whole = stretches?.map(({ text }) => text).join('');
  return { kind: 'text', stretches: whole === plain ? stretches : undefined, plain };
}

function sentinelMessage(variables: Variables): string {
  const culprit = Object.entries(variables).find(([, value]) =>
    sentinelPattern.test(JSON.stringify(value) ?? ''),
  );
  const holder = culprit === undefined ? 'the prompt' : `the variable "${culprit[0]}"`;
  return `${holder} holds a private-use character (U+E000 to U+E01F); Tollgate marks the parts of a prompt with them`;
}

/** Mapped parts of a message that cannot be told apart in this rendering. */
function mixedParts(
  { content }: MessageTemplate,
  partOfVariable: PartOfVariable,
  pieces: readonly Piece[],
): readonly Part[] {
  if (pieces.every((piece) => piece.kind === 'image' || piece.stretches !== undefined)) return [];
  return mappedPartsIn(content, partOfVariable);
}

function textsOf(content: MessageTemplate['content']): readonly string[] {
  return typeof content === 'string'
    ? [content]
    : content.flatMap(({ text }) => (typeof text === 'string' ? [text] : []));
}

function mappedPartsIn(content: MessageTemplate['content'], partOfVariable: PartOfVariable): readonly Part[] {
  const names = textsOf(content).flatMap((text) => [...compileTemplate(text).references]);
  return [...new Set(names.flatMap((name) => partOfVariable[name] ?? []))];
}

/** Parts that every rendering of the prompt can tell apart, as far as the template itself shows. */
export function splittableParts(prompt: TemplatePrompt): readonly Part[] {
  const parts = prompt.messages.flatMap((message, index): readonly Part[] => {
    const marks = textsOf(message.content).map((text) => markedTemplate(text, prompt.partOfVariable));
    if (marks.some(({ mixed }) => mixed.length > 0)) return ['user'];
    return [ownPartOf(prompt.messages, index), ...marks.flatMap(({ marked }) => marked)];
  });
  return [...new Set(parts)];
}

const marks = new WeakMap<PartOfVariable, Map<string, ReturnType<typeof markTemplate>>>();

function markedTemplate(template: string, partOfVariable: PartOfVariable) {
  const known = marks.get(partOfVariable) ?? new Map<string, ReturnType<typeof markTemplate>>();
  marks.set(partOfVariable, known);
  const marked = known.get(template) ?? markTemplate(template, partOfVariable);
  known.set(template, marked);
  return marked;
}
