import { nextUnit, type Random } from '../../../stats/random.ts';
import { outcomeOf } from '../outcome.ts';
import { differing, drawEvidence, normalDraw, type World } from '../world.ts';
import { alpha, margin } from './simple.ts';

/** Whole conversations that go wrong together, or share a random effect. */
function clustered(
  name: string,
  measures: World['measures'],
  clusters: number,
  size: number,
  delta: number,
  draw: (random: Random) => { readonly shared: number; readonly own: () => number },
): World {
  return {
    name,
    measures,
    group: 'named',
    alpha,
    draw: (random, seed) => {
      let law = draw(random);
      return outcomeOf(
        drawEvidence({
          cases: clusters * size,
          random,
          seed,
          score: true,
          cluster: (position) => String(Math.floor(position / size)),
          pairs: (source, position) => {
            if (position % size === 0) law = draw(source);
            return [differing(Math.max(-1, Math.min(1, law.shared + law.own())))];
          },
          gates: margin(delta),
        }),
      );
    },
  };
}

/** Conversations of 1 to 21 turns: half of them short, a few that make up most of the cases. */
function unequalClusters(name: string, delta: number, clusters: number): World {
  const sizes = Array.from({ length: clusters }, (_, index) => (index % 10 === 0 ? 21 : 1 + (index % 4)));
  const labels = sizes.flatMap((size, cluster) => Array.from({ length: size }, () => cluster));
  return {
    name,
    measures: 'error',
    group: 'named',
    alpha,
    draw: (random, seed) => {
      const lost = sizes.map(() => nextUnit(random) < delta);
      return outcomeOf(
        drawEvidence({
          cases: labels.length,
          random,
          seed,
          cluster: (position) => String(labels[position]),
          pairs: (_, position) => [differing(lost[labels[position]] ? -1 : 0)],
          gates: margin(delta),
        }),
      );
    },
  };
}

export function clusteredWorlds(): readonly World[] {
  const none = (): number => 0;
  return [
    unequalClusters('100 all-or-none clusters of 1 to 21, δ .1', 0.1, 100),
    clustered('10 all-or-none clusters of 8, δ .3', 'error', 10, 8, 0.3, (r) => ({
      shared: nextUnit(r) < 0.3 ? -1 : 0,
      own: none,
    })),
    clustered('60 all-or-none clusters of 8, δ .05', 'error', 60, 8, 0.05, (r) => ({
      shared: nextUnit(r) < 0.05 ? -1 : 0,
      own: none,
    })),
    clustered('100 clusters of 5 with a shared effect, δ .05', 'error', 100, 5, 0.05, (r) => ({
      shared: -0.05 + 0.1 * normalDraw(r),
      own: () => 0.2 * normalDraw(r),
    })),
    clustered('200 clusters of 5, equal, δ .05', 'power', 200, 5, 0.05, (r) => ({
      shared: 0.1 * normalDraw(r),
      own: () => 0.2 * normalDraw(r),
    })),
  ];
}
