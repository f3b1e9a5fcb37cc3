import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ConfigurationError, unknownName } from '../core/errors.ts';
import { addMoney, type NanoDollars, nanoDollarsFromDollars, zeroDollars } from '../core/money.ts';
import { paidCost, type ScoredTrial } from '../core/trial.ts';
import { toolVersion } from '../core/version.ts';
import { createPrefixCache } from '../pricing/prefix-cache.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import type { Provider } from '../providers/provider.ts';
import { providers } from '../providers/registry.ts';
import { createPromptfooScorer } from '../scorers/promptfoo.ts';
import { scoreOnce } from '../scorers/score-once.ts';
import type { Scorer } from '../scorers/scorer.ts';
import { openStore } from '../store/open-store.ts';
import type { RunRecord } from '../store/records.ts';
import { newRunId } from '../store/run-id.ts';
import type { Store } from '../store/store.ts';
import type { Suite } from '../suite/suite.ts';
import { createTransport, type Transport } from '../transport/assemble.ts';
import type { Plan } from './plan.ts';
import { type ArmRunner, createArmRunner, type Progress, trialKey } from './run-arm.ts';
import { openTrainedModels, type TrainedModels } from './trained-models.ts';

export interface RunRequest {
  readonly suiteFile: string;
  /** Names of candidates; all of them when unset. */
  readonly only?: readonly string[];
  /** A hard stop in dollars; the suite's own when unset. */
  readonly budgetDollars?: number;
  /** Calls of one provider side by side; the suite's own when unset. */
  readonly concurrency?: number;
  /** False makes every call again instead of replaying recordings. */
  readonly replay?: boolean;
  /** Goes on with the last run that did not finish. */
  readonly resume?: boolean;
  readonly earlyStop?: boolean;
  readonly allowOutside?: boolean;
  /** Providers to choose from; Tollgate's own when unset. */
  readonly providers?: readonly Provider[];
  /** What the report names as the way to reproduce the run. */
  readonly commandLine?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Everything that one run holds open. */
export interface Session {
  readonly suite: Suite;
  readonly run: RunRecord;
  readonly store: Store;
  readonly priceBook: PriceBook;
  readonly transport: Transport;
  readonly score: Scorer;
  readonly runner: ArmRunner;
  readonly provider: (model: string) => Provider;
  readonly build: TrainedModels;
  readonly commandLine: string;
  readonly signal: AbortSignal;
  /** Where the run's reports go, absolute. */
  readonly reportFolder: string;
  readonly close: (status: 'finished' | 'failed' | 'interrupted') => Promise<void>;
}

async function gitCommitOf(folder: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: folder });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

async function startOrResume(
  suite: Suite,
  store: Store,
  catalogueVersion: string,
  request: RunRequest,
): Promise<{ readonly run: RunRecord; readonly finished: ReadonlyMap<string, ScoredTrial> }> {
  if (request.resume === true) {
    const run = await store.latestUnfinishedRun(suite.name, suite.digests);
    if (run === undefined) {
      throw new ConfigurationError(
        [{ message: `no unfinished run of ${suite.name} with this suite, dataset and code` }],
        {
          advice: 'Run without --resume; recorded calls are replayed anyway.',
        },
      );
    }
    // Trials that only replayed were kept without their exchanges; running them again is free.
    const trials = (await store.finishedTrials(run.id)).filter(({ exchanges }) => exchanges.length > 0);
    // In a stream a request may depend on those before it: everything is met again, from recordings.
    if (suite.stream !== undefined) return { run, finished: new Map() };
    return { run, finished: new Map(trials.map((trial) => [trialKey(trial), trial])) };
  }
  const gitCommit = await gitCommitOf(path.dirname(suite.file));
  const startedAt = new Date();
  const run: RunRecord = {
    id: newRunId(startedAt),
    suiteName: suite.name,
    suiteFile: path.relative(suite.projectRoot, suite.file),
    digests: suite.digests,
    seed: suite.seed,
    repeats: suite.repeats,
    tollgateVersion: toolVersion,
    catalogueVersion,
    nodeVersion: process.version,
    ...(gitCommit === undefined ? {} : { gitCommit }),
    startedAt,
    status: 'running',
    options: { command: commandLineOf(request) },
    noReplay: request.replay === false,
  };
  await store.startRun(run);
  return { run, finished: new Map() };
}

/** What an interrupted run has paid already, so that resuming does not start the budget again. */
function spentOn(trials: readonly ScoredTrial[]): NanoDollars {
  return addMoney(
    zeroDollars,
    ...trials.map(paidCost),
    ...trials.flatMap(({ quality }) => quality.judgeCharges.map(({ paid }) => paid)),
  );
}

/** The provider of a model id. @throws ConfigurationError for an unknown one. */
export function providerOf(model: string, providers: readonly Provider[]): Provider {
  const name = model.split(':', 1)[0];
  const provider = providers.find((known) => known.name === name);
  if (provider !== undefined) return provider;
  const names = providers.map((known) => known.name);
  throw new ConfigurationError([unknownName('provider', name, names)]);
}

function commandLineOf({ commandLine, suiteFile }: RunRequest): string {
  return commandLine ?? `tollgate run ${suiteFile}`;
}

/** Opens the store and the transport for one run of a suite. */
async function openSession({ suite, priceBook }: Plan, request: RunRequest): Promise<Session> {
  const chosen = request.providers ?? providers;
  const signal = request.signal ?? new AbortController().signal;
  const store = await openStore({ file: suite.store.file, content: suite.store.content });
  try {
    const { run, finished } = await startOrResume(suite, store, priceBook.catalogueVersion, request);
    const transport = createTransport({
      providers: chosen,
      priceBook,
      recordings: store,
      runId: run.id,
      replay: { mode: request.replay === false ? 'refresh' : 'use', maxAgeDays: suite.replay.maxAgeDays },
      limits: {
        concurrency: request.concurrency ?? suite.concurrency,
        budget:
          request.budgetDollars === undefined ? suite.budget : nanoDollarsFromDollars(request.budgetDollars),
        alreadySpent: spentOn([...finished.values()]),
      },
      seed: suite.seed,
    });
    const scorer = await createPromptfooScorer({
      cases: suite.cases,
      grader: suite.grader === undefined ? undefined : { provider: suite.grader },
      transport,
      signal,
    });
    const score = scoreOnce(scorer);
    const onProgress = request.onProgress ?? (() => {});
    const provider = (model: string) => providerOf(model, chosen);
    return {
      suite,
      run,
      store,
      priceBook,
      transport,
      score,
      runner: createArmRunner({
        transport,
        score,
        store,
        runId: run.id,
        finished,
        signal,
        onProgress,
        openPrefixCache: suite.prefixCache === 'simulate' ? createPrefixCache : undefined,
      }),
      provider,
      build: openTrainedModels(provider),
      commandLine: commandLineOf(request),
      signal,
      reportFolder: path.join(suite.projectRoot, 'reports', suite.name, run.id),
      close: async (status) => {
        await store.finishRun(run.id, { status, finishedAt: new Date() });
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/**
 * Does the work of one run with everything open, and closes it again. A run that ends early is marked so, and
 * `resume` goes on with it.
 */
export async function inSession<Result>(
  plan: Plan,
  request: RunRequest,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = await openSession(plan, request);
  try {
    const result = await work(session);
    await session.close('finished');
    return result;
  } catch (error) {
    await session.close(session.signal.aborted ? 'interrupted' : 'failed');
    throw error;
  }
}
