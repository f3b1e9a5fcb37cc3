import { requireBetween, requireFinite, requireInteger, StatisticsInputError } from './input-error.ts';
import { normalDensity, normalQuantile, normalSurvival } from './normal.ts';

/**
 * Error-spending functions of Lan & DeMets (1983), Biometrika 70:659–663, one-sided: how much of α may have been
 * used when the share t of the information is in. `obrien-fleming` spends hardly anything early.
 */
export type Spending = 'obrien-fleming' | 'pocock';

export function spentAlpha(spending: Spending, alpha: number, fraction: number): number {
  requireBetween('spentAlpha', 'alpha', alpha, 0, 1);
  requireBetween('spentAlpha', 'fraction', fraction, 0, 1 + Number.EPSILON);
  if (spending === 'pocock') return alpha * Math.log(1 + (Math.E - 1) * fraction);
  return 2 * normalSurvival(-normalQuantile(alpha / 2) / Math.sqrt(fraction));
}

/** Points of z with Simpson weights times the density of not having stopped before and being there now. */
interface Grid {
  readonly z: Float64Array;
  readonly mass: Float64Array;
  readonly fraction: number;
}

/**
 * The grid of Jennison & Turnbull (2000), "Group Sequential Methods", ch. 19: dense within three deviations of the
 * mean, logarithmically sparse beyond, cut at the boundary; with Simpson's weights.
 */
function simpsonGrid(mean: number, boundary: number, refinement: number): { z: number[]; weight: number[] } {
  const coarse: number[] = [];
  for (let index = 1; index < 6 * refinement; index += 1) {
    let point: number;
    if (index < refinement) point = -3 - 4 * Math.log(refinement / index);
    else if (index <= 5 * refinement) point = -3 + (3 * (index - refinement)) / (2 * refinement);
    else point = 3 + 4 * Math.log(refinement / (6 * refinement - index));
    if (mean + point >= boundary) break;
    coarse.push(mean + point);
  }
  if (coarse.length === 0) coarse.push(boundary - 1);
  if (Number.isFinite(boundary)) coarse.push(boundary);
  const z: number[] = [];
  const weight: number[] = new Array<number>(2 * coarse.length - 1).fill(0);
  coarse.forEach((point, index) => {
    z.push(point);
    if (index + 1 === coarse.length) return;
    const width = coarse[index + 1] - point;
    z.push(point + width / 2);
    weight[2 * index] += width / 6;
    weight[2 * index + 1] += (4 * width) / 6;
    weight[2 * index + 2] += width / 6;
  });
  return { z, weight };
}

/** P(first crossing of `boundary` at this look), given the grid of the look before. */
function crossing(previous: Grid, fraction: number, boundary: number, drift: number): number {
  const step = Math.sqrt(fraction - previous.fraction);
  const shift = boundary * Math.sqrt(fraction) - drift * (fraction - previous.fraction);
  const root = Math.sqrt(previous.fraction);
  let probability = 0;
  for (let index = 0; index < previous.z.length; index += 1) {
    probability += previous.mass[index] * normalSurvival((shift - previous.z[index] * root) / step);
  }
  return probability;
}

function firstGrid(fraction: number, boundary: number, drift: number, refinement: number): Grid {
  const mean = drift * Math.sqrt(fraction);
  const { z, weight } = simpsonGrid(mean, boundary, refinement);
  const mass = Float64Array.from(z, (point, index) => weight[index] * normalDensity(point - mean));
  return { z: Float64Array.from(z), mass, fraction };
}

function nextGrid(
  previous: Grid,
  fraction: number,
  boundary: number,
  drift: number,
  refinement: number,
): Grid {
  const step = Math.sqrt(fraction - previous.fraction);
  const root = Math.sqrt(fraction);
  const previousRoot = Math.sqrt(previous.fraction);
  const { z, weight } = simpsonGrid(drift * root, boundary, refinement);
  const mass = new Float64Array(z.length);
  for (let point = 0; point < z.length; point += 1) {
    const shift = z[point] * root - drift * (fraction - previous.fraction);
    let density = 0;
    for (let index = 0; index < previous.z.length; index += 1) {
      const distance = (shift - previous.z[index] * previousRoot) / step;
      if (distance < 12 && distance > -12) density += previous.mass[index] * normalDensity(distance);
    }
    mass[point] = (weight[point] * density * root) / step;
  }
  return { z: Float64Array.from(z), mass, fraction };
}

function requireFractions(statistic: string, fractions: readonly number[]): void {
  requireInteger(statistic, 'fractions.length', fractions.length, 1);
  fractions.forEach((fraction, index) => {
    const previous = index === 0 ? 0 : fractions[index - 1];
    requireFinite(statistic, `fractions[${index}]`, fraction);
    if (fraction > 1 || fraction - previous < 1e-4 * fraction || fraction <= 0) {
      throw new StatisticsInputError(
        statistic,
        `fractions[${index}]`,
        fraction,
        `must be at most 1 and above ${previous} by a 1e-4th of itself`,
      );
    }
  });
}

/** Looks that lie close together have a narrow transition density, which needs a finer grid. */
function refinementFor(fractions: readonly number[]): number {
  const narrowest = fractions.reduce((narrow, fraction, index) => {
    const previous = index === 0 ? 0 : fractions[index - 1];
    return Math.min(narrow, Math.sqrt((fraction - previous) / fraction));
  }, 1);
  return Math.max(32, Math.ceil(2 / narrowest));
}

/**
 * For each look the probability that z first reaches its boundary there, by the recursive integration of Armitage,
 * McPherson & Rowe (1969). `drift` is the mean of z at full information: 0 under the null hypothesis, z_α + z_β
 * where a fixed test would have power 1 − β.
 * @throws StatisticsInputError for fractions that do not rise within (0, 1], or boundaries that do not match them.
 */
export function crossingProbabilities(input: {
  readonly fractions: readonly number[];
  readonly boundaries: readonly number[];
  readonly drift?: number;
}): readonly number[] {
  const { fractions, boundaries, drift = 0 } = input;
  requireFractions('crossingProbabilities', fractions);
  requireFinite('crossingProbabilities', 'drift', drift);
  if (boundaries.length !== fractions.length) {
    throw new StatisticsInputError(
      'crossingProbabilities',
      'boundaries.length',
      boundaries.length,
      `must equal the number of looks, ${fractions.length}`,
    );
  }
  const refinement = refinementFor(fractions);
  const probabilities: number[] = [];
  let grid: Grid | undefined;
  fractions.forEach((fraction, look) => {
    const boundary = boundaries[look];
    if (grid === undefined) {
      probabilities.push(normalSurvival(boundary - drift * Math.sqrt(fraction)));
      grid = firstGrid(fraction, boundary, drift, refinement);
    } else {
      probabilities.push(crossing(grid, fraction, boundary, drift));
      grid = nextGrid(grid, fraction, boundary, drift, refinement);
    }
  });
  return probabilities;
}

export interface SequentialLook {
  /** Share of the planned information (cases) at this look. */
  readonly fraction: number;
  /** Reject when z is at least this; Infinity when the look may spend less than 1e-300. */
  readonly boundary: number;
  /** Error spent up to and including this look. */
  readonly spent: number;
}

/**
 * One-sided efficacy boundaries for looks at the given information fractions, by error spending (Lan & DeMets 1983)
 * and recursive integration (Armitage, McPherson & Rowe 1969; Jennison & Turnbull 2000, ch. 19). Futility stops are
 * non-binding: they may be ignored, so the boundaries do not count on them. With m candidates pass α / m.
 * Four equal looks at α = .05 give 3.74955, 2.53994, 2.01607, 1.72018.
 * @throws StatisticsInputError for fractions that do not rise within (0, 1].
 */
export function sequentialBoundaries(input: {
  readonly fractions: readonly number[];
  readonly alpha: number;
  readonly spending?: Spending;
}): readonly SequentialLook[] {
  const { fractions, alpha, spending = 'obrien-fleming' } = input;
  requireFractions('sequentialBoundaries', fractions);
  requireBetween('sequentialBoundaries', 'alpha', alpha, 0, 1);
  const refinement = refinementFor(fractions);
  const looks: SequentialLook[] = [];
  let grid: Grid | undefined;
  let before = 0;
  for (const fraction of fractions) {
    const spent = spentAlpha(spending, alpha, fraction);
    const boundary = boundaryFor(grid, fraction, spent - before);
    grid =
      grid === undefined
        ? firstGrid(fraction, boundary, 0, refinement)
        : nextGrid(grid, fraction, boundary, 0, refinement);
    looks.push({ fraction, boundary, spent });
    before = spent;
  }
  return looks;
}

function boundaryFor(grid: Grid | undefined, fraction: number, spend: number): number {
  if (spend < 1e-300) return Number.POSITIVE_INFINITY;
  if (grid === undefined) return -normalQuantile(spend);
  let low = -10;
  let high = 40;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (crossing(grid, fraction, middle, 0) > spend) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
