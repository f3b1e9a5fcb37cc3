import { type Attempt, ModelCallError, type ModelResponse } from '../core/request.ts';

const carried = new WeakMap<object, readonly Attempt[]>();

/**
 * Ties tries that cost money to an error that is not a ModelCallError (the budget ended between two tries, a
 * recording could not be saved), so that the meter still charges them.
 */
export function carryAttempts(error: unknown, attempts: readonly Attempt[]): void {
  if (typeof error === 'object' && error !== null && attempts.length > 0) {
    carried.set(error, [...attempts, ...(carried.get(error) ?? [])]);
  }
}

/** Every try that an error stands for. */
export function attemptsOf(error: unknown): readonly Attempt[] {
  if (error instanceof ModelCallError) return error.attempts;
  return typeof error === 'object' && error !== null ? (carried.get(error) ?? []) : [];
}

/** The tries with the wait before the first one made longer. */
export function withWait(attempts: readonly Attempt[], milliseconds: number): readonly Attempt[] {
  return attempts.map((attempt, index) =>
    index === 0 ? { ...attempt, waitMilliseconds: attempt.waitMilliseconds + milliseconds } : attempt,
  );
}

export function withAttempts(response: ModelResponse, attempts: readonly Attempt[]): ModelResponse {
  return response.kind === 'chat' ? { ...response, attempts } : { ...response, attempts };
}
