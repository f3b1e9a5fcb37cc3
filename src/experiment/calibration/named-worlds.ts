import { nextUnit, type Random } from '../../stats/random.ts';
import { coverageOf, outcomeOf } from './outcome.ts';
import { retested, stoppedEarly } from './sequences.ts';
import { binaryPair, differing, drawEvidence, normalDraw, type Pair, type World } from './world.ts';

const alpha = 0.05;

type Draw = (random: Random, position: number) => Pair;

function margin(value: number, more: object = {}): object {
  return { quality: { margin: value }, ...more };
}

/** A law of differences on independent cases, judged once with all of α. */
function simple(
  name: string,
  measures: World['measures'],
  cases: number,
  delta: number,
  draw: Draw,
  options: {
    readonly score?: boolean;
    readonly gates?: object;
    readonly tags?: (position: number) => { readonly [name: string]: string };
  } = {},
): World {
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
          pairs: (source, position) => [draw(source, position)],
          ...(options.score === true ? { score: true } : {}),
          ...(options.tags === undefined ? {} : { tags: options.tags }),
          gates: margin(delta, options.gates),
        }),
      ),
  };
}

/** Five steps of a quarter; a share of answers falls by three steps, the others move a step up or down. */
function likert(random: Random, drops: number): number {
  const u = nextUnit(random);
  if (u < drops) return -0.75;
  if (u < drops + 0.1) return 0.25;
  return u < drops + 0.2 ? -0.25 : 0;
}

function binaryWorlds(): readonly World[] {
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

function numericWorlds(): readonly World[] {
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

function clusteredWorlds(): readonly World[] {
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

/** 80 % of the cases come from one half of the traffic; the loss is in the other half. */
function mixWorld(
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

function familyWorlds(): readonly World[] {
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

function sequentialWorlds(): readonly World[] {
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
          fields: { retests: true },
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

function costWorlds(): readonly World[] {
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

/** Three promotions that each lost a little: the baseline has drifted to the margin, the candidate equals it. */
function driftWorld(): World {
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

/** The worlds that docs/statistics.md names: false promotion stays at or below α plus Monte-Carlo error. */
export function namedWorlds(): readonly World[] {
  return [
    ...binaryWorlds(),
    ...numericWorlds(),
    ...clusteredWorlds(),
    mixWorld(
      'mix: 80/20 sample of a 50/50 mix, loss in the rare half, δ .05, n 400',
      'error',
      400,
      0.05,
      0.05,
    ),
    mixWorld('mix: 80/20 sample of a 50/50 mix, equal, δ .05, n 600', 'power', 600, 0.05, 0),
    ...familyWorlds(),
    ...sequentialWorlds(),
    ...costWorlds(),
    driftWorld(),
    simple('four harm slices, equal, δ .05, n 500', 'power', 500, 0.05, (r) => binaryPair(r, 0.09, 0), {
      gates: { slices: [{ tag: 'channel' }] },
      tags: (position) => ({ channel: String(position % 4) }),
    }),
  ];
}
