import { createRandom, derive } from '../../stats/random.ts';
import { gridWorlds } from './grid-worlds.ts';
import { namedWorlds } from './named-worlds.ts';
import type { World } from './world.ts';

/** All worlds, in a fixed order: a worker is told positions in it. */
export function allWorlds(): readonly World[] {
  return [...namedWorlds(), ...gridWorlds()];
}

/** Counts over some simulated runs of one world; counts of disjoint ranges of runs add up. */
export interface Tally {
  readonly world: string;
  readonly runs: number;
  readonly promoted: number;
  readonly rejected: number;
  readonly covered: number;
  /** Sum of the cases that were run, in worlds that can stop early. */
  readonly cases: number;
}

/** Simulates the runs `from` to `to` (exclusive); each has its own seed, so ranges can be shared out. */
export function simulate(world: World, seed: string, from: number, to: number): Tally {
  let promoted = 0;
  let rejected = 0;
  let covered = 0;
  let cases = 0;
  for (let run = from; run < to; run += 1) {
    const runSeed = derive(seed, `${world.name} ${run}`);
    const outcome = world.draw(createRandom(runSeed), runSeed);
    promoted += outcome.promoted ? 1 : 0;
    rejected += outcome.rejected ? 1 : 0;
    covered += outcome.covered === true ? 1 : 0;
    cases += outcome.cases ?? 0;
  }
  return { world: world.name, runs: to - from, promoted, rejected, covered, cases };
}

export function addTallies(left: Tally, right: Tally): Tally {
  return {
    world: left.world,
    runs: left.runs + right.runs,
    promoted: left.promoted + right.promoted,
    rejected: left.rejected + right.rejected,
    covered: left.covered + right.covered,
    cases: left.cases + right.cases,
  };
}

/** A measured rate with the half-width of its 95 % Monte-Carlo interval. */
export interface Measurement {
  readonly world: World;
  readonly runs: number;
  readonly rate: number;
  readonly monteCarloError: number;
  /** Share of runs that came to the other decisions, for the report. */
  readonly promoted: number;
  readonly rejected: number;
  readonly meanCases?: number;
  /** What the rate may be at most; undefined where it only informs. */
  readonly limit?: number;
}

/** How far above α the worst of the adversarial grid may lie. */
export const gridFactor = 1.4;

export function measure(world: World, tally: Tally): Measurement {
  const hits =
    world.measures === 'coverage'
      ? tally.covered
      : world.measures === 'reject'
        ? tally.rejected
        : tally.promoted;
  const rate = hits / tally.runs;
  const spread = (of: number): number => 1.96 * Math.sqrt((of * (1 - of)) / tally.runs);
  const limit =
    world.measures !== 'error'
      ? undefined
      : world.group === 'named'
        ? world.alpha + spread(world.alpha)
        : gridFactor * world.alpha;
  return {
    world,
    runs: tally.runs,
    rate,
    monteCarloError: spread(rate),
    promoted: tally.promoted / tally.runs,
    rejected: tally.rejected / tally.runs,
    ...(tally.cases > 0 ? { meanCases: tally.cases / tally.runs } : {}),
    ...(limit === undefined ? {} : { limit }),
  };
}
