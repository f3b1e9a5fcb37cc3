import type { ReasoningEffort } from '../../core/request.ts';
import { softmax } from '../../learn/logistic-regression.ts';
import { leanOn, type Remark } from './read-history.ts';
import type { AnswerLength } from './read-prompt.ts';
import { expectations, type ReadContext, scoreSentences } from './score-sentences.ts';
import type { Tier } from './tiers.ts';

export interface Answer {
  readonly text: string;
  readonly confidence: number;
  /** What the model noted before it answered: billed as output, not shown. */
  readonly reasoning?: string;
}

export const unknownAnswer = 'I do not know.';

/** How many sentences a model reads again before it answers, when the request sets how much it may think. */
const readWhileThinking: { readonly [effort in ReasoningEffort]: number } = {
  none: 1,
  minimal: 2,
  low: 4,
  medium: 12,
  high: Number.POSITIVE_INFINITY,
};

/**
 * Answers a question with a sentence of the passages. With an effort it thinks aloud first: it notes the sentences that share most with the
 * question and answers from these, so that less effort finds less and costs fewer tokens. Without one it reads all and notes nothing.
 *
 * @param remarks what earlier turns say about the question
 */
export function answerFrom(
  context: ReadContext,
  question: string,
  length: AnswerLength,
  tier: Tier,
  effort?: ReasoningEffort,
  remarks: readonly Remark[] = [],
): Answer {
  const { candidates } = context;
  const readAtMost = effort === undefined ? undefined : readWhileThinking[effort];
  const scores = leanOn(remarks, scoreSentences(context, question, tier, readAtMost), context, tier);
  const thought = effort === undefined || effort === 'none' ? {} : { reasoning: notesOf(context, scores) };
  let best = 0;
  scores.forEach((score, position) => {
    if (score > scores[best]) best = position;
  });
  const chosen = candidates[best];
  if (chosen === undefined || scores[best] <= 0) return { text: unknownAnswer, confidence: 0.05, ...thought };
  const text = compose(context, scores, best, question, length, tier);
  return { text, confidence: softmax(scores)[best], ...thought };
}

/** The sentences that were read again, in the order of the context. */
function notesOf({ candidates }: ReadContext, scores: Float64Array): string {
  return candidates
    .filter((_, position) => scores[position] > Number.NEGATIVE_INFINITY)
    .map(({ sentence }) => sentence)
    .join('\n');
}

/** The clause, the sentence, or the sentence with a lead-in and, when it is close, its neighbour. */
function compose(
  { candidates }: ReadContext,
  scores: Float64Array,
  best: number,
  question: string,
  length: AnswerLength,
  tier: Tier,
): string {
  const { sentence } = candidates[best];
  if (length === 'phrase') return clauseOf(sentence, question, tier);
  if (length === 'sentence' || tier.name === 'small') return sentence;
  const lead = 'Based on the policy: ';
  const neighbour = [best - 1, best + 1]
    .filter((position) => candidates[position]?.passage === candidates[best].passage)
    .sort((a, b) => scores[b] - scores[a])[0];
  if (tier.knowledge !== 'full' || neighbour === undefined || scores[neighbour] < 0.5 * scores[best])
    return lead + sentence;
  const both = [best, neighbour].sort((a, b) => a - b).map((position) => candidates[position].sentence);
  return lead + both.join(' ');
}

/** The shortest clause that shows the kind of answer that the question expects; else the sentence without its full stop. */
function clauseOf(sentence: string, question: string, tier: Tier): string {
  const whole = sentence.replace(/[.!]$/, '');
  if (!tier.knowsSynonyms) return whole;
  const expected = expectations.filter(([asks]) => asks.test(question)).slice(0, 1);
  const clauses = whole.split(/, (?!\d)|; | (?=(?:because|unless|while|whereas|although|so that) )/);
  const fitting = clauses.filter((clause) => expected.some(([, shows]) => shows.test(clause)));
  return fitting.length === 1 ? (fitting[0] ?? whole) : whole;
}
