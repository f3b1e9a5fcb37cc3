import { ConfigurationError, type Problem, TollgateError, unknownName } from '../core/errors.ts';
import type { TerminalCall } from '../core/middleware.ts';
import { type Attempt, ModelCallError, type ModelRequest, type ModelResponse } from '../core/request.ts';
import { noUsage, type Usage } from '../core/usage.ts';
import { withAttempts } from './attempts.ts';
import type { Mask } from './mask-secrets.ts';

/** What the transport needs of a provider. */
export interface CallableProvider {
  readonly name: string;
  readonly checkModel: (model: string) => Problem | undefined;
  readonly call: (request: ModelRequest, signal: AbortSignal) => Promise<ModelResponse>;
  readonly worstCase: (request: ModelRequest) => Usage;
  /** Changes when its models answer differently under the same name; recordings of another version are not used. */
  readonly version?: string;
}

export interface ProviderDirectory {
  /** @throws ConfigurationError for an unknown provider, or a model that the provider does not have. */
  readonly resolve: (model: string) => CallableProvider;
  /** What is wrong with a model id, or undefined when it can be called. */
  readonly problem: (model: string) => Problem | undefined;
}

/** @throws ConfigurationError when two providers have one name. */
export function createDirectory(providers: readonly CallableProvider[]): ProviderDirectory {
  const names = providers.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) < index);
  if (twice.length > 0) {
    throw new ConfigurationError(
      twice.map((name) => ({ message: `two providers are named "${name}".`, found: name })),
    );
  }
  const byName = new Map(providers.map((provider) => [provider.name, provider]));
  const find = (model: string): CallableProvider | Problem => {
    const colon = model.indexOf(':');
    if (colon < 0) {
      const problem = unknownName('model', model, []);
      return {
        ...problem,
        message: `the model id "${model}" must be written "<provider>:<model>".`,
        allowed: names,
      };
    }
    const provider = byName.get(model.slice(0, colon));
    if (provider === undefined) return unknownName('provider', model.slice(0, colon), names);
    return provider.checkModel(model.slice(colon + 1)) ?? provider;
  };
  const resolved = new Map<string, CallableProvider>();
  const resolve = (model: string): CallableProvider => {
    const known = resolved.get(model);
    if (known !== undefined) return known;
    const found = find(model);
    if ('message' in found) throw new ConfigurationError([found]);
    resolved.set(model, found);
    return found;
  };
  return {
    resolve,
    problem: (model) => {
      const found = find(model);
      return 'message' in found ? found : undefined;
    },
  };
}

/**
 * The bottom of every stack: one try of the provider that the request's model names. Errors leave it without
 * secrets, and as ModelCallError unless they are the user's to mend.
 */
export function terminalCall(directory: ProviderDirectory, mask: Mask): TerminalCall {
  return async (request, context) => {
    const provider = directory.resolve(request.model);
    const started = performance.now();
    try {
      const response = await provider.call(request, context.signal);
      return withAttempts(response, response.attempts.map(sound));
    } catch (error) {
      if (error instanceof ModelCallError) throw masked(error, mask);
      if (error instanceof TollgateError) throw error;
      const message = mask(
        `${provider.name} failed unexpectedly: ${error instanceof Error ? error.message : String(error)}`,
      );
      const failure = { kind: context.signal.aborted ? 'aborted' : 'invalid-response', message } as const;
      const attempt: Attempt = {
        provider: provider.name,
        model: request.model,
        usage: noUsage,
        waitMilliseconds: 0,
        milliseconds: performance.now() - started,
        failure,
        replayed: false,
      };
      throw new ModelCallError(failure, [attempt], causeWithoutSecrets(error, mask));
    }
  };
}

/**
 * Vendors' counts do not always add up, and a paid call must not be lost over that: parts beyond their whole make the
 * whole larger, fractions are rounded up.
 */
function sound(attempt: Attempt): Attempt {
  const count = (tokens: number): number =>
    tokens > 0 ? Math.min(Math.ceil(tokens), Number.MAX_SAFE_INTEGER) : 0;
  const { usage } = attempt;
  const cachedInputTokens = count(usage.cachedInputTokens);
  const cacheWriteTokens = count(usage.cacheWriteTokens);
  const reasoningTokens = count(usage.reasoningTokens);
  return {
    ...attempt,
    usage: {
      inputTokens: Math.max(count(usage.inputTokens), cachedInputTokens + cacheWriteTokens),
      cachedInputTokens,
      cacheWriteTokens,
      outputTokens: Math.max(count(usage.outputTokens), reasoningTokens),
      reasoningTokens,
    },
  };
}

function masked(error: ModelCallError, mask: Mask): ModelCallError {
  const attempts = error.attempts
    .map(sound)
    .map((attempt) =>
      attempt.failure === undefined
        ? attempt
        : { ...attempt, failure: { ...attempt.failure, message: mask(attempt.failure.message) } },
    );
  return new ModelCallError(
    { ...error.failure, message: mask(error.failure.message) },
    attempts,
    causeWithoutSecrets(error.cause, mask),
  );
}

/** Keeps a cause only as its masked text: vendors' error objects hold headers, and headers hold keys. */
function causeWithoutSecrets(cause: unknown, mask: Mask): { readonly cause?: unknown } {
  if (cause === undefined) return {};
  return { cause: cause instanceof Error ? `${cause.name}: ${mask(cause.message)}` : mask(String(cause)) };
}
