/** Measures how long a trial took, without the time in which all its calls only waited for a turn of this run. */
export interface TrialClock {
  readonly callStarted: () => void;
  readonly callEnded: () => void;
  readonly queued: () => void;
  readonly admitted: () => void;
  /** Adds time that was measured before a crash. */
  readonly add: (milliseconds: number) => void;
  /** A call was not made, so nothing was measured. */
  readonly replayed: () => void;
  /** Undefined when a call was replayed. */
  readonly milliseconds: () => number | undefined;
}

/** @param now a steady clock in milliseconds */
export function createTrialClock(now: () => number): TrialClock {
  const started = now();
  let active = 0;
  let queued = 0;
  let pausedSince: number | undefined;
  let excluded = 0;
  let isReplayed = false;
  const update = (): void => {
    const paused = active > 0 && queued >= active;
    if (paused && pausedSince === undefined) pausedSince = now();
    if (!paused && pausedSince !== undefined) {
      excluded += now() - pausedSince;
      pausedSince = undefined;
    }
  };
  const change = (calls: number, waiting: number) => (): void => {
    active += calls;
    queued += waiting;
    update();
  };
  return {
    callStarted: change(1, 0),
    callEnded: change(-1, 0),
    queued: change(0, 1),
    admitted: change(0, -1),
    add: (milliseconds) => {
      excluded -= milliseconds;
    },
    replayed: () => {
      isReplayed = true;
    },
    milliseconds: () => (isReplayed ? undefined : (pausedSince ?? now()) - started - excluded),
  };
}
