import { coverageOf } from '../outcome.ts';
import { binaryPair, drawEvidence, type World } from '../world.ts';
import { alpha, margin, simple } from './simple.ts';

export function binaryWorlds(): readonly World[] {
  return [
    simple('binary, discordance 3 %, δ .02, n 50', 'error', 50, 0.02, (r) => binaryPair(r, 0.03, 0.02)),
    simple('binary, discordance 5 %, δ .03, n 100', 'error', 100, 0.03, (r) => binaryPair(r, 0.05, 0.03)),
    simple('binary, discordance 3 %, δ .02, n 400', 'error', 400, 0.02, (r) => binaryPair(r, 0.03, 0.02)),
    simple('binary, discordance 10 %, δ .05, n 400', 'error', 400, 0.05, (r) => binaryPair(r, 0.1, 0.05)),
    simple('binary, equal, discordance 5 %, δ .03, n 400', 'power', 400, 0.03, (r) => binaryPair(r, 0.05, 0)),
    simple('binary, equal, discordance 10 %, δ .05, n 400', 'power', 400, 0.05, (r) => binaryPair(r, 0.1, 0)),
    simple('binary, 10 points worse, δ .05, n 60', 'reject', 60, 0.05, (r) => binaryPair(r, 0.12, 0.1)),
    {
      name: 'binary, 90 % interval, discordance 10 %, n 200',
      measures: 'coverage',
      group: 'named',
      alpha,
      draw: (random, seed) =>
        coverageOf(
          drawEvidence({
            cases: 200,
            random,
            seed,
            pairs: (r) => [binaryPair(r, 0.1, 0.03)],
            gates: margin(0.05),
          }),
          'quality',
          -0.03,
        ),
    },
  ];
}
