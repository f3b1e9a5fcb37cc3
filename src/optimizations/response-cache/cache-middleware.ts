import type { CallContext, Middleware } from '../../core/middleware.ts';
import type { ModelRequest, ModelResponse } from '../../core/request.ts';
import { servedFrom } from '../../core/served-from.ts';
import { type CacheEntry, type CacheQuery, cacheQuery, createCacheState } from './cache-state.ts';
import { storedNeighbours } from './certify.ts';
import type { Embedder } from './embedder.ts';
import { arrivalOf } from './fit.ts';
import { expiryOf, isKept } from './keep.ts';
import { reasonToSkip, requestKey } from './request-key.ts';
import type { CacheSettings } from './settings.ts';
import { embeddedIndex, type TextVector, type VectorIndex } from './vector-index.ts';

export interface SemanticTier {
  readonly threshold: number;
  readonly embedder: Embedder;
}

interface StoredEntry extends CacheEntry {
  readonly response: ModelResponse;
  readonly caseId: string;
}

export interface CacheParts {
  /** Undefined while the semantic tier is off. */
  readonly semantic: SemanticTier | undefined;
  /** Requests that the cache itself makes: they pass it by. */
  readonly own: WeakSet<ModelRequest>;
  /** Makes the index of one namespace; in memory when unset. */
  readonly createIndex?: (namespace: string) => VectorIndex;
}

export const leverName = 'response-cache';

/** The cache of one arm and one repeat: it starts with nothing, and takes requests one at a time in order of arrival. */
export function cacheMiddleware(
  settings: CacheSettings,
  { semantic, own, createIndex }: CacheParts,
): Middleware {
  const state = createCacheState<StoredEntry>(settings.maximumEntries, settings.semantic);
  const indices = new Map<string, VectorIndex>();
  const namespaceOf = new Map<number, string>();
  const scope = { settings, embedder: semantic?.embedder.id ?? 'none' };
  const tier = (context: CallContext, choice: string, score?: number): void =>
    context.decide({ name: `${leverName}.tier`, choice, ...(score === undefined ? {} : { score }) });

  const indexOf = (namespace: string): VectorIndex => {
    const known = indices.get(namespace);
    if (known !== undefined) return known;
    const created = createIndex?.(namespace) ?? embeddedIndex();
    indices.set(namespace, created);
    return created;
  };
  const forget = async (numbers: readonly number[]): Promise<void> => {
    for (const number of numbers) {
      const namespace = namespaceOf.get(number);
      if (namespace !== undefined) await indexOf(namespace).remove(number);
      namespaceOf.delete(number);
    }
  };
  /** Without attempts: an answer that is given again costs nothing. */
  const again = ({ response }: StoredEntry, text?: string): ModelResponse =>
    response.kind === 'chat'
      ? { ...response, text: text ?? response.text, attempts: [] }
      : { ...response, attempts: [] };

  const lookUp = async (
    query: CacheQuery,
    vector: TextVector | undefined,
    context: CallContext,
    now: number,
  ): Promise<ModelResponse | undefined> => {
    if (semantic === undefined || vector === undefined) {
      tier(context, 'miss');
      return undefined;
    }
    const index = indexOf(query.key.namespace);
    const candidates = await index.nearest(vector, storedNeighbours, semantic.threshold);
    const hit = state.similar(query, candidates, now);
    if (hit === undefined) {
      tier(context, 'miss', candidates[0]?.similarity);
      return undefined;
    }
    const texts = { asked: query.key.normalised, entry: hit.entry.query.key.normalised };
    tier(context, 'semantic', hit.similarity);
    context.decide(servedFrom(leverName, hit.entry.caseId, texts, hit.similarity));
    return again(hit.entry, hit.text);
  };

  return async (request, next, context) => {
    if (own.has(request)) return next(request);
    const reason = reasonToSkip(request, settings);
    if (reason !== undefined) {
      tier(context, `skipped: ${reason}`);
      return next(request);
    }
    const now = arrivalOf(context.arrival);
    const key = requestKey(request, scope, context);
    const same = settings.tiers.includes('exact') ? state.exact(key, now) : undefined;
    if (same !== undefined) {
      tier(context, 'exact');
      return again(same);
    }
    const normal = settings.tiers.includes('normalised') ? state.normalised(key, now) : undefined;
    if (normal !== undefined) {
      tier(context, 'normalised');
      return again(normal);
    }
    const query = cacheQuery(key, settings.semantic);
    const vector =
      request.kind === 'chat'
        ? await semantic?.embedder.embed(query.masked.masked, request, context)
        : undefined;
    const found = await lookUp(query, vector, context, now);
    await forget(state.takeExpired().map(({ number }) => number));
    if (found !== undefined) return found;

    const response = await next(request);
    if (!isKept(response)) return response;
    const expires = expiryOf(now, context.attributes, settings);
    const { number, evicted } = state.insert({ query, expires, response, caseId: context.trial.caseId });
    await forget(evicted);
    if (vector !== undefined && state.entry(number) !== undefined) {
      namespaceOf.set(number, key.namespace);
      await indexOf(key.namespace).add(number, vector);
    }
    return response;
  };
}
