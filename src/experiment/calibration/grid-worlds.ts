import { minimumCasesWithoutFailure } from '../../stats/power.ts';
import { nextUnit, type Random } from '../../stats/random.ts';
import { outcomeOf } from './outcome.ts';
import { binaryPair, differing, drawEvidence, type Pair, type World } from './world.ts';

const alpha = 0.05;

/** Laws at the boundary −δ that are as unkind to t and the bootstrap as scores in [0, 1] can be. */
const laws: readonly {
  readonly name: string;
  readonly score: boolean;
  readonly pair: (random: Random, delta: number) => Pair;
}[] = [
  { name: 'losses only, pass or fail', score: false, pair: (r, delta) => binaryPair(r, delta, delta) },
  {
    name: 'twice the losses, pass or fail',
    score: false,
    pair: (r, delta) => binaryPair(r, 2 * delta, delta),
  },
  {
    name: 'nearly everything lost, a little won elsewhere',
    score: true,
    pair: (r, delta) => {
      const gain = delta / 2;
      return differing(nextUnit(r) < (delta + gain) / (0.98 + gain) ? -0.98 : gain);
    },
  },
  {
    name: 'three quarters lost',
    score: true,
    pair: (r, delta) => differing(nextUnit(r) < delta / 0.75 ? -0.75 : 0),
  },
  {
    name: 'half lost',
    score: true,
    pair: (r, delta) => differing(nextUnit(r) < delta / 0.5 ? -0.5 : 0),
  },
  {
    name: 'all lost, quarters won',
    score: true,
    pair: (r, delta) => {
      const u = nextUnit(r);
      if (u < 1.5 * delta) return differing(-1);
      return differing(u < 3.5 * delta ? 0.25 : 0);
    },
  },
];

/** Multiples of the smallest number of cases at which the gate tests at all: just there it is most optimistic. */
const multiples = [1, 1.25, 2, 4];
const margins = [0.03, 0.1];

/** Worlds that nobody would meet by chance: false promotion stays at or below 1.4 α. */
export function gridWorlds(): readonly World[] {
  return laws.flatMap((law) =>
    margins.flatMap((delta) =>
      multiples.map((multiple): World => {
        const cases = Math.ceil(multiple * minimumCasesWithoutFailure({ margin: delta, alpha }));
        return {
          name: `${law.name}, δ ${delta}, n ${cases}`,
          measures: 'error',
          group: 'grid',
          alpha,
          draw: (random, seed) =>
            outcomeOf(
              drawEvidence({
                cases,
                random,
                seed,
                score: law.score,
                pairs: (source) => [law.pair(source, delta)],
                gates: { quality: { margin: delta } },
              }),
            ),
        };
      }),
    ),
  );
}
