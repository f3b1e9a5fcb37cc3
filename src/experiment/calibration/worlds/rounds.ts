import { retested, stoppedEarly } from '../sequences.ts';
import { binaryPair, drawEvidence, type World } from '../world.ts';
import { alpha, margin } from './simple.ts';

export function sequentialWorlds(): readonly World[] {
  const early = (
    name: string,
    measures: World['measures'],
    candidates: number,
    loss: number,
    gates: object = {},
  ): World => ({
    name,
    measures,
    group: 'named',
    alpha,
    draw: (random, seed) =>
      stoppedEarly(
        drawEvidence({
          cases: 400,
          random,
          seed,
          pairs: (r) =>
            Array.from({ length: candidates }, () => binaryPair(r, Math.max(0.1, loss * 1.2), loss)),
          gates: margin(0.05, gates),
          fields: { earlyStop: { looks: 4 } },
        }),
        4,
      ),
  });
  const retest = (name: string, rounds: number): World => ({
    name,
    measures: 'error',
    group: 'named',
    alpha,
    draw: (random, seed) =>
      retested(
        drawEvidence({
          cases: 100 * 2 ** (rounds - 1),
          random,
          seed,
          pairs: (r) => [binaryPair(r, 0.1, 0.05)],
          gates: margin(0.05),
        }),
        100,
        rounds,
      ),
  });
  return [
    early('early stopping, four looks, δ .05, n 400', 'error', 1, 0.05),
    early('early stopping, 5 candidates at the margin', 'error', 5, 0.05),
    early('early stopping, equal, δ .05, n 400', 'power', 1, 0),
    early('early stopping, 10 points worse', 'reject', 1, 0.1),
    retest('2 rounds, cases doubled after undecided', 2),
    retest('5 rounds, cases doubled after undecided', 5),
  ];
}
