/** The quality of the weak and of the strong model on one case, each in [0, 1]. */
export interface PairedQuality {
  readonly weak: number;
  readonly strong: number;
}

/**
 * Mean quality after the `k` cases with the highest scores went to the strong model, for k = 0 … N. Ties keep the order
 * of the cases. The first value is "always weak", the last "always strong".
 *
 * @throws RangeError when there is no case, or not one score for each case.
 */
export function performanceCurve(
  cases: readonly PairedQuality[],
  scores: readonly number[],
): readonly number[] {
  if (cases.length === 0 || scores.length !== cases.length) {
    throw new RangeError(`${scores.length} scores for ${cases.length} cases`);
  }
  const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a] || a - b);
  let sum = cases.reduce((total, { weak }) => total + weak, 0);
  const curve = [sum / cases.length];
  for (const position of order) {
    const { weak, strong } = cases[position];
    sum += strong - weak;
    curve.push(sum / cases.length);
  }
  return curve;
}

/** What is between always weak and always strong; undefined when the strong model is not better. */
function gapOf(curve: readonly number[]): { readonly weak: number; readonly gap: number } | undefined {
  const weak = curve[0];
  const gap = curve[curve.length - 1] - weak;
  return gap > 1e-12 ? { weak, gap } : undefined;
}

/**
 * APGR, the average performance gap recovered (Ong et al., "RouteLLM: Learning to Route LLMs with Preference Data",
 * 2024): the area between the curve and always weak over the gap, by the trapezoid rule over k = 0 … N. A random router has 0.5.
 * Above 1 means better than always strong on average. Undefined when the strong model is not better.
 */
export function averageGapRecovered(curve: readonly number[]): number | undefined {
  const range = gapOf(curve);
  if (range === undefined) return undefined;
  let area = 0;
  for (let k = 1; k < curve.length; k++) area += (curve[k - 1] + curve[k]) / 2;
  return (area / (curve.length - 1) - range.weak) / range.gap;
}

/**
 * CPT, the call-performance threshold of the same paper: the smallest share of strong calls, in [0, 1], that recovers
 * `share` of the gap; with `share` 1 it is the share at quality parity. Undefined when the strong model is not better.
 */
export function callsToRecover(curve: readonly number[], share: number): number | undefined {
  const range = gapOf(curve);
  if (range === undefined) return undefined;
  const calls = curve.findIndex((quality) => quality - range.weak >= share * range.gap - 1e-12);
  return calls === -1 ? undefined : calls / (curve.length - 1);
}

/** The best a router could do: strong where only strong is right, then where it makes no difference. */
export function oracleScores(cases: readonly PairedQuality[]): readonly number[] {
  return cases.map(({ weak, strong }) => strong - weak);
}

/** UTF-8 bytes of the request: what a router has to beat. */
export function lengthScores(texts: readonly string[]): readonly number[] {
  const encoder = new TextEncoder();
  return texts.map((text) => encoder.encode(text).length);
}

/** What a router is compared with; quality in [0, 1], the others are APGR. */
export interface RouterBaselines {
  readonly alwaysWeak: number;
  readonly alwaysStrong: number;
  /** Random at the same rate lies on the straight line, whatever the rate. */
  readonly random: number;
  readonly length: number | undefined;
  readonly oracle: number | undefined;
}

export function routerBaselines(cases: readonly PairedQuality[], texts: readonly string[]): RouterBaselines {
  const oracle = performanceCurve(cases, oracleScores(cases));
  return {
    alwaysWeak: oracle[0],
    alwaysStrong: oracle[oracle.length - 1],
    random: 0.5,
    length: averageGapRecovered(performanceCurve(cases, lengthScores(texts))),
    oracle: averageGapRecovered(oracle),
  };
}
