import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ConfigurationError, TollgateError, unknownName } from '../core/errors.ts';
import { addMoney, type NanoDollars, zeroDollars } from '../core/money.ts';
import { paidCost, type ScoredTrial } from '../core/trial.ts';
import { toolVersion } from '../core/version.ts';
import type { BuildServices } from '../optimizations/optimization.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import type { Provider } from '../providers/provider.ts';
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

export interface SessionOptions {
  readonly providers: readonly Provider[];
  readonly budget: NanoDollars | undefined;
  readonly concurrency: number;
  readonly replay: boolean;
  readonly resume: boolean;
  readonly commandLine: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
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
  readonly build: BuildServices;
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
  options: SessionOptions,
): Promise<{ readonly run: RunRecord; readonly finished: ReadonlyMap<string, ScoredTrial> }> {
  if (options.resume) {
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
    options: { command: options.commandLine },
    noReplay: !options.replay,
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

/** Makes models callable again that an earlier run trained. */
export function buildServices(providers: readonly Provider[]): BuildServices {
  return {
    restoreModel: (baseModel, artifact) => {
      const provider = providerOf(baseModel, providers);
      if (provider.fineTuning === undefined) {
        throw new TollgateError(`${provider.name} trains no models, so it cannot bring one back`);
      }
      return provider.fineTuning.restore(artifact);
    },
  };
}

/** Opens the store, the price book and the transport for one run of a suite. */
export async function openSession({ suite, priceBook }: Plan, options: SessionOptions): Promise<Session> {
  const store = await openStore({ file: suite.store.file, content: suite.store.content });
  try {
    const { run, finished } = await startOrResume(suite, store, priceBook.catalogueVersion, options);
    const transport = createTransport({
      providers: options.providers,
      priceBook,
      recordings: store,
      runId: run.id,
      replay: { mode: options.replay ? 'use' : 'refresh', maxAgeDays: suite.replay.maxAgeDays },
      limits: {
        concurrency: options.concurrency,
        budget: options.budget,
        alreadySpent: spentOn([...finished.values()]),
      },
      seed: suite.seed,
    });
    const scorer = await createPromptfooScorer({
      cases: suite.cases,
      grader: suite.grader === undefined ? undefined : { provider: suite.grader },
      transport,
      signal: options.signal,
    });
    const score = scoreOnce(scorer);
    const runner = createArmRunner({
      transport,
      score,
      store,
      runId: run.id,
      finished,
      signal: options.signal,
      onProgress: options.onProgress,
    });
    return {
      suite,
      run,
      store,
      priceBook,
      transport,
      score,
      runner,
      provider: (model) => providerOf(model, options.providers),
      build: buildServices(options.providers),
      commandLine: options.commandLine,
      signal: options.signal,
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
