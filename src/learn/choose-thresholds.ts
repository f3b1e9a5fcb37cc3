/** What one model did on the cases of a tune split, in their order. */
export interface MeasuredModel {
  /** In [0, 1]. */
  readonly quality: readonly number[];
  /** In any unit of money, everything included that answering with this model costs. */
  readonly cost: readonly number[];
}

export interface ChosenThresholds {
  readonly thresholds: readonly number[];
  /** Means over the cases, with these thresholds. */
  readonly quality: number;
  readonly cost: number;
}

/** What a choice of thresholds amounts to on one case. */
type Outcome = (thresholds: readonly number[], position: number) => { quality: number; cost: number };

/**
 * Values that divide a sample differently: 0, the middles between neighbouring distinct values (thinned to evenly spaced
 * ranks), 1. Middles leave room on both sides for requests that are not in the sample.
 */
function gridOf(scores: readonly number[], size: number): readonly number[] {
  const distinct = [...new Set(scores)].sort((a, b) => a - b);
  const middles = distinct.slice(1).map((score, index) => (distinct[index] + score) / 2);
  const thinned =
    middles.length <= size
      ? middles
      : Array.from(
          { length: size },
          (_, rank) => middles[Math.floor(((rank + 0.5) * middles.length) / size)],
        );
  return [0, ...thinned, 1];
}

function* combinations(
  grids: readonly (readonly number[])[],
  ascending: boolean,
  chosen: readonly number[] = [],
): Generator<readonly number[]> {
  const grid = grids[chosen.length];
  if (grid === undefined) {
    yield chosen;
    return;
  }
  const smallest = ascending ? (chosen.at(-1) ?? 0) : 0;
  for (const value of grid) if (value >= smallest) yield* combinations(grids, ascending, [...chosen, value]);
}

/** The cheapest that is good enough; of equally cheap ones the best, then the first. */
function cheapest(
  candidates: Iterable<readonly number[]>,
  count: number,
  outcome: Outcome,
  floor: number,
): ChosenThresholds | undefined {
  let best: ChosenThresholds | undefined;
  for (const thresholds of candidates) {
    let quality = 0;
    let cost = 0;
    for (let position = 0; position < count; position++) {
      const single = outcome(thresholds, position);
      quality += single.quality / count;
      cost += single.cost / count;
    }
    if (quality < floor - 1e-12) continue;
    const better = best === undefined || cost < best.cost || (cost === best.cost && quality > best.quality);
    if (better) best = { thresholds, quality, cost };
  }
  return best;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function requireCases(count: number, lists: readonly (readonly number[])[]): void {
  if (count === 0 || lists.some(({ length }) => length !== count)) {
    throw new RangeError('thresholds need at least one case, and every model measured on all of them');
  }
}

/** The tier of a score: the first whose threshold is above it, or is 1; the last when there is none. */
export function tierOf(score: number, thresholds: readonly number[]): number {
  const tier = thresholds.findIndex((threshold) => score < threshold || threshold >= 1);
  return tier === -1 ? thresholds.length : tier;
}

/**
 * The ascending thresholds of a router that cost least and lose at most `maximumLoss` quality against the last tier.
 * The result holds for these cases only; a gate on other cases says whether it holds elsewhere.
 *
 * @throws RangeError when there are no cases, or lists of different lengths.
 */
export function chooseTierThresholds(
  scores: readonly number[],
  tiers: readonly MeasuredModel[],
  maximumLoss: number,
): ChosenThresholds {
  requireCases(
    scores.length,
    tiers.flatMap(({ quality, cost }) => [quality, cost]),
  );
  const grid = gridOf(scores, tiers.length <= 4 ? 40 : 12);
  const grids = tiers.slice(1).map(() => grid);
  const outcome: Outcome = (thresholds, position) => {
    const { quality, cost } = tiers[tierOf(scores[position], thresholds)];
    return { quality: quality[position], cost: cost[position] };
  };
  const dearest = tiers[tiers.length - 1];
  const floor = mean(dearest.quality) - maximumLoss;
  const onlyDearest = {
    thresholds: tiers.slice(1).map(() => 0),
    quality: mean(dearest.quality),
    cost: mean(dearest.cost),
  };
  return cheapest(combinations(grids, true), scores.length, outcome, floor) ?? onlyDearest;
}

/** Whether a cascade keeps an answer. Threshold 0 keeps every answer, threshold 1 none. */
export function isAccepted(score: number, threshold: number): boolean {
  return threshold < 1 && score >= threshold;
}

/** A level of a cascade: what it costs includes verifying its answers. */
export interface MeasuredLevel extends MeasuredModel {
  readonly scores: readonly number[];
}

/**
 * The thresholds of a cascade that cost least and lose at most `maximumLoss` quality against the last level alone. A level
 * with threshold 1 would never keep an answer, so it is skipped and costs nothing.
 *
 * @throws RangeError when there are no cases, or lists of different lengths.
 */
export function chooseCascadeThresholds(
  levels: readonly MeasuredLevel[],
  last: MeasuredModel,
  maximumLoss: number,
): ChosenThresholds {
  const count = last.quality.length;
  requireCases(
    count,
    [...levels, last].flatMap(({ quality, cost }) => [quality, cost]),
  );
  requireCases(
    count,
    levels.map(({ scores }) => scores),
  );
  const outcome: Outcome = (thresholds, position) => {
    let cost = 0;
    for (const [index, level] of levels.entries()) {
      if (thresholds[index] >= 1) continue;
      cost += level.cost[position];
      if (isAccepted(level.scores[position], thresholds[index]))
        return { quality: level.quality[position], cost };
    }
    return { quality: last.quality[position], cost: cost + last.cost[position] };
  };
  const grids = levels.map(({ scores }) => gridOf(scores, 40));
  const onlyLast = { thresholds: levels.map(() => 1), quality: mean(last.quality), cost: mean(last.cost) };
  const floor = onlyLast.quality - maximumLoss;
  return cheapest(combinations(grids, false), count, outcome, floor) ?? onlyLast;
}
