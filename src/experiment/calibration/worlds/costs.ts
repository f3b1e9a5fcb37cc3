import { nextUnit } from '../../../stats/random.ts';
import { coverageOf } from '../outcome.ts';
import { drawEvidence, normalDraw, type World } from '../world.ts';
import { alpha, type Draw, margin, simple } from './simple.ts';

export function costWorlds(): readonly World[] {
  /** One request in a hundred runs away; the others are half price. At share 1 % the mean is the baseline's. */
  const runaway: Draw = (r) => ({
    baseline: 1,
    candidate: 1,
    candidateCost: nextUnit(r) < 0.01 ? 50_500 : 500,
  });
  const heavy =
    (saving: number): Draw =>
    (r) => {
      const usual = Math.exp(0.8 * normalDraw(r)) * 1000;
      return {
        baseline: 1,
        candidate: 1,
        baselineCost: usual,
        candidateCost: usual * (1 - saving) * Math.exp(0.6 * normalDraw(r) - 0.18),
      };
    };
  return [
    simple('cost: 1 % runaways, worst case configured, n 100', 'error', 100, 0.05, runaway, {
      gates: { cost: { worstCase: '$0.0000505' } },
    }),
    simple('cost: 1 % runaways, worst case configured, n 400', 'error', 400, 0.05, runaway, {
      gates: { cost: { worstCase: '$0.0000505' } },
    }),
    simple('cost: no saving, lognormal, n 100', 'error', 100, 0.05, heavy(0)),
    simple('cost: exactly the 20 % required, lognormal, n 400', 'error', 400, 0.05, heavy(0.2), {
      gates: { cost: { minimumSaving: 0.2 } },
    }),
    simple('cost: 20 % saved, lognormal, n 400', 'power', 400, 0.05, heavy(0.2)),
    {
      name: 'cost: 90 % interval of the saving, lognormal, n 200',
      measures: 'coverage',
      group: 'named',
      alpha,
      draw: (random, seed) =>
        coverageOf(
          drawEvidence({
            cases: 200,
            random,
            seed,
            pairs: (r, position) => [heavy(0.2)(r, position)],
            gates: margin(0.05),
          }),
          'cost',
          0.2,
        ),
    },
  ];
}
