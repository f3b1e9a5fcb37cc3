import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import type { Case } from '../core/case.ts';
import { openMeeting } from '../core/meeting.ts';
import { addMoney, type NanoDollars, zeroDollars } from '../core/money.ts';
import { paidCost, type ScoredTrial } from '../core/trial.ts';
import type { PrefixCache } from '../pricing/prefix-cache.ts';
import type { Store } from '../store/store.ts';
import type { PackSeat } from '../transport/packing.ts';
import type { RunnableArm } from './arm.ts';
import { runTrial, type TrialServices } from './run-trial.ts';

/** One line of a progress display. */
export interface Progress {
  readonly phase: 'fit' | 'run';
  readonly arm: string;
  /** Trials of the whole run. `total` grows while levers are fitted, because only they know how often they run. */
  readonly done: number;
  readonly total: number;
  readonly paid: NanoDollars;
}

export interface RunOptions {
  readonly phase: Progress['phase'];
  readonly label: string;
  readonly repeats: number;
  /** Cases that an arm that remembers meets before; their trials are recorded and not given back. */
  readonly warmUp?: readonly Case[];
}

export interface ArmRunner {
  /**
   * Runs every case × repeat through an arm; the trials come in the order of cases, then repeats. An arm that remembers
   * meets the cases of a repeat one after the other, with nothing remembered at the start but the warm-up; so does every
   * arm whose prefix cache is simulated. An arm that packs requests meets consecutive cases of a repeat side by side, a
   * group at a time.
   */
  readonly run: (
    arm: RunnableArm,
    cases: readonly Case[],
    options: RunOptions,
  ) => Promise<readonly ScoredTrial[]>;
  readonly expect: (trials: number) => void;
  readonly paid: () => NanoDollars;
}

export interface ArmRunnerServices extends TrialServices {
  readonly store: Pick<Store, 'recordTrial' | 'recordTogether'>;
  readonly runId: string;
  /** Trials that an interrupted run has finished, by `trialKey`. */
  readonly finished: ReadonlyMap<string, ScoredTrial>;
  readonly onProgress: (progress: Progress) => void;
  /** Makes a simulated prefix cache for one arm and repeat; as billed knows none when unset. */
  readonly openPrefixCache?: (() => PrefixCache) | undefined;
}

/**
 * Trials under way at a time. The transport limits calls, so this only has to be large: recordings are looked up for
 * many trials in one query.
 */
const trialsInFlight = 256;

export function trialKey({
  armId,
  caseId,
  repeat,
}: Pick<ScoredTrial, 'armId' | 'caseId' | 'repeat'>): string {
  return `${armId}\n${caseId}\n${repeat}`;
}

function onlyReplayed({ charges }: ScoredTrial): boolean {
  return charges.length > 0 && charges.every(({ replayed }) => replayed);
}

/** The run that paid for a recording keeps its texts; trials that only replayed add nothing to them. */
function withoutKnownExchanges(trials: readonly ScoredTrial[]): readonly ScoredTrial[] {
  return trials.every(onlyReplayed) ? trials.map((trial) => ({ ...trial, exchanges: [] })) : trials;
}

/** Runs of at most `size` members, in order. */
function groupsOf<Member>(members: readonly Member[], size: number): readonly (readonly Member[])[] {
  return Array.from({ length: Math.ceil(members.length / size) }, (_, index) =>
    members.slice(index * size, (index + 1) * size),
  );
}

/** Runs trials side by side. The first error that ends the run stops the trials that have not started. */
export function createArmRunner(services: ArmRunnerServices): ArmRunner {
  const limit = pLimit(trialsInFlight);
  let done = 0;
  let expected = 0;
  let paid = zeroDollars;

  const finish = (trial: ScoredTrial, phase: Progress['phase'], label: string): ScoredTrial => {
    done += 1;
    const judges = addMoney(...trial.quality.judgeCharges.map((charge) => charge.paid));
    paid = addMoney(paid, paidCost(trial), judges);
    services.onProgress({ phase, arm: label, done, total: Math.max(expected, done), paid });
    return trial;
  };

  return {
    expect: (trials) => {
      expected += trials;
    },
    paid: () => paid,
    run: async (arm, cases, { phase, label, repeats, warmUp = [] }) => {
      const stop = new AbortController();
      const signal = AbortSignal.any([services.signal, stop.signal]);
      // Every call under way listens to it.
      setMaxListeners(0, signal);
      const { renew } = arm;
      const openPrefixCache = phase === 'run' ? services.openPrefixCache : undefined;
      const inOrder = renew !== undefined || openPrefixCache !== undefined;
      if (phase === 'fit') expected += cases.length * repeats;
      if (inOrder) expected += warmUp.length * repeats;

      const earlierOf = ({ id }: Case, repeat: number): ScoredTrial | undefined =>
        services.finished.get(trialKey({ armId: arm.id, caseId: id, repeat }));
      const stopOnError = async <Value>(work: () => Promise<Value>): Promise<Value> => {
        signal.throwIfAborted();
        try {
          return await work();
        } catch (error) {
          stop.abort(error);
          throw error;
        }
      };
      const runOne = async (
        running: RunnableArm,
        testCase: Case,
        repeat: number,
        prefixCache?: PrefixCache,
      ): Promise<ScoredTrial> => {
        signal.throwIfAborted();
        const earlier = earlierOf(testCase, repeat);
        // What a stack remembers follows from the requests that it met, so they are all met again.
        if (earlier !== undefined && !inOrder) return finish(earlier, phase, label);
        return stopOnError(async () => {
          const trial = await runTrial(running, testCase, repeat, { ...services, signal, prefixCache });
          const [kept] = withoutKnownExchanges([trial]);
          await services.store.recordTrial(services.runId, kept, { splits: testCase.split });
          return finish(trial, phase, label);
        });
      };
      // What a shared call answered follows from all its requests, so a group is finished as a whole or runs again.
      const runGroup = async (group: readonly Case[], repeat: number): Promise<readonly ScoredTrial[]> => {
        signal.throwIfAborted();
        const earlier = group.flatMap((testCase) => earlierOf(testCase, repeat) ?? []);
        if (earlier.length === group.length) return earlier.map((trial) => finish(trial, phase, label));
        const seats: readonly PackSeat[] = openMeeting(group.length);
        return stopOnError(async () => {
          const trials = await Promise.all(
            group.map((testCase, member) =>
              runTrial(arm, testCase, repeat, { ...services, signal, seat: seats[member] }),
            ),
          );
          const kept = withoutKnownExchanges(trials);
          await services.store.recordTogether(
            services.runId,
            group.map(({ split }, member) => ({ trial: kept[member], splits: split })),
          );
          return trials.map((trial) => finish(trial, phase, label));
        });
      };
      const runInOrder = async (repeat: number): Promise<readonly ScoredTrial[]> => {
        const session = { ...arm, middlewares: renew?.() ?? arm.middlewares };
        const trials: ScoredTrial[] = [];
        const prefixCache = openPrefixCache?.();
        for (const warming of warmUp) await runOne(session, warming, repeat, prefixCache);
        for (const testCase of cases) trials.push(await runOne(session, testCase, repeat, prefixCache));
        return trials;
      };

      const repeated = Array.from({ length: repeats }, (_, repeat) => repeat);
      if (inOrder) {
        const rows = await Promise.all(repeated.map(runInOrder));
        return cases.flatMap((_, position) => rows.map((trials) => trials[position]));
      }
      const { packSize = 1 } = arm;
      if (packSize > 1) {
        // A group waits for all its members, so groups take turns and not trials.
        const turns = pLimit(Math.max(1, Math.floor(trialsInFlight / packSize)));
        const rows = await Promise.all(
          repeated.map(async (repeat) => {
            const groups = groupsOf(cases, packSize).map((group) => turns(() => runGroup(group, repeat)));
            return (await Promise.all(groups)).flat();
          }),
        );
        return cases.flatMap((_, position) => rows.map((trials) => trials[position]));
      }
      const jobs = cases.flatMap((testCase) => repeated.map((repeat) => ({ testCase, repeat })));
      return Promise.all(jobs.map(({ testCase, repeat }) => limit(() => runOne(arm, testCase, repeat))));
    },
  };
}
