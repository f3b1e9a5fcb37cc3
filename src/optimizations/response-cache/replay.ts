import { type CacheEntry, type CacheQuery, createCacheState } from './cache-state.ts';
import type { CacheSettings } from './settings.ts';
import type { IndexHit } from './vector-index.ts';

/** One request of recorded traffic, in order of arrival, with the answer it got without a cache. */
export interface RecordedRequest extends Pick<CacheEntry, 'query' | 'expires' | 'response'> {
  readonly query: CacheQuery;
  readonly arrival: number;
  /** Whether the answer may be kept: complete, without tool calls. */
  readonly keeps: boolean;
  /** The most similar *earlier* requests of its namespace, best first; `entry` is their position. */
  readonly neighbours: readonly IndexHit[];
  /** Requests with the same label have the same answer. */
  readonly label: string;
}

export interface ReplayedHit {
  readonly tier: 'exact' | 'normalised' | 'semantic';
  readonly request: number;
  /** Position of the request whose answer was given. */
  readonly source: number;
  readonly similarity: number;
}

export interface Replayed {
  /** One for each request: its hit, or undefined for a miss. */
  readonly hits: readonly (ReplayedHit | undefined)[];
  /** Misses of which every stored neighbour was similar enough: more neighbours might have held a hit. */
  readonly exhausted: number;
}

/**
 * What a cache with this threshold would have done to the traffic: lookups in order of arrival, insertion on a miss,
 * expiry and eviction. The nearest neighbour alone would not do: a request that hits is not inserted, so it is nobody's
 * neighbour later.
 *
 * @param threshold undefined for a cache without the semantic tier
 * @param stored how many neighbours were stored for each request
 */
export function replayCache(
  requests: readonly RecordedRequest[],
  { tiers, maximumEntries, semantic }: Pick<CacheSettings, 'tiers' | 'maximumEntries' | 'semantic'>,
  threshold: number | undefined,
  stored: number,
): Replayed {
  const state = createCacheState<CacheEntry & { readonly position: number }>(maximumEntries, semantic);
  const numberOf = new Map<number, number>();
  let exhausted = 0;
  const hits = requests.map((request, position): ReplayedHit | undefined => {
    const { query, arrival, neighbours, keeps } = request;
    const hit = (tier: ReplayedHit['tier'], source: number, similarity: number): ReplayedHit => ({
      tier,
      request: position,
      source,
      similarity,
    });
    const same = tiers.includes('exact') ? state.exact(query.key, arrival) : undefined;
    if (same !== undefined) return hit('exact', same.position, 1);
    const normal = tiers.includes('normalised') ? state.normalised(query.key, arrival) : undefined;
    if (normal !== undefined) return hit('normalised', normal.position, 1);
    if (threshold !== undefined) {
      const candidates = neighbours.flatMap(({ entry, similarity }): readonly IndexHit[] => {
        const number = numberOf.get(entry);
        return similarity < threshold || number === undefined ? [] : [{ entry: number, similarity }];
      });
      const found = state.similar(query, candidates, arrival);
      if (found !== undefined) return hit('semantic', found.entry.position, found.similarity);
      const last = neighbours.at(-1);
      if (neighbours.length >= stored && last !== undefined && last.similarity >= threshold) exhausted += 1;
    }
    if (keeps) numberOf.set(position, state.insert({ ...request, position }).number);
    return undefined;
  });
  return { hits, exhausted };
}
