import type { ModelResponse } from '../../core/request.ts';
import {
  type GuardedEntities,
  guardAllows,
  guardedEntities,
  type MaskedText,
  maskEntities,
  substitutedAnswer,
} from './entities.ts';
import type { RequestKey } from './request-key.ts';
import type { SemanticSettings } from './settings.ts';
import type { IndexHit } from './vector-index.ts';

/** A request as the cache sees it. */
export interface CacheQuery {
  readonly key: RequestKey;
  readonly masked: MaskedText;
  readonly entities: GuardedEntities;
}

export function cacheQuery(key: RequestKey, semantic: SemanticSettings): CacheQuery {
  const masked = maskEntities(key.text, semantic.substitute);
  return { key, masked, entities: guardedEntities(masked.masked, semantic.guard) };
}

export interface CacheEntry {
  readonly query: CacheQuery;
  /** First moment at which it is no longer given, in milliseconds since 1970. */
  readonly expires: number;
  readonly response: Pick<ModelResponse, 'kind'> & { readonly text?: string };
}

export interface SimilarHit<Entry extends CacheEntry> {
  readonly entry: Entry;
  readonly similarity: number;
  /** The answer with the request's own entities in it; undefined for what is no text. */
  readonly text: string | undefined;
}

/** What a cache remembers: entries by exact and by normalised text, the least recently used one first to go. */
export interface CacheState<Entry extends CacheEntry> {
  readonly exact: (key: RequestKey, now: number) => Entry | undefined;
  readonly normalised: (key: RequestKey, now: number) => Entry | undefined;
  /** The first of the candidates that is alive, passes the guard and has an answer for this request. */
  readonly similar: (
    query: CacheQuery,
    candidates: readonly IndexHit[],
    now: number,
  ) => SimilarHit<Entry> | undefined;
  /** Gives the entry a number, and those that had to go for it. */
  readonly insert: (entry: Entry) => { readonly number: number; readonly evicted: readonly number[] };
  /** Entries that were found to have expired since the last call. */
  readonly takeExpired: () => readonly { readonly number: number; readonly entry: Entry }[];
  readonly entry: (number: number) => Entry | undefined;
}

function place(namespace: string, text: string): string {
  return `${namespace}\n${text}`;
}

export function createCacheState<Entry extends CacheEntry>(
  maximumEntries: number,
  { substitute }: Pick<SemanticSettings, 'substitute'>,
): CacheState<Entry> {
  // A Map keeps the order of insertion; what is used again goes to the end.
  const entries = new Map<number, Entry>();
  const byText = new Map<string, number>();
  const byNormalised = new Map<string, number>();
  let expired: { readonly number: number; readonly entry: Entry }[] = [];
  let next = 0;

  const remove = (number: number): void => {
    const entry = entries.get(number);
    if (entry === undefined) return;
    entries.delete(number);
    const { namespace, text, normalised } = entry.query.key;
    if (byText.get(place(namespace, text)) === number) byText.delete(place(namespace, text));
    if (byNormalised.get(place(namespace, normalised)) === number)
      byNormalised.delete(place(namespace, normalised));
  };
  const alive = (number: number | undefined, now: number): Entry | undefined => {
    const entry = number === undefined ? undefined : entries.get(number);
    if (entry === undefined || number === undefined) return undefined;
    if (now < entry.expires) return entry;
    remove(number);
    expired.push({ number, entry });
    return undefined;
  };
  const use = (number: number, entry: Entry): Entry => {
    entries.delete(number);
    entries.set(number, entry);
    return entry;
  };
  const find = (table: ReadonlyMap<string, number>, where: string, now: number): Entry | undefined => {
    const number = table.get(where);
    const entry = alive(number, now);
    return entry === undefined || number === undefined ? undefined : use(number, entry);
  };

  return {
    exact: ({ namespace, text }, now) => find(byText, place(namespace, text), now),
    normalised: ({ namespace, normalised }, now) => find(byNormalised, place(namespace, normalised), now),
    similar: (query, candidates, now) => {
      for (const { entry: number, similarity } of candidates) {
        const entry = alive(number, now);
        if (entry === undefined || !guardAllows(query.entities, entry.query.entities)) continue;
        const { text } = entry.response;
        const own =
          text === undefined
            ? undefined
            : substitutedAnswer(text, entry.query.masked.found, query.masked.found, substitute);
        if (text !== undefined && own === undefined) continue;
        return { entry: use(number, entry), similarity, text: own };
      }
      return undefined;
    },
    insert: (entry) => {
      const evicted: number[] = [];
      const evict = (number: number): void => {
        remove(number);
        evicted.push(number);
      };
      const number = next;
      next += 1;
      const { namespace, text, normalised } = entry.query.key;
      const same = byText.get(place(namespace, text));
      if (same !== undefined) evict(same);
      for (const oldest of entries.keys()) {
        if (entries.size < maximumEntries) break;
        evict(oldest);
      }
      if (maximumEntries > 0) {
        entries.set(number, entry);
        byText.set(place(namespace, text), number);
        byNormalised.set(place(namespace, normalised), number);
      }
      return { number, evicted };
    },
    takeExpired: () => {
      const taken = expired;
      expired = [];
      return taken;
    },
    entry: (number) => entries.get(number),
  };
}
