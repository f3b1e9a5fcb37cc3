import { crossingProbabilities } from '../../../src/stats/sequential.ts';

/**
 * The boundaries of O'Brien & Fleming (1979) and Pocock (1977) for equally spaced looks, one-sided: the constant is
 * solved for so that the crossing probabilities of the product's integration add up to α.
 */
export function classicalBoundaries(
  shape: 'obrien-fleming' | 'pocock',
  looks: number,
  alpha: number,
): readonly number[] {
  const fractions = Array.from({ length: looks }, (_, index) => (index + 1) / looks);
  const boundariesAt = (constant: number) =>
    fractions.map((fraction) => (shape === 'pocock' ? constant : constant / Math.sqrt(fraction)));
  let low = 0.5;
  let high = 6;
  for (let step = 0; step < 45; step += 1) {
    const middle = (low + high) / 2;
    const spent = crossingProbabilities({ fractions, boundaries: boundariesAt(middle) });
    if (spent.reduce((sum, part) => sum + part, 0) > alpha) low = middle;
    else high = middle;
  }
  return boundariesAt((low + high) / 2);
}
