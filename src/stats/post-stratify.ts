import { requireSameLength, requireValues, requireWeights, StatisticsInputError } from './input-error.ts';
import type { Estimate } from './t-inference.ts';

/** Shares of the values of a tag in production; they sum to 1. */
export type Mix = Readonly<Record<string, number>>;

export interface Stratum {
  readonly tag: string;
  readonly cases: number;
  readonly observedShare: number;
  readonly declaredShare: number;
}

export interface PostStratification {
  /** One weight for each case, averaging 1: declared share over observed share of the case's tag. */
  readonly weights: Float64Array;
  /** Kish's effective number of cases. */
  readonly effectiveNumber: number;
  readonly strata: readonly Stratum[];
}

/** Kish's effective number (Σw)² / Σw² (Kish 1965, "Survey Sampling"): equal weights give their count. */
export function effectiveNumber(weights: ArrayLike<number>): number {
  requireWeights('effectiveNumber', weights, weights.length);
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < weights.length; index += 1) {
    sum += weights[index];
    squares += weights[index] * weights[index];
  }
  return (sum * sum) / squares;
}

/**
 * Weights that bring the observed shares of a tag to a declared mix (Holt & Smith 1979, JRSS A 142:33–46).
 * @throws StatisticsInputError when the mix does not sum to 1 within 1e-6, holds a share that is not above 0, lacks
 * a tag that a case has, or names a tag that no case has: a part of production that was not evaluated cannot be
 * weighted into being.
 */
export function postStratify(input: {
  readonly tags: readonly string[];
  readonly mix: Mix;
}): PostStratification {
  const { tags, mix } = input;
  if (tags.length === 0)
    throw new StatisticsInputError('postStratify', 'tags.length', 0, 'must be at least 1');
  const declared = new Map(Object.entries(mix));
  let total = 0;
  for (const [tag, share] of declared) {
    if (!(share > 0 && share <= 1)) {
      throw new StatisticsInputError(
        'postStratify',
        `mix[${JSON.stringify(tag)}]`,
        share,
        'must lie in (0, 1]',
      );
    }
    total += share;
  }
  if (Math.abs(total - 1) > 1e-6) {
    throw new StatisticsInputError('postStratify', 'the sum of mix', total, 'must be 1');
  }
  const counts = new Map<string, number>();
  tags.forEach((tag, index) => {
    if (!declared.has(tag)) {
      throw new StatisticsInputError('postStratify', `tags[${index}]`, tag, 'must be in the declared mix');
    }
    counts.set(tag, (counts.get(tag) ?? 0) + 1);
  });
  const strata = [...declared].map(([tag, share]): Stratum => {
    const cases = counts.get(tag);
    if (cases === undefined) {
      throw new StatisticsInputError('postStratify', 'mix', tag, 'must name only tags that some case has');
    }
    return { tag, cases, observedShare: cases / tags.length, declaredShare: share / total };
  });
  const weightOf = new Map(strata.map((s) => [s.tag, s.declaredShare / s.observedShare]));
  const weights = Float64Array.from(tags, (tag) => weightOf.get(tag) ?? 0);
  return { weights, effectiveNumber: effectiveNumber(weights), strata };
}

/**
 * The mean under the declared mix, Σ W_h x̄_h, with the stratified error √(Σ W_h² s_h² / n_h), conditional on how many
 * cases each stratum happened to get (Holt & Smith 1979), on Satterthwaite's (1946) degrees of freedom. Read the
 * interval and tests with `tInterval` and `tTest`. For clustered cases use `clusterMean` with the weights.
 * @throws StatisticsInputError for a stratum with a single case, whose variance is unknown, and as `postStratify`.
 */
export function postStratifiedMean(input: {
  readonly values: ArrayLike<number>;
  readonly tags: readonly string[];
  readonly mix: Mix;
}): Estimate & { readonly effectiveNumber: number } {
  const { values, tags, mix } = input;
  requireValues('postStratifiedMean', 'values', values, 2);
  requireSameLength('postStratifiedMean', 'tags', tags.length, values.length);
  const stratification = postStratify({ tags, mix });
  const valuesOf = new Map<string, number[]>(stratification.strata.map(({ tag }) => [tag, []]));
  tags.forEach((tag, index) => {
    valuesOf.get(tag)?.push(values[index]);
  });
  let estimate = 0;
  let variance = 0;
  let satterthwaite = 0;
  for (const { tag, cases, declaredShare } of stratification.strata) {
    if (cases < 2) {
      throw new StatisticsInputError(
        'postStratifiedMean',
        `cases tagged ${JSON.stringify(tag)}`,
        cases,
        'must be at least 2',
      );
    }
    const members = valuesOf.get(tag) ?? [];
    const mean = members.reduce((sum, value) => sum + value, 0) / cases;
    const squares = members.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const part = (declaredShare ** 2 * squares) / (cases - 1) / cases;
    estimate += declaredShare * mean;
    variance += part;
    satterthwaite += part ** 2 / (cases - 1);
  }
  return {
    estimate,
    error: Math.sqrt(variance),
    // Constant strata leave nothing to approximate: the degrees of freedom are those of the pooled strata.
    degreesOfFreedom:
      satterthwaite === 0 ? values.length - stratification.strata.length : variance ** 2 / satterthwaite,
    effectiveNumber: stratification.effectiveNumber,
  };
}
