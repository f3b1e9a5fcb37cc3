import { outcomeOf } from '../outcome.ts';
import { binaryPair, drawEvidence, type World } from '../world.ts';
import { alpha, margin } from './simple.ts';

/** 80 % of the cases come from one half of the traffic; the loss is in the other half. */
export function mixWorld(
  name: string,
  measures: World['measures'],
  cases: number,
  delta: number,
  loss: number,
): World {
  const rare = (position: number): boolean => position % 5 === 0;
  return {
    name,
    measures,
    group: 'named',
    alpha,
    draw: (random, seed) =>
      outcomeOf(
        drawEvidence({
          cases,
          random,
          seed,
          tags: (position) => ({ channel: rare(position) ? 'chat' : 'mail' }),
          fields: { mix: { tag: 'channel', shares: { chat: 0.5, mail: 0.5 } } },
          pairs: (r, position) => [
            binaryPair(r, rare(position) ? Math.max(0.05, 2 * loss) : 0.02, rare(position) ? 2 * loss : 0),
          ],
          gates: margin(delta),
        }),
      ),
  };
}

/** Three promotions that each lost a little: the baseline has drifted to the margin, the candidate equals it. */
export function driftWorld(): World {
  return {
    name: 'drift: equal to a baseline that lost δ = .05 to the original, n 400',
    measures: 'error',
    group: 'named',
    alpha,
    draw: (random, seed) => {
      const evidence = drawEvidence({
        cases: 400,
        random,
        seed,
        pairs: (r) => {
          const original = binaryPair(r, 0.1, 0.05);
          const same = { baseline: original.candidate, candidate: original.candidate };
          return [same, { baseline: original.candidate, candidate: original.baseline }];
        },
        gates: margin(0.05),
      });
      const [candidate, original] = evidence.candidates;
      return outcomeOf({ ...evidence, candidates: [candidate], original: original.observations });
    },
  };
}
