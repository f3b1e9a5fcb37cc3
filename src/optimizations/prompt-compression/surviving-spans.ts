import { memoise } from '../../core/memo.ts';
import type { Message, Part, Segment } from '../../core/message.ts';
import { findProtectedSpans } from '../../text/protected-spans.ts';
import { splitPassageLabel } from './passage-label.ts';

const spansOf = memoise(5_000, (text): readonly string[] => [
  ...new Set(findProtectedSpans(text).map(({ start, end }) => text.slice(start, end))),
]);

/** The texts of the given parts. The label of a passage belongs to its place in the prompt, not to what it says. */
function textsOf(messages: readonly Message[], parts: ReadonlySet<Part>): readonly string[] {
  return messages
    .flatMap(({ segments }) => segments)
    .flatMap(({ part, content }: Segment) => {
      if (!parts.has(part) || content.type !== 'text') return [];
      return part === 'context' ? splitPassageLabel(content.text).body : content.text;
    });
}

/** The protected spans of a text that another one no longer holds byte for byte. */
export function lostSpans(original: string, shorter: string): readonly string[] {
  return original === shorter ? [] : spansOf(original).filter((span) => !shorter.includes(span));
}

/** True when every protected span of the given parts still stands, byte for byte, in these parts of the new messages. */
export function spansSurvive(
  before: readonly Message[],
  after: readonly Message[],
  parts: ReadonlySet<Part>,
): boolean {
  const sent = textsOf(after, parts);
  const unchanged = new Set(sent);
  const joined = sent.join('');
  return textsOf(before, parts).every((text) => unchanged.has(text) || lostSpans(text, joined).length === 0);
}
