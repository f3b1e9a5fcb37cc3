import { binomialCdf, binomialProbability, binomialUpperTail } from './binomial.ts';
import { requireInteger } from './input-error.ts';

/** One-sided p-values for "the candidate is better" and "is worse", and the two-sided one. */
export interface McNemarP {
  readonly better: number;
  readonly worse: number;
  readonly twoSided: number;
}

export interface McNemarTest {
  readonly exact: McNemarP;
  readonly midP: McNemarP;
}

/**
 * McNemar's test on the discordant pairs, exact (binomial, conditional) and with the mid-p correction
 * (McNemar 1947; Lancaster 1961; Fagerland, Lydersen & Laake 2013, BMC Medical Research Methodology 13:91).
 * Two-sided values are twice the smaller one-sided value, at most 1; for equal counts, where Fagerland et al.
 * subtract half a point probability, that is 1. Without discordant pairs every exact value is 1 and the
 * one-sided mid-p is one half.
 * @throws StatisticsInputError for counts that are not whole numbers of at least 0.
 */
export function mcnemarTest(input: {
  readonly candidateOnly: number;
  readonly baselineOnly: number;
}): McNemarTest {
  requireInteger('mcnemarTest', 'candidateOnly', input.candidateOnly, 0);
  requireInteger('mcnemarTest', 'baselineOnly', input.baselineOnly, 0);
  const discordant = input.candidateOnly + input.baselineOnly;
  const better = binomialUpperTail(input.candidateOnly, discordant, 0.5);
  const worse = binomialCdf(input.candidateOnly, discordant, 0.5);
  const half = binomialProbability(input.candidateOnly, discordant, 0.5) / 2;
  return { exact: bothSides(better, worse), midP: bothSides(better - half, worse - half) };
}

function bothSides(better: number, worse: number): McNemarP {
  return { better, worse, twoSided: Math.min(1, 2 * Math.min(better, worse)) };
}
