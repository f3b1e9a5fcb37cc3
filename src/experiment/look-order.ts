import { createRandom, derive, shuffle } from '../stats/random.ts';

/** The order in which early stopping meets the cases: drawn from the seed, the same for every arm. */
export function lookOrder(seed: string, cases: number): readonly number[] {
  const positions = Array.from({ length: cases }, (_, position) => position);
  return shuffle(createRandom(derive(seed, 'order of cases under early stopping')), positions);
}
