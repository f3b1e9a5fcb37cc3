import { nextUnit, type Random } from '../../../stats/random.ts';
import { coverageOf } from '../outcome.ts';
import { differing, drawEvidence, type World } from '../world.ts';
import { alpha, margin, simple } from './simple.ts';

/** Five steps of a quarter; a share of answers falls by three steps, the others move a step up or down. */
function likert(random: Random, drops: number): number {
  const u = nextUnit(random);
  if (u < drops) return -0.75;
  if (u < drops + 0.1) return 0.25;
  return u < drops + 0.2 ? -0.25 : 0;
}

export function numericWorlds(): readonly World[] {
  const score = { score: true };
  const noisy = (random: Random): number => 0.01 * (nextUnit(random) - 0.5);
  return [
    simple(
      'Likert, rare large drops, δ .06, n 50',
      'error',
      50,
      0.06,
      (r) => differing(likert(r, 0.08)),
      score,
    ),
    simple(
      'Likert, rare large drops, δ .03, n 200',
      'error',
      200,
      0.03,
      (r) => differing(likert(r, 0.04)),
      score,
    ),
    simple(
      'catastrophic, 3 % lose everything, δ .03, n 100',
      'error',
      100,
      0.03,
      (r) => differing(nextUnit(r) < 0.03 ? -1 : noisy(r)),
      score,
    ),
    simple(
      'skewed losses, δ .03, n 200',
      'error',
      200,
      0.03,
      (r) => differing(Math.max(-1, 0.02 + 0.05 * Math.log(1 - nextUnit(r)))),
      score,
    ),
    simple(
      'heavy ties, 5 % fall by .6, δ .03, n 150',
      'error',
      150,
      0.03,
      (r) => differing(nextUnit(r) < 0.05 ? -0.6 : 0),
      score,
    ),
    simple('Likert, equal, δ .05, n 300', 'power', 300, 0.05, (r) => differing(likert(r, 0)), score),
    {
      name: 'Likert, 90 % interval, n 200',
      measures: 'coverage',
      group: 'named',
      alpha,
      draw: (random, seed) =>
        coverageOf(
          drawEvidence({
            cases: 200,
            random,
            seed,
            score: true,
            pairs: (r) => [differing(likert(r, 0.04))],
            gates: margin(0.05),
          }),
          'quality',
          -0.03,
        ),
    },
  ];
}
