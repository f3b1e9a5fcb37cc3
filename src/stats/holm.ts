import { StatisticsInputError } from './input-error.ts';

/**
 * Holm's step-down adjusted p-values, in the order of the input: reject where adjusted ≤ α, and the chance
 * of any false rejection is at most α whatever the dependence (Holm 1979, Scandinavian Journal of Statistics
 * 6:65–70). An empty input gives an empty output.
 * @throws StatisticsInputError for a value outside [0, 1].
 */
export function holmAdjust(pValues: readonly number[]): readonly number[] {
  pValues.forEach((p, index) => {
    if (!(p >= 0 && p <= 1)) {
      throw new StatisticsInputError('holmAdjust', `pValues[${index}]`, p, 'must lie between 0 and 1');
    }
  });
  const ascending = pValues.map((_, index) => index).sort((left, right) => pValues[left] - pValues[right]);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let largest = 0;
  ascending.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]));
    adjusted[index] = largest;
  });
  return adjusted;
}
