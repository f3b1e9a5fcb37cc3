import type { DeclaredPrice } from './prices.ts';

/** What the embedded models and the echo are said to cost. Nobody bills these; reports say so. */
const prices: readonly Omit<DeclaredPrice, 'illustrative'>[] = [
  { model: 'pocket:small', input: 0.1, cachedInput: 0.05, output: 0.4, training: 3 },
  { model: 'pocket:medium', input: 0.5, cachedInput: 0.25, output: 2 },
  { model: 'pocket:large', input: 2.5, cachedInput: 1.25, output: 10 },
];

const fineTunedPrefix = 'pocket:small-ft-';
const fineTuned = { input: 0.2, cachedInput: 0.1, output: 0.8, training: 3 };
const echoPrefix = 'echo:';
const echo = { input: 1, output: 1 };

/** Model ids to suggest for a misspelt one. */
export const illustrativeModels: readonly string[] = prices.map(({ model }) => model);

/** Providers whose every price is invented. */
export const illustrativeProviders: readonly string[] = ['pocket', 'echo'];

export function illustrativePrice(model: string): DeclaredPrice | undefined {
  const found = prices.find((price) => price.model === model);
  if (found !== undefined) return { ...found, illustrative: true };
  if (model.startsWith(fineTunedPrefix) && model.length > fineTunedPrefix.length) {
    return { model, ...fineTuned, illustrative: true };
  }
  if (model.startsWith(echoPrefix)) return { model, ...echo, illustrative: true };
  return undefined;
}
