import {
  requireBetween,
  requireFinite,
  requireInteger,
  requirePositive,
  StatisticsInputError,
} from './input-error.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** α is one-sided throughout; pass half of it for a two-sided test. */
export interface Errors {
  readonly alpha: number;
  readonly power: number;
}

function criticalSum(statistic: string, { alpha, power }: Errors): number {
  requireBetween(statistic, 'alpha', alpha, 0, 1);
  requireBetween(statistic, 'power', power, 0, 1);
  const sum = -normalQuantile(alpha) + normalQuantile(power);
  if (sum <= 0) {
    throw new StatisticsInputError(statistic, 'power', power, `must exceed alpha, ${alpha}`);
  }
  return sum;
}

/** margin + true difference, which must leave something to detect. */
function detectable(statistic: string, margin: number, trueDifference: number): number {
  requireFinite(statistic, 'margin', margin);
  requireFinite(statistic, 'trueDifference', trueDifference);
  const distance = margin + trueDifference;
  if (distance <= 0) {
    throw new StatisticsInputError(statistic, 'margin + trueDifference', distance, 'must be above 0');
  }
  return distance;
}

/**
 * Cases needed to show non-inferiority by a paired test: (z_α + z_β)² σ_d² / (δ + μ_d)², not rounded
 * (Chow, Shao & Wang 2008; Miller 2024, §5).
 * @throws StatisticsInputError when the candidate is assumed to be worse by the margin or more.
 */
export function pairedSampleSize(
  input: Errors & {
    /** σ_d, the standard deviation of the per-case difference; may be 0. */
    readonly deviation: number;
    readonly margin: number;
    /** μ_d, candidate − baseline, assumed; 0 unless given. */
    readonly trueDifference?: number;
  },
): number {
  const distance = detectable('pairedSampleSize', input.margin, input.trueDifference ?? 0);
  requireDeviation('pairedSampleSize', input.deviation);
  return ((criticalSum('pairedSampleSize', input) * input.deviation) / distance) ** 2;
}

function requireDeviation(statistic: string, deviation: number): void {
  requireFinite(statistic, 'deviation', deviation);
  if (deviation < 0) {
    throw new StatisticsInputError(statistic, 'deviation', deviation, 'must not be negative');
  }
}

/** The smallest drop that `cases` can tell from none, (z_α + z_β) σ_d / √n (Bloom 1995). */
export function minimumDetectableDrop(
  input: Errors & { readonly deviation: number; readonly cases: number },
): number {
  requirePositive('minimumDetectableDrop', 'cases', input.cases);
  requireDeviation('minimumDetectableDrop', input.deviation);
  return (criticalSum('minimumDetectableDrop', input) * input.deviation) / Math.sqrt(input.cases);
}

/** Power of the paired one-sided test, Φ((δ + μ_d) √n / σ_d − z_α); 1 or 0 when σ_d is 0. */
export function pairedPower(input: {
  readonly deviation: number;
  readonly cases: number;
  readonly margin: number;
  readonly trueDifference?: number;
  readonly alpha: number;
}): number {
  requireFinite('pairedPower', 'margin', input.margin);
  requireFinite('pairedPower', 'trueDifference', input.trueDifference ?? 0);
  requirePositive('pairedPower', 'cases', input.cases);
  requireDeviation('pairedPower', input.deviation);
  requireBetween('pairedPower', 'alpha', input.alpha, 0, 1);
  const distance = input.margin + (input.trueDifference ?? 0);
  if (input.deviation === 0) return distance > 0 ? 1 : 0;
  return normalCdf((distance * Math.sqrt(input.cases)) / input.deviation + normalQuantile(input.alpha));
}

/**
 * σ_d when each arm answers every case several times: √(ω² + σ_A²/K_A + σ_B²/K_B) (Miller 2024, "Adding Error Bars
 * to Evals", §5). `repeats` may be Infinity, for the limit that more repeats cannot pass.
 */
export function pairedDeviation(input: {
  /** ω², the variance over cases of the difference of the arms' expected scores. */
  readonly betweenCases: number;
  /** σ², the variance of one answer's score around its case's expectation, for each arm. */
  readonly withinCandidate: number;
  readonly withinBaseline: number;
  readonly repeatsCandidate: number;
  readonly repeatsBaseline: number;
}): number {
  for (const name of ['betweenCases', 'withinCandidate', 'withinBaseline'] as const) {
    requireFinite('pairedDeviation', name, input[name]);
    if (input[name] < 0) {
      throw new StatisticsInputError('pairedDeviation', name, input[name], 'must not be negative');
    }
  }
  for (const name of ['repeatsCandidate', 'repeatsBaseline'] as const) {
    if (input[name] !== Number.POSITIVE_INFINITY) requireInteger('pairedDeviation', name, input[name], 1);
  }
  return Math.sqrt(
    input.betweenCases +
      input.withinCandidate / input.repeatsCandidate +
      input.withinBaseline / input.repeatsBaseline,
  );
}

/** Cases for pass/fail data when the arms are equally good: (z_α + z_β)² ψ / δ², ψ the discordance (Liu et al. 2002). */
export function binarySampleSize(
  input: Errors & { readonly discordance: number; readonly margin: number },
): number {
  requireBetween('binarySampleSize', 'discordance', input.discordance, 0, 1 + Number.EPSILON);
  requirePositive('binarySampleSize', 'margin', input.margin);
  return (criticalSum('binarySampleSize', input) ** 2 * input.discordance) / input.margin ** 2;
}

/**
 * Pairs for McNemar's test to see a difference d of pass rates at discordance ψ:
 * (z_α √ψ + z_β √(ψ − d²))² / d² (Connor 1987, Biometrics 43:207–211).
 */
export function mcnemarSampleSize(
  input: Errors & { readonly discordance: number; readonly difference: number },
): number {
  criticalSum('mcnemarSampleSize', input);
  requireBetween('mcnemarSampleSize', 'discordance', input.discordance, 0, 1 + Number.EPSILON);
  const size = Math.abs(input.difference);
  if (!(size > 0 && size <= input.discordance)) {
    throw new StatisticsInputError(
      'mcnemarSampleSize',
      'difference',
      input.difference,
      `must not be 0, nor larger than the discordance, ${input.discordance}`,
    );
  }
  const atNull = -normalQuantile(input.alpha) * Math.sqrt(input.discordance);
  const alternative = normalQuantile(input.power) * Math.sqrt(input.discordance - size * size);
  return ((atNull + alternative) / size) ** 2;
}

/**
 * The fewest cases (or clusters) that could show a rate of harm below `margin` even if none is seen: the smallest
 * whole n with (1 − δ)^n ≤ α, that is n ≥ ln α / ln(1 − δ) (Hanley & Lippman-Hand 1983, JAMA 249:1743–1745).
 */
export function minimumCasesWithoutFailure(input: {
  readonly margin: number;
  readonly alpha: number;
}): number {
  requireBetween('minimumCasesWithoutFailure', 'margin', input.margin, 0, 1);
  requireBetween('minimumCasesWithoutFailure', 'alpha', input.alpha, 0, 1);
  return Math.ceil(Math.log(input.alpha) / Math.log1p(-input.margin) - 1e-12);
}
