import { type Message, type Part, type Segment, textOfPart } from '../../core/message.ts';
import { countTokens } from '../../pricing/count-tokens.ts';
import { splitParagraphs, withTrailingSpaceOf } from '../../text/paragraphs.ts';
import { rankByRelevance } from '../../text/relevance.ts';
import { splitSentences } from '../../text/sentences.ts';

/** How much to keep; exactly one of the three is set. */
export interface Extraction {
  readonly parts: readonly Part[];
  readonly unit: 'chunk' | 'sentence';
  readonly keepUnits?: number | undefined;
  readonly keepShare?: number | undefined;
  readonly keepTokens?: number | undefined;
  readonly protect: readonly string[];
}

/** A stretch of one segment that is kept or dropped as a whole; the units of a segment add up to its text. */
interface Unit {
  readonly segment: Segment;
  readonly text: string;
}

/** Chunks of a single segment are its paragraphs; a list of passages already comes as one segment each. */
function unitsOf(
  segment: Segment,
  text: string,
  unit: Extraction['unit'],
  several: boolean,
): readonly Unit[] {
  if (unit === 'sentence') return splitSentences(text).map((sentence) => ({ segment, text: sentence }));
  if (several) return [{ segment, text }];
  return splitParagraphs(text).map((paragraph) => ({ segment, text: paragraph }));
}

/** The best units by score until the budget is full; at least one, so that the model is never left without context. */
function choose(
  units: readonly Unit[],
  order: readonly number[],
  extraction: Extraction,
): ReadonlySet<number> {
  const { keepUnits, keepShare, keepTokens, protect } = extraction;
  const patterns = protect.map((pattern) => new RegExp(pattern, 'u'));
  const always = units.flatMap(({ text }, index) =>
    patterns.some((pattern) => pattern.test(text)) ? [index] : [],
  );
  const kept = new Set(always);
  if (keepUnits !== undefined) {
    for (const index of order) {
      if (kept.size - always.length >= keepUnits) break;
      kept.add(index);
    }
    return kept;
  }
  const tokens = units.map(({ text }) => countTokens(text));
  const budget = keepTokens ?? Math.ceil(tokens.reduce((sum, count) => sum + count, 0) * (keepShare ?? 1));
  let used = always.reduce((sum, index) => sum + tokens[index], 0);
  for (const index of order) {
    if (kept.has(index)) continue;
    if (kept.size > 0 && used + tokens[index] > budget) continue;
    kept.add(index);
    used += tokens[index];
  }
  return kept;
}

/**
 * Keeps the units that BM25 (Robertson and Zaragoza 2009) ranks closest to the text of the `user` part, in their
 * original order. Protected segments are neither ranked nor dropped. A request whose user text shares no word with any
 * unit is left as it is.
 */
export function extract(
  messages: readonly Message[],
  extraction: Extraction,
): { readonly messages: readonly Message[]; readonly kept: number; readonly total: number } {
  const wanted = new Set(extraction.parts);
  const candidates = messages
    .flatMap(({ segments }) => segments)
    .filter((segment) => wanted.has(segment.part) && !segment.protected && segment.content.type === 'text');
  const units = candidates.flatMap((segment) =>
    segment.content.type === 'text'
      ? unitsOf(segment, segment.content.text, extraction.unit, candidates.length > 1)
      : [],
  );
  const relevance = rankByRelevance(
    units.map(({ text }) => text),
    textOfPart(messages, 'user'),
  );
  if (relevance === undefined) return { messages, kept: units.length, total: units.length };
  const kept = choose(units, relevance.order, extraction);
  const textAfter = new Map<Segment, string>();
  for (const [index, unit] of units.entries()) {
    textAfter.set(unit.segment, (textAfter.get(unit.segment) ?? '') + (kept.has(index) ? unit.text : ''));
  }
  return {
    kept: kept.size,
    total: units.length,
    messages: messages
      .map((message) => ({
        ...message,
        segments: message.segments.flatMap((segment): readonly Segment[] => {
          const text = textAfter.get(segment);
          if (text === undefined) return [segment];
          if (text.trim() === '') return [];
          const original = segment.content.type === 'text' ? segment.content.text : '';
          return [{ ...segment, content: { type: 'text', text: withTrailingSpaceOf(original, text) } }];
        }),
      }))
      .filter(({ segments }) => segments.length > 0),
  };
}
