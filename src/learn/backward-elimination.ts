export interface EliminationSettings {
  /** Quality that may be lost in all, measured against the start. */
  readonly tolerance: number;
  /** How often `qualityOf` may be called, the start included. */
  readonly maximumRuns: number;
}

/**
 * Backward elimination in groups that get smaller (a quarter of the list, an eighth, …, single items): a group of
 * neighbours stays out when the quality of the rest does not fall below the start's by more than the tolerance. Groups
 * first, because every question costs a run. Returns the items that are kept, in their order.
 *
 * @param qualityOf the quality, in any unit in which more is better, with only these items
 */
export async function eliminateBackward<Item>(
  items: readonly Item[],
  qualityOf: (kept: readonly Item[]) => Promise<number>,
  { tolerance, maximumRuns }: EliminationSettings,
): Promise<readonly Item[]> {
  if (items.length === 0) return items;
  let kept = items;
  let runs = 1;
  const floor = (await qualityOf(kept)) - tolerance;
  for (let size = Math.ceil(items.length / 4); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length && runs < maximumRuns; ) {
      const shorter = [...kept.slice(0, start), ...kept.slice(start + size)];
      runs += 1;
      if ((await qualityOf(shorter)) >= floor) kept = shorter;
      else start += size;
    }
  }
  return kept;
}
