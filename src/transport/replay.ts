import { digestText } from '../core/digest.ts';
import type { TerminalCall, TrialIdentity } from '../core/middleware.ts';
import {
  type Attempt,
  type FailureKind,
  ModelCallError,
  type ModelRequest,
  type ModelResponse,
} from '../core/request.ts';
import type { NewRecording, RecordedResult, Recording } from '../store/records.ts';
import type { RecordingStore } from '../store/store.ts';
import { attemptsOf, carryAttempts } from './attempts.ts';
import { requestDigest } from './request-digest.ts';
import type { TrialClock } from './trial-clock.ts';

export interface ReplayOptions {
  /**
   * `use` answers from recordings that are young enough. `refresh` calls anew (and records), except for what this very
   * trial paid for before it was interrupted.
   */
  readonly mode: 'use' | 'refresh';
  /** Older recordings are stale: a vendor's models change under their names. */
  readonly maxAgeDays: number;
}

export type Recordings = Pick<RecordingStore, 'recordings' | 'saveRecording'>;

export interface Replay {
  /** Puts replay on top of a call, for one trial. */
  readonly over: (inner: TerminalCall, trial: TrialIdentity, clock: TrialClock) => TerminalCall;
}

/**
 * The vendor's or the network's bad moment says nothing about the request, so it is not carried into another trial. The
 * trial that met it keeps it: a resumed run has the rows of an uninterrupted one.
 */
const transient: ReadonlySet<FailureKind> = new Set(['rate-limited', 'timeout', 'server']);

/**
 * Answers requests from recordings, with their recorded usage, so that a comparison can be repeated for nothing. The key
 * holds what affects the answer, the version of the provider, the repeat, and how often the trial has asked the same before: three samples of one
 * request are three recordings. It holds neither arm nor case, so arms share what they ask alike.
 *
 * Two trials that ask the same at the same time make one call.
 *
 * @param onRecovered is told of tries that an earlier process of this run paid for and that are charged only now
 */
export function createReplay(
  options: ReplayOptions & {
    readonly store: Recordings;
    readonly runId: string;
    readonly now: () => Date;
    /** The version of what answers a model's calls, where it has one. */
    readonly versionOf: (model: string) => string | undefined;
    readonly onRecovered: (request: ModelRequest, attempts: readonly Attempt[]) => void;
  },
): Replay {
  const { store, runId } = options;
  const underWay = new Map<string, Promise<NewRecording | undefined>>();
  /** Keys of this run whose payment this process has charged to a trial. */
  const charged = new Set<string>();

  const isOwn = (recording: NewRecording, trial: TrialIdentity): boolean =>
    recording.runId === runId &&
    recording.trial.armId === trial.armId &&
    recording.trial.caseId === trial.caseId &&
    recording.trial.repeat === trial.repeat;

  const isUsable = (recording: NewRecording, trial: TrialIdentity): boolean => {
    const own = isOwn(recording, trial);
    if (own && !charged.has(recording.key)) return true;
    if (options.mode === 'refresh') return false;
    const { result } = recording;
    if (!own && result.kind === 'failed' && transient.has(result.failure.kind)) return false;
    return own || options.now().getTime() - recording.recordedAt.getTime() <= options.maxAgeDays * 86_400_000;
  };

  const answer = (
    recording: NewRecording,
    request: ModelRequest,
    trial: TrialIdentity,
    clock: TrialClock,
  ) => {
    const recovered = isOwn(recording, trial) && !charged.has(recording.key);
    const attempts = recording.attempts.map((attempt) => ({ ...attempt, replayed: !recovered }));
    if (recovered) {
      charged.add(recording.key);
      options.onRecovered(request, attempts);
      clock.add(attempts.reduce((sum, attempt) => sum + attempt.waitMilliseconds + attempt.milliseconds, 0));
    } else {
      clock.replayed();
    }
    const { result } = recording;
    if (result.kind === 'failed') throw new ModelCallError(result.failure, attempts);
    return result.response.kind === 'chat'
      ? { ...result.response, attempts }
      : { ...result.response, attempts };
  };

  const save = async (
    key: string,
    request: ModelRequest,
    trial: TrialIdentity,
    result: RecordedResult,
    attempts: readonly Attempt[],
  ): Promise<NewRecording> => {
    const recording: NewRecording = {
      key,
      runId,
      trial,
      model: request.model,
      recordedAt: options.now(),
      result,
      attempts: attempts.map(({ replayed: _, ...attempt }) => attempt),
    };
    charged.add(key);
    try {
      await store.saveRecording(recording);
    } catch (error) {
      carryAttempts(error, attempts);
      throw error;
    }
    return recording;
  };

  const lookUp = async (key: string, trial: TrialIdentity): Promise<Recording | undefined> => {
    const found = await store.recordings.find(key);
    return found?.replayable === true && isUsable(found, trial) ? found : undefined;
  };

  const callAndSave = async (
    key: string,
    request: ModelRequest,
    trial: TrialIdentity,
    call: () => Promise<ModelResponse>,
    share: (recording: NewRecording) => void,
  ): Promise<ModelResponse> => {
    let response: ModelResponse;
    try {
      response = await call();
    } catch (error) {
      if (error instanceof ModelCallError && error.failure.kind !== 'aborted') {
        const result = { kind: 'failed', failure: error.failure } as const;
        share(await save(key, request, trial, result, attemptsOf(error)));
      }
      throw error;
    }
    const { attempts, ...recorded } = response;
    share(await save(key, request, trial, { kind: 'answered', response: recorded }, attempts));
    return response;
  };

  return {
    over: (inner, trial, clock) => {
      const asked = new Map<string, number>();
      return async (request, context) => {
        const wanted = requestDigest(request);
        const ordinal = asked.get(wanted) ?? 0;
        asked.set(wanted, ordinal + 1);
        const key = digestText(
          `${wanted} ${trial.repeat} ${ordinal} ${options.versionOf(request.model) ?? ''}`,
        );
        if (options.mode === 'use') {
          for (let other = underWay.get(key); other !== undefined; other = underWay.get(key)) {
            const recording = await untilAborted(other, context.signal);
            if (recording !== undefined && isUsable(recording, trial)) {
              return answer(recording, request, trial, clock);
            }
          }
        }
        let share: (recording: NewRecording | undefined) => void = () => {};
        const shared = new Promise<NewRecording | undefined>((resolve) => {
          share = resolve;
        });
        underWay.set(key, shared);
        try {
          const found = await lookUp(key, trial);
          if (found !== undefined) {
            share(found);
            return answer(found, request, trial, clock);
          }
          return await callAndSave(key, request, trial, () => inner(request, context), share);
        } finally {
          if (underWay.get(key) === shared) underWay.delete(key);
          share(undefined);
        }
      };
    },
  };
}

/** Waits for another trial's call, but not longer than this trial lives. */
async function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let stop: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new ModelCallError({ kind: 'aborted', message: 'the run was stopped' }, []));
  });
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
