import { z } from 'zod';
import { TollgateError } from '../../core/errors.ts';
import type { Middleware } from '../../core/middleware.ts';
import type { ModelRequest } from '../../core/request.ts';
import { hashedTfIdf } from '../../learn/hashed-tf-idf.ts';
import type { Fitting } from '../optimization.ts';
import { type CacheQuery, cacheQuery } from './cache-state.ts';
import { certificateSchema, certifyThreshold, storedNeighbours } from './certify.ts';
import { createEmbedder, fitLexical, lexicalFeatures } from './embedder.ts';
import { expiryOf, isKept } from './keep.ts';
import type { RecordedRequest } from './replay.ts';
import { reasonToSkip, requestKey } from './request-key.ts';
import type { CacheSettings } from './settings.ts';
import { embeddedIndex, type TextVector, type VectorIndex } from './vector-index.ts';

const idfSchema = z.strictObject({ dimensions: z.number().int(), largest: z.number(), levels: z.string() });

export const artifactSchema = z.strictObject({
  /** What the lexical embedder learned of the traffic's words; null for another one. */
  idf: idfSchema.nullable(),
  certificate: certificateSchema,
});

export type CacheArtifact = z.output<typeof artifactSchema>;

interface Seen {
  readonly query: CacheQuery;
  readonly vector: TextVector | undefined;
  readonly expires: number;
  readonly keeps: boolean;
  readonly response: RecordedRequest['response'];
}

/** Finds for each request the most similar earlier ones of its namespace. */
async function withNeighbours(
  requests: readonly (Omit<RecordedRequest, 'neighbours'> & { readonly vector: TextVector })[],
  atLeast: number,
): Promise<readonly RecordedRequest[]> {
  const indices = new Map<string, VectorIndex>();
  const found: RecordedRequest[] = [];
  for (const [position, { vector, ...request }] of requests.entries()) {
    const { namespace } = request.query.key;
    const index = indices.get(namespace) ?? embeddedIndex();
    indices.set(namespace, index);
    found.push({ ...request, neighbours: await index.nearest(vector, storedNeighbours, atLeast) });
    await index.add(position, vector);
  }
  return found;
}

/**
 * Runs the stream's train and tune splits once without the cache, and certifies a threshold on what was asked and answered. Labels
 * are the stream's canonical requests.
 */
export async function fitResponseCache(settings: CacheSettings, fitting: Fitting): Promise<CacheArtifact> {
  const { semantic } = settings;
  const isLexical = semantic.by === 'similarity' && semantic.embedder.kind === 'lexical';
  const own = new WeakSet<ModelRequest>();
  const embedder = isLexical ? undefined : createEmbedder(semantic, undefined, (request) => own.add(request));
  const scope = { settings, embedder: embedder?.id ?? 'lexical' };
  const seen = new Map<string, Seen[]>();
  const watch: Middleware = async (request, next, context) => {
    if (own.has(request) || reasonToSkip(request, settings) !== undefined) return next(request);
    const query = cacheQuery(requestKey(request, scope, context), semantic);
    const vector = await embedder?.embed(query.masked.masked, request, context);
    const response = await next(request);
    const { caseId } = context.trial;
    const entry: Seen = {
      query,
      vector,
      expires: expiryOf(arrivalOf(context.arrival), context.attributes, settings),
      keeps: isKept(response),
      response: response.kind === 'chat' ? { kind: 'chat', text: response.text } : { kind: 'embedding' },
    };
    seen.set(caseId, [...(seen.get(caseId) ?? []), entry]);
    return response;
  };
  const cases = [...fitting.train, ...fitting.tune];
  await fitting.run([watch], cases);

  const recorded = cases.flatMap(({ id, stream }) =>
    (seen.get(id) ?? []).map((entry) => ({
      ...entry,
      arrival: arrivalOf(stream?.arrival),
      label: stream?.canonical ?? '',
    })),
  );
  const texts = recorded.map(({ query }) => query.masked.masked);
  const idf = isLexical ? fitLexical(texts) : undefined;
  const vectorise = idf === undefined ? undefined : hashedTfIdf(idf);
  const vectors = recorded.flatMap((entry): readonly (typeof entry & { readonly vector: TextVector })[] => {
    const vector =
      entry.vector ??
      (vectorise === undefined
        ? undefined
        : { kind: 'sparse' as const, vector: vectorise(lexicalFeatures(entry.query.masked.masked)) });
    return vector === undefined ? [] : [{ ...entry, vector }];
  });
  const requests = await withNeighbours(vectors, semantic.thresholds.at(-1) ?? 1);
  return { idf: idf ?? null, certificate: certifyThreshold(requests, settings) };
}

/** @throws TollgateError outside a stream. */
export function arrivalOf(arrival: number | undefined): number {
  if (arrival !== undefined) return arrival;
  throw new TollgateError(
    'response-cache was asked outside a stream: it does not know when the request arrived',
    {
      advice: 'Declare `stream: { timestamp, canonical }` in the suite.',
    },
  );
}
