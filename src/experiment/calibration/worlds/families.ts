import type { Random } from '../../../stats/random.ts';
import { outcomeOf } from '../outcome.ts';
import { binaryPair, drawEvidence, normalDraw, type Pair, type World } from '../world.ts';
import { alpha, margin } from './simple.ts';

export function familyWorlds(): readonly World[] {
  const family = (name: string, pairs: (random: Random) => Pair, delta: number): World => ({
    name,
    measures: 'error',
    group: 'named',
    alpha,
    draw: (random, seed) =>
      outcomeOf(
        drawEvidence({
          cases: 200,
          random,
          seed,
          pairs: (r) => Array.from({ length: 20 }, () => pairs(r)),
          gates: margin(delta),
        }),
      ),
  });
  return [
    family('20 candidates at the margin, δ .05, n 200', (r) => binaryPair(r, 0.1, 0.05), 0.05),
    family(
      '20 equal candidates that save nothing, n 200',
      (r) => {
        const usual = Math.exp(0.5 * normalDraw(r)) * 1000;
        return {
          ...binaryPair(r, 0.02, 0),
          baselineCost: usual * Math.exp(0.3 * normalDraw(r)),
          candidateCost: usual * Math.exp(0.3 * normalDraw(r)),
        };
      },
      0.05,
    ),
  ];
}
