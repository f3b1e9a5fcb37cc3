import type { Random } from '../../../stats/random.ts';
import { outcomeOf } from '../outcome.ts';
import { drawEvidence, type Pair, type World } from '../world.ts';

/** α of every named world. */
export const alpha = 0.05;

export type Draw = (random: Random, position: number) => Pair;

/** Gates with a margin for quality. */
export function margin(value: number, more: object = {}): object {
  return { quality: { margin: value }, ...more };
}

/** A law of differences on independent cases, judged once with all of α. */
export function simple(
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
