import { digest } from '../../core/digest.ts';
import type { Segment } from '../../core/message.ts';
import type { CallContext } from '../../core/middleware.ts';
import type { ChatRequest, EmbeddingRequest, ModelRequest } from '../../core/request.ts';
import { normalisedText } from './normalised-text.ts';
import type { CacheSettings } from './settings.ts';

/** What a request is looked up by. Requests of different namespaces never meet. */
export interface RequestKey {
  /** Digest of everything that affects the answer but the user's text. */
  readonly namespace: string;
  /** The user's text. */
  readonly text: string;
  readonly normalised: string;
}

/** What affects an answer but is no part of the request, and which levers know. */
export interface KeyScope {
  readonly settings: Pick<CacheSettings, 'tenant' | 'dataVersion' | 'ignore'>;
  /** Digest of the embedder, so that similarities of two never mix. */
  readonly embedder: string;
}

/** Why a request is not cached, or undefined when it may be. */
export function reasonToSkip(
  request: ModelRequest,
  { maximumTemperature, multiTurn }: Pick<CacheSettings, 'maximumTemperature' | 'multiTurn'>,
): string | undefined {
  if (request.kind === 'embedding') return undefined;
  const { messages, tools, parameters } = request;
  if (tools.length > 0) return 'tools';
  // Most vendors sample at 1 when no temperature is given.
  if ((parameters.temperature ?? 1) > maximumTemperature) return 'temperature';
  const turns = messages.filter(({ role, segments }) => role !== 'system' && !segments.every(isExample));
  if (!multiTurn && (turns.length > 1 || turns.some(({ role }) => role !== 'user'))) return 'multi-turn';
  const own = messages.flatMap(({ segments }) => segments.filter(({ part }) => part === 'user'));
  if (own.some(({ content }) => content.type !== 'text')) return 'no text';
  return own.every((segment) => textOfSegment(segment).trim() === '') ? 'no user text' : undefined;
}

function isExample({ part }: Segment): boolean {
  return part === 'examples';
}

function textOfSegment({ content }: Segment): string {
  return content.type === 'text' ? content.text : '';
}

type KeyContext = Pick<CallContext, 'attributes' | 'purpose' | 'step'>;

function surroundings({ settings, embedder }: KeyScope, { attributes, purpose, step }: KeyContext) {
  const { tenant, dataVersion, ignore } = settings;
  return {
    tenant: tenant === undefined ? null : (attributes[tenant] ?? null),
    dataVersion: dataVersion ?? null,
    ignore,
    embedder,
    purpose,
    step,
  };
}

function embeddingKey(request: EmbeddingRequest, scope: KeyScope, context: KeyContext): RequestKey {
  const text = JSON.stringify(request.inputs);
  const namespace = digest({ kind: request.kind, model: request.model, ...surroundings(scope, context) });
  // Letter case and marks change a vector, so its normalised text is the text.
  return { namespace, text, normalised: text };
}

/**
 * The namespace holds model, parameters, tools and every message with its role, where the user's text is only marked; the
 * service tier, retries and breakpoints do not affect an answer.
 */
export function requestKey(request: ModelRequest, scope: KeyScope, context: KeyContext): RequestKey {
  if (request.kind === 'embedding') return embeddingKey(request, scope, context);
  const ignored = new Set(scope.settings.ignore);
  const texts: string[] = [];
  const stable = request.messages.map(({ role, segments }) => [
    role,
    segments.flatMap((segment) => {
      if (segment.part === 'user') {
        texts.push(textOfSegment(segment));
        return [null];
      }
      return ignored.has(segment.part) || ignored.has(segment.id) ? [] : [segment.content];
    }),
  ]);
  const text = texts.join('\n');
  return { namespace: namespaceOf(request, stable, scope, context), text, normalised: normalisedText(text) };
}

function namespaceOf(request: ChatRequest, messages: unknown, scope: KeyScope, context: KeyContext): string {
  const { kind, model, tools, parameters } = request;
  return digest({ kind, model, tools, parameters, messages, ...surroundings(scope, context) });
}
