/**
 * Adjusted p-values of Hochberg (1988) and Benjamini & Hochberg (1995): less careful than Holm's, and so a check from
 * the other side.
 */
export function stepUpAdjust(
  pValues: readonly number[],
  method: 'hochberg' | 'benjamini-hochberg',
): readonly number[] {
  const count = pValues.length;
  const descending = pValues.map((_, index) => index).sort((left, right) => pValues[right] - pValues[left]);
  const adjusted = new Array<number>(count).fill(1);
  let smallest = 1;
  descending.forEach((index, rank) => {
    const factor = method === 'hochberg' ? rank + 1 : count / (count - rank);
    smallest = Math.min(smallest, factor * pValues[index]);
    adjusted[index] = smallest;
  });
  return adjusted;
}
