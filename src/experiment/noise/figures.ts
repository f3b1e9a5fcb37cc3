import { dollars } from '../../core/money.ts';
import { asBilledCost, type ScoredTrial } from '../../core/trial.ts';
import type { Interval } from '../../core/verdict.ts';
import { percentile } from '../../stats/bootstrap-percentile.ts';
import { clopperPearsonInterval } from '../../stats/clopper-pearson.ts';
import type { TrialGrid } from '../trial-grid.ts';

/** How one figure of a request varies when nothing but the call is repeated. */
export interface Variation {
  readonly mean: number;
  /** Standard deviation between repeats of a case, over the mean of all cases. */
  readonly relative: number;
  /** The mean over the cases, repeat by repeat. */
  readonly perRepeat: readonly number[];
}

export interface NoiseFigures {
  readonly cases: number;
  readonly repeats: number;
  /** Share of the cases that pass in some repeats and fail in others. */
  readonly flips: Interval & { readonly cases: number };
  /** Cases that did not get the same text every time. */
  readonly differentTexts: number;
  /** Quality of each repeat. */
  readonly quality: readonly number[];
  /** Variance of one answer's quality around its case's mean, averaged over the cases (unbiased). */
  readonly variance: number;
  /** Dollars for one request. */
  readonly cost: Variation;
  readonly outputTokens: Variation;
  /** Milliseconds, with the percentiles of all requests; null when a time is missing. */
  readonly latency: (Variation & { readonly p50: number; readonly p95: number }) | null;
  readonly failures: number;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Unbiased variance of one row. */
function variance(row: readonly number[]): number {
  const centre = mean(row);
  return row.length < 2 ? 0 : row.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (row.length - 1);
}

function variationOf(rows: readonly (readonly number[])[], repeats: number): Variation {
  const overall = mean(rows.flat());
  const deviation = Math.sqrt(mean(rows.map(variance)));
  return {
    mean: overall,
    relative: overall === 0 ? 0 : deviation / overall,
    perRepeat: Array.from({ length: repeats }, (_, repeat) => mean(rows.map((row) => row[repeat]))),
  };
}

function textOf({ outcome }: ScoredTrial): string {
  return outcome.kind === 'answered'
    ? JSON.stringify([outcome.output, outcome.toolCalls.map(({ name, arguments: given }) => [name, given])])
    : `failed ${outcome.errorName}`;
}

function latencyOf(grid: TrialGrid, repeats: number): NoiseFigures['latency'] {
  const rows = grid.map((row) => row.flatMap(({ milliseconds }) => milliseconds ?? []));
  if (rows.some((row) => row.length !== repeats)) return null;
  const all = rows.flat();
  return { ...variationOf(rows, repeats), p50: percentile(all, 0.5), p95: percentile(all, 0.95) };
}

/** What repeating the same requests shows. Every row of the grid has the same number of repeats, two or more. */
export function noiseFigures(
  grid: TrialGrid,
  { measure, confidence }: { readonly measure: 'pass' | 'score'; readonly confidence: number },
): NoiseFigures {
  const repeats = grid[0]?.length ?? 0;
  const quality = grid.map((row) =>
    row.map((trial) => (measure === 'pass' ? Number(trial.quality.pass) : trial.quality.score)),
  );
  const flipped = grid.filter((row) => new Set(row.map((trial) => trial.quality.pass)).size > 1).length;
  return {
    cases: grid.length,
    repeats,
    flips: {
      cases: flipped,
      ...clopperPearsonInterval({ successes: flipped, trials: grid.length, confidence }),
    },
    differentTexts: grid.filter((row) => new Set(row.map(textOf)).size > 1).length,
    quality: variationOf(quality, repeats).perRepeat,
    variance: mean(quality.map(variance)),
    cost: variationOf(
      grid.map((row) => row.map((trial) => dollars(asBilledCost(trial)))),
      repeats,
    ),
    outputTokens: variationOf(
      grid.map((row) =>
        row.map(({ charges }) => charges.reduce((sum, { usage }) => sum + usage.outputTokens, 0)),
      ),
      repeats,
    ),
    latency: latencyOf(grid, repeats),
    failures: grid.flat().filter(({ outcome }) => outcome.kind === 'failed').length,
  };
}
