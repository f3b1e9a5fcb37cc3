import { type Message, textOf } from '../../core/message.ts';
import { sentenceTexts } from '../../text/sentences.ts';
import { contentWords } from '../../text/stop-words.ts';
import { words } from '../../text/words.ts';
import { type ReadContext, scoreSentences } from './score-sentences.ts';
import type { Tier } from './tiers.ts';

/** One sentence from earlier in a conversation, and how much it says about the last message. */
export interface Remark {
  readonly text: string;
  readonly weight: number;
}

/** What the nearest turn weighs beside the question. Who only counts words meets many by chance, so there it weighs less. */
const nearest = { countsWords: 0.1, comparesForms: 0.3 };
/** Each turn further back weighs less by this factor. */
const fading = 0.65;
/** An answer of the desk repeats what it is about, but also talks of other things. */
const assistantShare = 0.4;
/** A message with so few telling words may leave out what it is about. */
const fewWords = 5;
const pointsBack =
  /\b(?:it|its|that|there|those|them|they|this|these|same|one|mine)\b|^\W*(?:and|so|what about|what if)\b/i;

function isOpen(input: string): boolean {
  return pointsBack.test(input) || contentWords(words(input)).length <= fewWords;
}

/**
 * What earlier turns say about a last message that leaves something open: one that is short, or points back ("how long does that
 * take?"). The tier decides how many turns back it looks. A summary or a list of facts that stands for left-out turns is read like what
 * the user said, in the message that holds it.
 */
export function readHistory(messages: readonly Message[], input: string, tier: Tier): readonly Remark[] {
  if (!isOpen(input)) return [];
  const last = messages.findLastIndex(({ role }) => role === 'user');
  const most = tier.readsWordForms ? nearest.comparesForms : nearest.countsWords;
  const asked = messages.flatMap(({ role }, position) =>
    role === 'user' && position < last ? position : [],
  );
  return asked
    .reverse()
    .slice(0, tier.turnsRead)
    .flatMap((position, back) => {
      const weight = most * fading ** back;
      const answer = messages[position + 1];
      return [
        ...remarksOf(messages[position], weight),
        ...(answer?.role === 'assistant' ? remarksOf(answer, weight * assistantShare) : []),
      ];
    });
}

/** The sentences of a message, which share its weight, so that a long one does not drown the others. */
function remarksOf(message: Message, weight: number): readonly Remark[] {
  const sentences = sentenceTexts(textOf(message));
  return sentences.map((text) => ({ text, weight: weight / Math.sqrt(sentences.length) }));
}

/** Scores of the context's sentences for a question, moved towards what the conversation was about. */
export function leanOn(
  remarks: readonly Remark[],
  scores: Float64Array,
  context: ReadContext,
  tier: Tier,
): Float64Array {
  const moved = Float64Array.from(scores);
  for (const { text, weight } of remarks) {
    scoreSentences(context, text, tier).forEach((score, position) => {
      moved[position] += weight * score;
    });
  }
  return moved;
}
