import { type Random, shuffle } from './random.ts';

/**
 * A random order in which every first part is a stratified sample: among the first n items each stratum has close to its
 * share of n. So samples of growing size are nested, and each looks like the whole (systematic sampling within strata;
 * Cochran 1977, "Sampling Techniques", chapter 8).
 */
export function stratifiedOrder<Item>(
  random: Random,
  items: readonly Item[],
  stratumOf: (item: Item) => string,
): readonly Item[] {
  const strata = new Map<string, Item[]>();
  for (const item of shuffle(random, items)) {
    const stratum = strata.get(stratumOf(item));
    if (stratum === undefined) strata.set(stratumOf(item), [item]);
    else stratum.push(item);
  }
  // Each stratum is spread evenly over the whole; where two meet, the shuffled order of the strata decides.
  return [...strata.values()]
    .flatMap((stratum) => stratum.map((item, position) => ({ item, at: (position + 0.5) / stratum.length })))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
