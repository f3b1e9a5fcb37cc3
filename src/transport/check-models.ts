import { ConfigurationError, type Problem } from '../core/errors.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import { type CallableProvider, createDirectory } from './terminal.ts';

/**
 * What is wrong with these model ids: unknown provider, unknown model, no price. Calls nobody.
 *
 * @param priceBook undefined when prices cannot be known; then nothing is said about them
 */
export function checkModels(
  models: readonly string[],
  providers: readonly CallableProvider[],
  priceBook: PriceBook | undefined,
): readonly Problem[] {
  const directory = createDirectory(providers);
  return [...new Set(models)].flatMap((model) => {
    const problem = directory.problem(model);
    if (problem !== undefined) return [problem];
    return priceBook === undefined ? [] : priceProblems(priceBook, model);
  });
}

function priceProblems(priceBook: PriceBook, model: string): readonly Problem[] {
  try {
    priceBook.row(model);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}
