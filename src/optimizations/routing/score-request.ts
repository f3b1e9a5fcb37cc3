import { memoise } from '../../core/memo.ts';
import { textSegment } from '../../core/message.ts';
import type { CallContext } from '../../core/middleware.ts';
import { type ChatRequest, ModelCallError } from '../../core/request.ts';
import { requestText } from '../../core/request-text.ts';
import { positionOn } from '../../learn/score-scale.ts';
import { restoreUplift } from '../../learn/uplift-model.ts';
import { restoreNeighbours } from '../../learn/uplift-neighbours.ts';
import { readChoice } from '../../text/read-choice.ts';
import { words } from '../../text/words.ts';
import type { Artifact, Scorer } from './settings.ts';

/** How difficult a request is, in [0, 1]; undefined when the classifier cannot be understood. */
export type ScoreRequest = (request: ChatRequest, context: CallContext) => Promise<number | undefined>;

function heuristicScore(scorer: Extract<Scorer, { method: 'heuristic' }>): (text: string) => number {
  const patterns = scorer.patterns.map(({ pattern, weight }) => ({
    expression: new RegExp(pattern, 'iu'),
    weight,
  }));
  const keywords = scorer.keywords.map(({ words: listed, weight }) => ({
    phrases: listed.map((phrase) => ` ${words(phrase).join(' ')} `),
    weight,
  }));
  return (text) => {
    const spaced = ` ${words(text).join(' ')} `;
    let score = scorer.base;
    if (scorer.length !== undefined) {
      score += scorer.length.weight * Math.min(1, text.length / scorer.length.characters);
    }
    for (const { phrases, weight } of keywords) {
      if (phrases.some((phrase) => spaced.includes(phrase))) score += weight;
    }
    for (const { expression, weight } of patterns) if (expression.test(text)) score += weight;
    return Math.min(1, Math.max(0, score));
  };
}

/** @throws TypeError when nothing was learned. */
function learnedScore(neighbours: number, learned: Artifact['learned']): (text: string) => number {
  if (learned === null) throw new TypeError('routing: the artifact holds no learned scorer');
  const { predictor, scale } = learned;
  const predict =
    predictor.model === 'logistic' ? restoreUplift(predictor) : restoreNeighbours(predictor, neighbours);
  return (text) => positionOn(scale, predict(text));
}

function readScore(text: string, answers: { readonly [answer: string]: number } | undefined) {
  if (answers !== undefined) {
    const choice = readChoice(text, Object.keys(answers));
    return choice === undefined ? undefined : answers[choice];
  }
  const number = /^\s*(?:\w+:\s*)?(\d*\.?\d+)\s*\.?\s*$/.exec(text)?.[1];
  const score = number === undefined ? Number.NaN : Number(number);
  return score >= 0 && score <= 1 ? score : undefined;
}

function askModel({
  model,
  prompt,
  answers,
  maxOutputTokens,
}: Extract<Scorer, { method: 'model' }>): ScoreRequest {
  return async (request, context) => {
    const question: ChatRequest = {
      kind: 'chat',
      model,
      messages: [
        { role: 'system', segments: [textSegment('system', 'system', prompt)] },
        { role: 'user', segments: [textSegment('user', 'user', requestText(request))] },
      ],
      tools: [],
      parameters: { temperature: 0, maxOutputTokens },
      serviceTier: request.serviceTier,
      retry: request.retry,
      cacheBreakpoints: [],
    };
    try {
      const response = await context.call(question, 'route');
      return response.kind === 'chat' ? readScore(response.text, answers) : undefined;
    } catch (error) {
      // A classifier that is down must not take the answer down with it; the dearest tier answers.
      if (error instanceof ModelCallError && error.failure.kind !== 'aborted') return undefined;
      throw error;
    }
  };
}

export function scoreRequestBy(scorer: Scorer, learned: Artifact['learned']): ScoreRequest {
  if (scorer.method === 'model') return askModel(scorer);
  const score = memoise(
    2_000,
    scorer.method === 'heuristic' ? heuristicScore(scorer) : learnedScore(scorer.neighbours, learned),
  );
  return async (request) => score(requestText(request));
}
