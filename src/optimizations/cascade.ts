import type { CallContext, Decision, Middleware, ModelCall } from '../core/middleware.ts';
import { type ChatRequest, type ChatResponse, ModelCallError } from '../core/request.ts';
import { isAccepted } from '../learn/choose-thresholds.ts';
import { describeBaselines } from '../learn/router-baselines.ts';
import { answeringName, baseModel, type Redirect, redirectsOf, trainingsOf } from './answering-model.ts';
import { fitCascade } from './cascade/fit-cascade.ts';
import { type Artifact, artifact, type Settings, settings, thresholdsOf } from './cascade/settings.ts';
import { type AnswerVerified, answer, verifierOf } from './cascade/verify.ts';
import { type BuildServices, chatMiddleware, defineOptimization } from './optimization.ts';

interface Rung {
  readonly name: string;
  readonly redirect: Redirect;
  readonly threshold: number;
  readonly answerVerified: AnswerVerified;
}

interface Kept {
  readonly response: ChatResponse;
  readonly score?: number;
}

/** The answer of one level, or undefined when it was not good enough, or the call failed for good. */
async function climb(
  { name, redirect, threshold, answerVerified }: Rung,
  request: ChatRequest,
  next: ModelCall,
  context: CallContext,
): Promise<Kept | undefined> {
  const asked = redirect(request);
  try {
    // With these two thresholds no score could make a difference, so none is paid for.
    if (threshold >= 1) return undefined;
    if (threshold <= 0) return { response: await answer(asked, next) };
    const { response, score } = await answerVerified(asked, next, context, threshold);
    context.decide({ name: 'cascade.verified', choice: name, score });
    return isAccepted(score, threshold) ? { response, score } : undefined;
  } catch (error) {
    if (error instanceof ModelCallError && error.failure.kind !== 'aborted') {
      context.decide({ name: 'cascade.failed', choice: name });
      return undefined;
    }
    throw error;
  }
}

function cascading(chosen: Settings, fitted: Artifact | undefined, services: BuildServices): Middleware {
  const thresholds = thresholdsOf(chosen, fitted);
  const redirects = redirectsOf(chosen.levels, fitted?.trained ?? null, services);
  const last = chosen.levels.length - 1;
  const names = chosen.levels.map(answeringName);
  const rungs = redirects.slice(0, -1).map(
    (redirect, index): Rung => ({
      name: names[index],
      redirect,
      threshold: thresholds[index],
      answerVerified: verifierOf(chosen.verifier, fitted?.verifiers?.[index]),
    }),
  );
  return chatMiddleware(async (request, next, context) => {
    const settled = (level: string, escalations: number, score?: number): void => {
      context.decide({
        name: 'cascade.level',
        choice: level,
        ...(score === undefined ? {} : { score }),
      });
      context.decide({
        name: 'cascade.escalated',
        choice: escalations > 0 ? 'yes' : 'no',
        score: escalations,
      });
    };
    for (const [escalations, rung] of rungs.entries()) {
      const kept = await climb(rung, request, next, context);
      if (kept === undefined) continue;
      settled(rung.name, escalations, kept.score);
      return kept.response;
    }
    settled(names[last], rungs.length);
    return next(redirects[last](request));
  });
}

function percentage(count: number, all: number): string {
  return `${count} of ${all} (${((count / all) * 100).toFixed(1)} %)`;
}

function summarise(decisions: readonly Decision[]) {
  const levels = decisions.filter(({ name }) => name === 'cascade.level');
  const escalated = decisions.filter(({ name, choice }) => name === 'cascade.escalated' && choice === 'yes');
  const failed = decisions.filter(({ name }) => name === 'cascade.failed').length;
  if (levels.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { choice } of levels) counts.set(choice, (counts.get(choice) ?? 0) + 1);
  return [
    { label: 'escalation rate', value: percentage(escalated.length, levels.length) },
    ...[...counts]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .map(([model, count]) => ({ label: `answered by ${model}`, value: percentage(count, levels.length) })),
    ...(failed === 0 ? [] : [{ label: 'escalated because a call failed', value: String(failed) }]),
  ];
}

/**
 * Asks the cheapest model first and a dearer one when a verifier rejects the answer. Every call is charged, so it saves
 * only where few requests escalate; it also waits for each level that it asks.
 */
export const cascade = defineOptimization({
  name: 'cascade',
  layer: 'route',
  summary: 'asks a cheap model first, and a dearer one when a verifier rejects the answer',
  settings,
  artifact,
  models: ({ levels, verifier }) => [
    ...levels.map(baseModel),
    ...(verifier.method === 'model' ? [verifier.model] : []),
  ],
  fit: fitCascade,
  needsFitting: ({ levels, verifier, chooseThresholds }) =>
    verifier.method === 'learned' || chooseThresholds !== undefined || trainingsOf(levels).length > 0,
  trainings: ({ levels }) => trainingsOf(levels),
  build: cascading,
  describe: (chosen, fitted) => {
    const known = fitted !== undefined || chosen.chooseThresholds === undefined;
    const thresholds = thresholdsOf(chosen, fitted).map((value) => value.toFixed(2));
    const at = known && chosen.verifier.method !== 'format' ? ` at ${thresholds.join(', ')}` : '';
    const chain = chosen.levels.map(answeringName).join(', then ');
    return `cascade of ${chain}, verified by ${chosen.verifier.method}${at}`;
  },
  fittingFigures: ({ baselines }) => (baselines === null ? [] : describeBaselines(baselines)),
  summarise,
});
