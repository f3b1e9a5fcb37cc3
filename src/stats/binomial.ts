import { incompleteBeta } from './incomplete-beta.ts';
import { requireInteger, StatisticsInputError } from './input-error.ts';
import { binomialKernel } from './saddle-point.ts';

function requireArguments(statistic: string, trials: number, rate: number): void {
  requireInteger(statistic, 'trials', trials, 0);
  if (!(rate >= 0 && rate <= 1)) {
    throw new StatisticsInputError(statistic, 'rate', rate, 'must lie between 0 and 1');
  }
}

/** P(X = successes) for X ~ Binomial(trials, rate), by Loader's (2000) saddle-point expansion. */
export function binomialProbability(successes: number, trials: number, rate: number): number {
  requireArguments('binomialProbability', trials, rate);
  requireInteger('binomialProbability', 'successes', successes, 0);
  if (successes > trials) return 0;
  return binomialKernel(successes, trials - successes, rate, 1 - rate);
}

/** P(X ≤ successes), through the incomplete beta function (Johnson, Kemp & Kotz 2005). */
export function binomialCdf(successes: number, trials: number, rate: number): number {
  requireArguments('binomialCdf', trials, rate);
  if (!Number.isInteger(successes)) {
    throw new StatisticsInputError('binomialCdf', 'successes', successes, 'must be an integer');
  }
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  return incompleteBeta(1 - rate, trials - successes, successes + 1, rate);
}

/** P(X ≥ successes), without the cancellation of 1 − P(X ≤ successes − 1). */
export function binomialUpperTail(successes: number, trials: number, rate: number): number {
  requireArguments('binomialUpperTail', trials, rate);
  if (!Number.isInteger(successes)) {
    throw new StatisticsInputError('binomialUpperTail', 'successes', successes, 'must be an integer');
  }
  if (successes <= 0) return 1;
  if (successes > trials) return 0;
  return incompleteBeta(rate, successes, trials - successes + 1, 1 - rate);
}
