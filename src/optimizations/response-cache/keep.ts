import type { RequestAttributes } from '../../core/middleware.ts';
import type { ModelResponse } from '../../core/request.ts';
import type { CacheSettings } from './settings.ts';

/** An answer is kept when it is complete: not cut off, not filtered, and no request to call a tool. */
export function isKept(response: ModelResponse): boolean {
  if (response.kind === 'embedding') return true;
  return response.finishReason === 'stop' && response.toolCalls.length === 0 && response.text.trim() !== '';
}

/** First moment, in milliseconds since 1970, at which an answer made at `arrival` is no longer given. */
export function expiryOf(
  arrival: number,
  attributes: RequestAttributes,
  { ttlSeconds, ttlBy }: Pick<CacheSettings, 'ttlSeconds' | 'ttlBy'>,
): number {
  const value = ttlBy === undefined ? undefined : attributes[ttlBy.attribute];
  const own = value === undefined ? undefined : ttlBy?.seconds[value];
  return arrival + (own ?? ttlSeconds) * 1_000;
}
