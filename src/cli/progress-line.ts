import { dollars, type NanoDollars } from '../core/money.ts';
import type { Progress } from '../experiment/run-arm.ts';
import type { Console } from './console.ts';

const redrawMilliseconds = 80;
const plainMilliseconds = 5_000;
/** Speed is the mean over this window, so that the time left follows a change of pace. */
const windowMilliseconds = 5_000;

function money(amount: NanoDollars): string {
  return `$${dollars(amount).toFixed(4)}`;
}

function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function bar(share: number): string {
  const width = 16;
  const filled = Math.round(Math.min(1, share) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

export interface ProgressLine {
  readonly update: (progress: Progress) => void;
  readonly finish: () => void;
}

/**
 * Cases done, rate, time left, money spent against the budget. On a terminal one line redraws itself; elsewhere
 * (a CI log) a line is printed every five seconds.
 */
export function createProgressLine(
  console: Console,
  budget: NanoDollars | undefined,
  now: () => number = () => performance.now(),
): ProgressLine {
  let samples: readonly { readonly at: number; readonly done: number }[] = [{ at: now(), done: 0 }];
  let drawnAt = Number.NEGATIVE_INFINITY;
  let drawn = false;

  const line = ({ phase, arm, done, total, paid }: Progress, at: number): string => {
    const first = samples[0];
    const rate = at > first.at ? ((done - first.done) * 1_000) / (at - first.at) : 0;
    const left = duration(rate === 0 ? Number.POSITIVE_INFINITY : (total - done) / rate);
    const spent = budget === undefined ? money(paid) : `${money(paid)} of ${money(budget)}`;
    const what = phase === 'fit' ? `fitting ${arm}` : arm;
    return `${bar(done / total)} ${done}/${total} cases · ${Math.round(rate)}/s · ${left} left · ${spent} · ${what}`;
  };

  return {
    update: (progress) => {
      const at = now();
      const interval = console.interactive ? redrawMilliseconds : plainMilliseconds;
      if (at - drawnAt < interval && progress.done < progress.total) return;
      if (!console.interactive && drawnAt === Number.NEGATIVE_INFINITY && progress.done < progress.total) {
        drawnAt = at;
        return;
      }
      if (at - drawnAt < redrawMilliseconds) return;
      drawnAt = at;
      samples = [
        ...samples.filter((sample) => at - sample.at < windowMilliseconds),
        { at, done: progress.done },
      ];
      const text = line(progress, at);
      if (console.interactive) console.err(`\r\x1b[2K${text.slice(0, Math.max(20, console.columns - 1))}`);
      else console.err(`${text}\n`);
      drawn = true;
    },
    finish: () => {
      if (drawn && console.interactive) console.err('\r\x1b[2K');
    },
  };
}
