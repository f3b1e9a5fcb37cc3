import { setMaxListeners } from 'node:events';
import type { Problem } from '../core/errors.ts';
import {
  assembleStack,
  type Decision,
  type Middleware,
  type RequestAttributes,
  type StackCall,
  type TrialIdentity,
} from '../core/middleware.ts';
import type { NanoDollars } from '../core/money.ts';
import type { Charge, Exchange } from '../core/trial.ts';
import type { PrefixCache } from '../pricing/prefix-cache.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import { createRandom, derive, nextUnit, type Random } from '../stats/random.ts';
import { type Budget, createBudget } from './budget.ts';
import { checkModels } from './check-models.ts';
import { createLimits } from './limits.ts';
import { createMask } from './mask-secrets.ts';
import { createMeter } from './meter.ts';
import { type PackSeat, packAt } from './packing.ts';
import { paidFor } from './prices-of-calls.ts';
import { createReplay, type Recordings, type ReplayOptions } from './replay.ts';
import { withRetry } from './retry.ts';
import { type CallableProvider, createDirectory, terminalCall } from './terminal.ts';
import { withTimeout } from './timeout.ts';
import { createTrialClock } from './trial-clock.ts';

export interface TransportOptions {
  readonly providers: readonly CallableProvider[];
  readonly priceBook: PriceBook;
  /** The store, or what stands in for it. */
  readonly recordings: Recordings;
  readonly runId: string;
  readonly replay: ReplayOptions;
  readonly limits: {
    /** Tries of one provider under way at a time. */
    readonly concurrency: number;
    /** Hard stop; undefined means no limit. */
    readonly budget: NanoDollars | undefined;
    /** What finished trials of this run paid in an earlier process. */
    readonly alreadySpent?: NanoDollars;
  };
  readonly seed: string;
  readonly now?: () => Date;
  /** Where secrets to be masked are looked for; the process's own when unset. */
  readonly environment?: { readonly [name: string]: string | undefined };
}

export interface TrialSession {
  /** Enters the stack at the top. */
  readonly call: StackCall;
  /** What the calls made so far cost, also those that failed. */
  readonly charges: () => readonly Charge[];
  readonly decisions: () => readonly Decision[];
  readonly exchanges: () => readonly Exchange[];
  /**
   * Time since the trial was opened, without waiting for this run's own concurrency limit and budget. Undefined when a
   * call was replayed: then nothing was measured.
   */
  readonly milliseconds: () => number | undefined;
}

export interface Transport {
  /**
   * A stack of its own for one trial: the optimizations (outermost first), then meter, replay, retry, limits, time
   * limit and provider. Judges open a trial of their own, without optimizations, so that their cost stays apart.
   */
  readonly openTrial: (trial: {
    readonly trial: TrialIdentity;
    /** What levers may know of the request besides its text. */
    readonly attributes?: RequestAttributes | undefined;
    /** When the request arrived, in a stream. */
    readonly arrival?: number | undefined;
    /** The arm's simulated prefix cache, in a stream whose suite asks for one. */
    readonly prefixCache?: PrefixCache | undefined;
    readonly middlewares: readonly Middleware[];
    /** The trial's place among those whose requests may be sent as one; levers find it as `context.pack`. */
    readonly seat?: PackSeat | undefined;
    readonly signal: AbortSignal;
  }) => TrialSession;
  /** What is wrong with these model ids: unknown provider, unknown model, no price. Calls nobody. */
  readonly checkModels: (models: readonly string[]) => readonly Problem[];
  /** For spending that is not a model call, such as training. */
  readonly budget: Budget;
}

/** @throws ConfigurationError when two providers have one name. */
export function createTransport(options: TransportOptions): Transport {
  const { priceBook, runId, seed } = options;
  const directory = createDirectory(options.providers);
  const budget = createBudget(options.limits.budget, options.limits.alreadySpent);
  const bottom = withTimeout(terminalCall(directory, createMask(options.environment ?? process.env)));
  const limits = createLimits({ concurrency: options.limits.concurrency, budget, priceBook, directory });
  const replay = createReplay({
    ...options.replay,
    store: options.recordings,
    runId,
    versionOf: (model) => directory.resolve(model).version,
    now: options.now ?? (() => new Date()),
    onRecovered: (request, attempts) => {
      for (const { usage } of attempts) budget.record(paidFor(priceBook, request, usage));
    },
  });
  return {
    openTrial: ({ trial, attributes, arrival, prefixCache, middlewares, seat, signal }) => {
      // Every call under way listens to the run's signal; Node warns of a leak from eleven listeners on.
      setMaxListeners(0, signal);
      const clock = createTrialClock(() => performance.now());
      const meter = createMeter(priceBook, clock, prefixCache);
      const decisions: Decision[] = [];
      const retried = withRetry(limits.over(bottom, clock), jitter(seed, trial));
      const decide = (decision: Decision): void => {
        decisions.push(decision);
      };
      const call = assembleStack(middlewares, meter.over(replay.over(retried, trial, clock)), {
        trial,
        attributes,
        arrival,
        decide,
        pack: seat && packAt(seat, { meter, clock, caseId: trial.caseId, decide }),
        signal,
      });
      return {
        call: seat === undefined ? call : (...request) => seat.during(() => call(...request)),
        charges: meter.charges,
        decisions: () => [...decisions],
        exchanges: meter.exchanges,
        milliseconds: clock.milliseconds,
      };
    },
    checkModels: (models) => checkModels(models, options.providers, priceBook),
    budget,
  };
}

/** Waits are drawn from the run's seed, and differently in every trial. */
function jitter(seed: string, { armId, caseId, repeat }: TrialIdentity): () => number {
  let random: Random | undefined;
  return () => {
    random ??= createRandom(derive(seed, `retry ${armId} ${caseId} ${repeat}`));
    return nextUnit(random);
  };
}
