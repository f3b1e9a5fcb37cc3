import { z } from 'zod';
import { type Message, type Part, textSegment } from '../core/message.ts';
import { chatMiddleware, defineOptimization } from './optimization.ts';

const settings = z.strictObject({
  instruction: z
    .string()
    .trim()
    .min(1)
    .default('Answer briefly, in one short sentence, without an introduction.')
    .describe('What the model is told; it stands behind the instructions, or behind the system text.'),
});

const separator = '\n\n';

function lastOf(
  messages: readonly Message[],
  part: Part,
): readonly [message: number, segment: number] | undefined {
  const message = messages.findLastIndex(({ segments }) => segments.some((segment) => segment.part === part));
  if (message === -1) return undefined;
  return [message, messages[message].segments.findLastIndex((segment) => segment.part === part)];
}

/** Existing segments keep their bytes, so a protected one may stand before the instruction. */
function withInstruction(messages: readonly Message[], instruction: string): readonly Message[] {
  const place = lastOf(messages, 'instructions') ?? lastOf(messages, 'system');
  if (place === undefined) {
    return [{ role: 'system', segments: [textSegment('instructions', 'brevity', instruction)] }, ...messages];
  }
  const [messageIndex, segmentIndex] = place;
  return messages.map((message, index) => {
    if (index !== messageIndex) return message;
    const { segments } = message;
    const before = segments[segmentIndex].content;
    const isLast = segmentIndex === segments.length - 1;
    const isSeparated = before.type === 'text' && /\n\s*$/.test(before.text);
    const text = (isSeparated ? '' : separator) + instruction + (isLast ? '' : separator);
    return {
      ...message,
      segments: segments.toSpliced(segmentIndex + 1, 0, textSegment('instructions', 'brevity', text)),
    };
  });
}

/** Asks for shorter answers. Output tokens are the dear ones, and this changes no other part of the prompt. */
export const brevity = defineOptimization({
  name: 'brevity',
  layer: 'output',
  summary: 'asks for short answers with a sentence behind the instructions',
  settings,
  fileSettings: ['instruction'],
  build: ({ instruction }) =>
    chatMiddleware((request, next) =>
      next({ ...request, messages: withInstruction(request.messages, instruction) }),
    ),
  describe: ({ instruction }) => `asked for brevity: “${instruction}”`,
});
