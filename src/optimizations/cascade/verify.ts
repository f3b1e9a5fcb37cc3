import { textSegment } from '../../core/message.ts';
import type { CallContext, ModelCall } from '../../core/middleware.ts';
import { type ChatRequest, type ChatResponse, ModelCallError } from '../../core/request.ts';
import { requestText } from '../../core/request-text.ts';
import { answerFeatures } from '../../learn/answer-features.ts';
import { type VerifierWeights, verifyWith } from '../../learn/verifier-model.ts';
import { fillPlaceholders } from '../../text/fill-placeholders.ts';
import { readChoice } from '../../text/read-choice.ts';
import { checkerOf, outputText } from './checks.ts';
import { drawSamples } from './sample.ts';
import type { VerifierSettings } from './settings.ts';

/** An answer of one level and how likely it is to be right, in [0, 1]. */
export interface Verified {
  readonly response: ChatResponse;
  readonly score: number;
}

/**
 * Answers a request and verifies the answer. `stopAt` is the threshold that the score will be held against, so that no
 * more is spent than the comparison needs; without it the score is exact.
 */
export type AnswerVerified = (
  request: ChatRequest,
  next: ModelCall,
  context: CallContext,
  stopAt: number | undefined,
) => Promise<Verified>;

export async function answer(request: ChatRequest, next: ModelCall): Promise<ChatResponse> {
  const response = await next(request);
  if (response.kind !== 'chat') throw new TypeError(`a chat request was answered with ${response.kind}`);
  return response;
}

function byFormat(settings: Extract<VerifierSettings, { method: 'format' }>): AnswerVerified {
  const check = checkerOf(settings);
  return async (request, next) => {
    const response = await answer(request, next);
    const passed = response.finishReason !== 'length' && (await check(response)).every(Boolean);
    return { response, score: passed ? 1 : 0 };
  };
}

/** A model that says nothing of its confidence is not trusted. */
const byConfidence: AnswerVerified = async (request, next) => {
  const response = await answer(request, next);
  return { response, score: response.confidence ?? 0 };
};

function byAgreement(settings: Extract<VerifierSettings, { method: 'agreement' }>): AnswerVerified {
  return async (request, next, _context, stopAt) => {
    const { response, agreement } = await drawSamples(request, next, { ...settings, stopAt });
    return { response, score: agreement };
  };
}

function byModel(settings: Extract<VerifierSettings, { method: 'model' }>): AnswerVerified {
  const { model, prompt, accept, reject, maxOutputTokens } = settings;
  const verdictOn = async (request: ChatRequest, given: ChatResponse, context: CallContext) => {
    const values = new Map([
      ['request', requestText(request)],
      ['answer', outputText(given)],
    ]);
    const question: ChatRequest = {
      ...request,
      model,
      messages: [{ role: 'user', segments: [textSegment('user', 'user', fillPlaceholders(prompt, values))] }],
      tools: [],
      parameters: { temperature: 0, maxOutputTokens },
      cacheBreakpoints: [],
    };
    try {
      const verdict = await context.call(question, 'verify');
      if (verdict.kind !== 'chat') return 0;
      const choice = readChoice(verdict.text, [...accept, ...reject]);
      if (choice === undefined) return 0;
      const sureness = (1 + (verdict.confidence ?? 1)) / 2;
      return accept.includes(choice) ? sureness : 1 - sureness;
    } catch (error) {
      // A verifier that is down verifies nothing, so the next level answers.
      if (error instanceof ModelCallError && error.failure.kind !== 'aborted') return 0;
      throw error;
    }
  };
  return async (request, next, context) => {
    const response = await answer(request, next);
    return { response, score: await verdictOn(request, response, context) };
  };
}

/** An answer with the features that a learned verifier looks at. */
export type AnswerWithFeatures = (
  request: ChatRequest,
  next: ModelCall,
) => Promise<{ readonly response: ChatResponse; readonly features: ReadonlyMap<string, number> }>;

export function featuresBy(settings: Extract<VerifierSettings, { method: 'learned' }>): AnswerWithFeatures {
  const { samples, temperature } = settings;
  const check = checkerOf(settings);
  return async (request, next) => {
    const { response, agreement } =
      samples > 1
        ? await drawSamples(request, next, { samples, temperature })
        : { response: await answer(request, next), agreement: undefined };
    const features = answerFeatures({
      request: requestText(request),
      answer: outputText(response),
      confidence: response.confidence,
      agreement,
      cut: response.finishReason === 'length',
      checks: await check(response),
    });
    return { response, features };
  };
}

function byLearned(
  settings: Extract<VerifierSettings, { method: 'learned' }>,
  weights: VerifierWeights | undefined,
): AnswerVerified {
  if (weights === undefined) throw new TypeError('cascade: the artifact holds no verifier for a level');
  const answerWithFeatures = featuresBy(settings);
  return async (request, next) => {
    const { response, features } = await answerWithFeatures(request, next);
    return { response, score: verifyWith(weights, [...features.values()]) };
  };
}

/** The verifier of one level; `weights` are those that it learned for this level. */
export function verifierOf(settings: VerifierSettings, weights: VerifierWeights | undefined): AnswerVerified {
  switch (settings.method) {
    case 'format':
      return byFormat(settings);
    case 'confidence':
      return byConfidence;
    case 'agreement':
      return byAgreement(settings);
    case 'model':
      return byModel(settings);
    case 'learned':
      return byLearned(settings, weights);
  }
}
