import type { CallContext, Decision } from '../core/middleware.ts';
import type { ChatRequest } from '../core/request.ts';
import { describeBaselines } from '../learn/router-baselines.ts';
import { baseModel, redirectsOf, trainingsOf } from './answering-model.ts';
import { type BuildServices, chatMiddleware, defineOptimization } from './optimization.ts';
import { fitRouter } from './routing/fit-router.ts';
import { scoreRequestBy } from './routing/score-request.ts';
import { type Artifact, artifact, type Settings, settings, tierName } from './routing/settings.ts';
import { boundsBy, tierWithBand, withinBounds } from './routing/tiers.ts';

function thresholdsOf({ tiers }: Settings, fitted: Artifact | undefined): readonly number[] {
  return fitted?.thresholds ?? tiers.slice(0, -1).map(({ upTo }) => upTo ?? 1);
}

function route(chosen: Settings, fitted: Artifact | undefined, services: BuildServices) {
  const { tiers, band, scorer } = chosen;
  const redirects = redirectsOf(tiers, fitted?.trained ?? null, services);
  const score = scoreRequestBy(scorer, fitted?.learned ?? null);
  const thresholds = thresholdsOf(chosen, fitted);
  const bounds = boundsBy(chosen);
  const choose = async (request: ChatRequest, context: CallContext) => {
    const allowed = bounds(context.attributes);
    // Where the policy leaves no choice, a classifier's answer would change nothing.
    if (allowed.lowest === allowed.highest) return { tier: allowed.lowest, value: undefined };
    const value = await score(request, context);
    const wanted = value === undefined ? tiers.length - 1 : tierWithBand(value, thresholds, band);
    return { tier: withinBounds(wanted, allowed), value };
  };
  return chatMiddleware(async (request, next, context) => {
    const { tier, value } = await choose(request, context);
    context.decide({
      name: 'routing.tier',
      choice: tierName(tiers[tier]),
      ...(value === undefined ? {} : { score: value }),
    });
    return next(redirects[tier](request));
  });
}

function sharesPerTier(decisions: readonly Decision[]) {
  const made = decisions.filter(({ name }) => name === 'routing.tier');
  const counts = new Map<string, number>();
  for (const { choice } of made) counts.set(choice, (counts.get(choice) ?? 0) + 1);
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([tier, count]) => ({
      label: `answered by ${tier}`,
      value: `${count} of ${made.length} (${((count / made.length) * 100).toFixed(1)} %)`,
    }));
}

/**
 * Sends every request to the cheapest tier that its difficulty allows. The choice is made before an answer exists, so
 * it costs little and adds no second call; what it cannot see in the request it cannot route by.
 */
export const routing = defineOptimization({
  name: 'routing',
  layer: 'route',
  summary: 'sends easy requests to cheaper models, by a heuristic, a learned or a model’s score',
  settings,
  artifact,
  attributes: ({ policy }) => [...new Set(policy.flatMap(({ when }) => Object.keys(when)))],
  models: ({ tiers, scorer }) => [
    ...tiers.map(baseModel),
    ...(scorer.method === 'model' ? [scorer.model] : []),
  ],
  fit: fitRouter,
  needsFitting: ({ tiers, scorer, chooseThresholds }) =>
    scorer.method === 'learned' || chooseThresholds !== undefined || trainingsOf(tiers).length > 0,
  trainings: ({ tiers }) => trainingsOf(tiers),
  build: route,
  describe: (chosen, fitted) => {
    const thresholds = thresholdsOf(chosen, fitted);
    const known = fitted !== undefined || chosen.chooseThresholds === undefined;
    const names = chosen.tiers.map(tierName).join(', ');
    const at = known ? ` at ${thresholds.map((value) => value.toFixed(2)).join(', ')}` : '';
    const recovered = fitted?.learned?.gapRecovered ?? undefined;
    const quality = recovered === undefined ? '' : `, APGR ${recovered.toFixed(2)} on train (random 0.50)`;
    return `routed to ${names} by ${chosen.scorer.method} score${at}${quality}`;
  },
  fittingFigures: ({ baselines }) => (baselines === null ? [] : describeBaselines(baselines)),
  summarise: sharesPerTier,
});
