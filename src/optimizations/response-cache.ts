import type { Decision } from '../core/middleware.ts';
import type { ModelRequest } from '../core/request.ts';
import { defineOptimization } from './optimization.ts';
import { cacheMiddleware, leverName } from './response-cache/cache-middleware.ts';
import { createEmbedder } from './response-cache/embedder.ts';
import { artifactSchema, type CacheArtifact, fitResponseCache } from './response-cache/fit.ts';
import { type CacheSettings, settingsSchema } from './response-cache/settings.ts';

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** What the semantic tier compares by, so that nobody takes letters and words for meaning. */
function comparison({ by, embedder, intent }: CacheSettings['semantic']): string {
  if (by === 'intent') return `intent by ${intent?.model ?? 'a model'}`;
  if (embedder.kind === 'lexical') return 'lexical: words and letters, no meaning';
  return embedder.model;
}

function describeSemantic({ semantic }: CacheSettings, fitted: CacheArtifact | undefined): string {
  const target = percent(semantic.maximumFalseHits);
  if (fitted === undefined)
    return `semantic (${comparison(semantic)}) once ${target} false hits are certified`;
  const { threshold, reason, labelled, needed, steps } = fitted.certificate;
  if (threshold !== null) {
    const bound = steps.find((step) => step.threshold === threshold)?.upperBound ?? 1;
    return `semantic from ${threshold} (${comparison(semantic)}; false hits at most ${percent(bound)} on tune)`;
  }
  return reason === 'too-few-labels'
    ? `semantic off: not enough labelled hits (have ${labelled}, need ${needed})`
    : `semantic off: no threshold keeps false hits under ${target}`;
}

function summarise(
  decisions: readonly Decision[],
): readonly { readonly label: string; readonly value: string }[] {
  const tiers = decisions.filter(({ name }) => name === `${leverName}.tier`);
  if (tiers.length === 0) return [];
  const count = (choice: string) => tiers.filter((decision) => decision.choice === choice).length;
  const skipped = tiers.filter(({ choice }) => choice.startsWith('skipped')).length;
  const share = (value: number) => `${percent(value / tiers.length)} (${value} of ${tiers.length})`;
  const hits = ['exact', 'normalised', 'semantic'] as const;
  return [
    { label: 'answered from the cache', value: share(hits.reduce((sum, tier) => sum + count(tier), 0)) },
    ...hits.map((tier) => ({ label: `${tier} hits`, value: share(count(tier)) })),
    ...(skipped === 0 ? [] : [{ label: 'not cached by rule', value: share(skipped) }]),
  ];
}

/**
 * Gives an answer again when the same was asked before: in the same words, in words that differ in nothing but letter case
 * and marks, or in similar words. The last tier is off until replaying labelled traffic has shown at what similarity its
 * share of wrong answers stays below the target.
 */
export const responseCache = defineOptimization({
  name: leverName,
  layer: 'reuse',
  summary:
    'gives answers again: to the same text, the same but for case and marks, or a similar one (certified)',
  settings: settingsSchema,
  artifact: artifactSchema,
  purposes: ({ purposes }) => purposes,
  models: ({ tiers, semantic: { by, intent, embedder } }) => {
    if (!tiers.includes('semantic')) return [];
    if (by === 'intent') return intent === undefined ? [] : [intent.model];
    return embedder.kind === 'model' ? [embedder.model] : [];
  },
  attributes: ({ tenant, ttlBy }) => [
    ...(tenant === undefined ? [] : [tenant]),
    ...(ttlBy === undefined ? [] : [ttlBy.attribute]),
  ],
  stateful: () => true,
  fit: fitResponseCache,
  needsFitting: ({ tiers }) => tiers.includes('semantic'),
  build: (settings, fitted) => {
    const own = new WeakSet<ModelRequest>();
    const threshold = fitted?.certificate.threshold ?? null;
    const isOn = settings.tiers.includes('semantic') && threshold !== null;
    const embedder = isOn
      ? createEmbedder(settings.semantic, fitted?.idf ?? undefined, (request) => own.add(request))
      : undefined;
    const semantic = embedder === undefined || threshold === null ? undefined : { threshold, embedder };
    return cacheMiddleware(settings, { semantic, own });
  },
  describe: (settings, fitted) => {
    const plain = settings.tiers.filter((tier) => tier !== 'semantic');
    const parts = [
      ...plain,
      ...(settings.tiers.includes('semantic') ? [describeSemantic(settings, fitted)] : []),
    ];
    return `answers given again (${parts.join(', ')})`;
  },
  summarise,
});
