import { z } from 'zod';
import { ConfigurationError } from '../core/errors.ts';
import { type Message, type Part, parts, type Segment, textSegment } from '../core/message.ts';
import { withTrailingSpaceOf } from '../text/paragraphs.ts';
import { chatMiddleware, defineOptimization } from './optimization.ts';

const text = z
  .string()
  .min(1)
  .refine((given) => !/\{\{|\{%/.test(given), {
    message: 'a variant is sent as it stands: template variables are not filled in',
  });

const settings = z.strictObject({
  part: z.enum(parts).exclude(['user', 'history']).describe('The part of the prompt that is replaced.'),
  text: z
    .union([text, z.array(text).min(1)])
    .describe('The new text, or one text for each example or passage; "file://…" is read from a file.'),
});

function segmentId(part: Part, index: number): string {
  if (part === 'examples') return `example-${index + 1}`;
  if (part === 'context') return `context-${index + 1}`;
  return index === 0 ? part : `${part}-${index + 1}`;
}

function textOfSegment({ content }: Segment): string {
  return content.type === 'text' ? content.text : '';
}

function replacePart(messages: readonly Message[], part: Part, texts: readonly string[]): readonly Message[] {
  const isReplaced = (segment: Segment) =>
    segment.part === part && !segment.protected && segment.content.type === 'text';
  const holders = messages.filter(({ segments }) => segments.some(isReplaced));
  const [holder] = holders;
  if (holder === undefined) return messages;
  if (holders.length > 1) {
    throw new ConfigurationError(
      [{ message: `prompt-variant: the ${part} stand in ${holders.length} messages.` }],
      { advice: 'A variant replaces text within one message; write the examples as a list of texts.' },
    );
  }
  const replaced = holder.segments.filter(isReplaced);
  const first = holder.segments.findIndex(isReplaced);
  const last = textOfSegment(replaced[replaced.length - 1]);
  const between = replaced.length > 1 ? textOfSegment(replaced[0]) : '\n\n';
  const created = texts.map((given, index) =>
    textSegment(
      part,
      segmentId(part, index),
      withTrailingSpaceOf(index === texts.length - 1 ? last : between, given),
    ),
  );
  const segments = holder.segments.flatMap((segment, index) =>
    index === first ? created : isReplaced(segment) ? [] : [segment],
  );
  return messages.map((message) => (message === holder ? { ...message, segments } : message));
}

/** Replaces a part of the prompt: what a pull request changes, before it is merged. */
export const promptVariant = defineOptimization({
  name: 'prompt-variant',
  layer: 'prompt',
  summary: 'replaces a part of the prompt by another text, as a pull request would',
  settings,
  fileSettings: ['text'],
  parts: ({ part }) => [part],
  build: ({ part, text: given }) => {
    const texts = typeof given === 'string' ? [given] : given;
    return chatMiddleware((request, next) =>
      next({ ...request, messages: replacePart(request.messages, part, texts) }),
    );
  },
  describe: ({ part }) => `${part} replaced by another text`,
});
