import { memoise } from '../../core/memo.ts';
import { type Message, mapText, oncePerMessage, type Part, type Segment } from '../../core/message.ts';
import { compactMarkdown, compactWhitespace, removeDuplicateSentences } from '../../text/normalise.ts';
import { overlapLength } from '../../text/overlaps.ts';
import { splitPassageLabel } from './passage-label.ts';
import type { LosslessSettings } from './settings.ts';

interface Chunk {
  readonly segment: Segment;
  readonly label: string;
  readonly body: string;
}

function chunkOf(segment: Segment): Chunk | undefined {
  if (segment.part !== 'context' || segment.protected || segment.content.type !== 'text') return undefined;
  return { segment, ...splitPassageLabel(segment.content.text) };
}

function withText(segment: Segment, text: string): Segment {
  return { ...segment, content: { type: 'text', text } };
}

/** Drops passages that repeat an earlier one, and beginnings that repeat the end of the passage before. */
function mergeChunks({ role, segments }: Message): Message {
  const seen = new Set<string>();
  const result: Segment[] = [];
  let previous: Chunk | undefined;
  for (const segment of segments) {
    const chunk = chunkOf(segment);
    if (chunk === undefined) {
      result.push(segment);
      previous = undefined;
      continue;
    }
    const key = chunk.body.trim();
    if (key !== '' && seen.has(key)) continue;
    seen.add(key);
    const before = previous?.body.trimEnd() ?? '';
    const length = previous === undefined ? 0 : overlapLength(before, chunk.body);
    previous = chunk;
    if (length === 0) {
      result.push(segment);
      continue;
    }
    const rest = chunk.body.slice(length);
    if (rest.trim() === '') continue;
    if (chunk.label === '') {
      // Without a label the two passages become one text again: what separates them goes with the repetition.
      const last = result[result.length - 1];
      if (last.content.type === 'text')
        result[result.length - 1] = withText(last, last.content.text.trimEnd());
      result.push(withText(segment, rest));
    } else result.push(withText(segment, chunk.label + rest.trimStart()));
  }
  return { role, segments: result };
}

/** Removes what carries no meaning from the unprotected segments of the given parts. */
export function losslessCompressor(
  chosen: LosslessSettings,
): (messages: readonly Message[]) => readonly Message[] {
  const partsToChange = new Set<Part>(chosen.parts);
  const compact = memoise(2_000, (text) => {
    const spaced = chosen.whitespace ? compactWhitespace(text) : text;
    const marked = chosen.markdown ? compactMarkdown(spaced) : spaced;
    const shorter = chosen.duplicateSentences ? removeDuplicateSentences(marked) : marked;
    return shorter.trim() === '' ? text : shorter;
  });
  const mergesChunks = chosen.overlaps && partsToChange.has('context');
  const compactMessage = oncePerMessage((message) =>
    mapText([mergesChunks ? mergeChunks(message) : message], partsToChange, compact),
  );
  return (messages) => messages.flatMap(compactMessage);
}
