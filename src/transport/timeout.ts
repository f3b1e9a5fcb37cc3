import type { TerminalCall } from '../core/middleware.ts';
import { type CallFailure, ModelCallError } from '../core/request.ts';
import { noUsage } from '../core/usage.ts';

/** How long a stopped provider has to say what its try cost. */
const graceMilliseconds = 50;

/**
 * Ends a try after the request's time limit, or when the run is stopped, also when the provider does not listen
 * to its signal. It stands below the limits, so waiting for a turn does not count.
 */
export function withTimeout(inner: TerminalCall): TerminalCall {
  return async (request, context) => {
    const limit = request.retry.timeoutMilliseconds;
    const controller = new AbortController();
    const started = performance.now();
    const provider = request.model.split(':', 1)[0] ?? request.model;
    let failure: CallFailure | undefined;
    let giveUp: NodeJS.Timeout | undefined;
    let reject: (error: ModelCallError) => void = () => {};
    const stopped = new Promise<never>((_, rejectStopped) => {
      reject = rejectStopped;
    });
    const stop = (reason: CallFailure): void => {
      if (failure !== undefined) return;
      failure = reason;
      giveUp = setTimeout(() => {
        const attempt = {
          provider,
          model: request.model,
          usage: noUsage,
          waitMilliseconds: 0,
          milliseconds: performance.now() - started,
          failure: reason,
          replayed: false,
        };
        reject(new ModelCallError(reason, [attempt]));
      }, graceMilliseconds);
      controller.abort();
    };
    const abort = (): void => stop({ kind: 'aborted', message: 'the run was stopped' });
    if (context.signal.aborted)
      throw new ModelCallError({ kind: 'aborted', message: 'the run was stopped' }, []);
    context.signal.addEventListener('abort', abort, { once: true });
    const timer = setTimeout(
      () => stop({ kind: 'timeout', message: `${request.model} did not answer within ${limit} ms` }),
      limit,
    );
    try {
      return await Promise.race([inner(request, { ...context, signal: controller.signal }), stopped]);
    } catch (error) {
      if (failure === undefined || !(error instanceof ModelCallError)) throw error;
      // What the provider reports as aborted was our doing: the reason is ours, the usage is the provider's.
      const reason = failure;
      throw new ModelCallError(
        reason,
        error.attempts.map((attempt) => ({ ...attempt, failure: reason })),
        { cause: error.cause },
      );
    } finally {
      clearTimeout(timer);
      clearTimeout(giveUp);
      context.signal.removeEventListener('abort', abort);
    }
  };
}
