import { z } from 'zod';
import { lengthScores, oracleScores, type PairedQuality, performanceCurve } from './router-metrics.ts';

/** A case that a router sends to the weak or to the strong model. */
export interface RoutedCase extends PairedQuality {
  readonly toStrong: boolean;
  /** What the router sees of it. */
  readonly text: string;
  /** Where it comes from, as production knows it: a channel, a product. Undefined when nothing is known. */
  readonly domain: string | undefined;
}

const quality = z.number();

/** Mean quality in [0, 1] of a router and of what it has to beat, all with the same share of strong calls. */
export const rateBaselines = z.strictObject({
  cases: z.number(),
  strongShare: z.number(),
  router: quality,
  alwaysWeak: quality,
  alwaysStrong: quality,
  /** The expectation; it lies on the line between always weak and always strong. */
  random: quality,
  /** The longest requests to the strong model. */
  length: quality,
  /** The domains with the largest mean gain to the strong model, their means taken on the same cases; null without domains. */
  domain: quality.nullable(),
  /** Whoever knew which answers are right. */
  oracle: quality,
});

export type RateBaselines = z.output<typeof rateBaselines>;

/** The gain of each case's domain: mean quality of strong minus weak. */
function domainScores(cases: readonly RoutedCase[]): readonly number[] {
  const gains = new Map<string, { sum: number; count: number }>();
  for (const { domain = '', weak, strong } of cases) {
    const known = gains.get(domain) ?? { sum: 0, count: 0 };
    gains.set(domain, { sum: known.sum + strong - weak, count: known.count + 1 });
  }
  return cases.map(({ domain = '' }) => {
    const { sum, count } = gains.get(domain) ?? { sum: 0, count: 1 };
    return sum / count;
  });
}

/**
 * What a router reaches beside simple rules with as many strong calls. All of it is about these cases only; cases on which the
 * router was chosen flatter it.
 *
 * @throws RangeError when there are no cases
 */
export function baselinesAtRate(cases: readonly RoutedCase[]): RateBaselines {
  const strongCalls = cases.filter(({ toStrong }) => toStrong).length;
  const at = (scores: readonly number[]): number => performanceCurve(cases, scores)[strongCalls];
  const curve = performanceCurve(cases, oracleScores(cases));
  const [alwaysWeak] = curve;
  const alwaysStrong = curve[curve.length - 1];
  const strongShare = strongCalls / cases.length;
  return {
    cases: cases.length,
    strongShare,
    router:
      cases.reduce((sum, { toStrong, weak, strong }) => sum + (toStrong ? strong : weak), 0) / cases.length,
    alwaysWeak,
    alwaysStrong,
    random: alwaysWeak + strongShare * (alwaysStrong - alwaysWeak),
    length: at(lengthScores(cases.map(({ text }) => text))),
    domain: cases.every(({ domain }) => domain === undefined) ? null : at(domainScores(cases)),
    oracle: curve[strongCalls],
  };
}

/** The same as lines of a report. */
export function describeBaselines(
  found: RateBaselines,
): readonly { readonly label: string; readonly value: string }[] {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const domain = found.domain === null ? [] : [['the domains that gain most', found.domain] as const];
  const rules = [
    [`this choice, ${percent(found.strongShare)} to the dearest model`, found.router],
    ['random at the same share', found.random],
    ['the longest requests at the same share', found.length],
    ...domain,
    ['an oracle at the same share', found.oracle],
    ['always the cheapest model', found.alwaysWeak],
    ['always the dearest model', found.alwaysStrong],
  ] as const;
  return rules.map(([rule, reached]) => ({
    label: `quality on ${found.cases} tune cases: ${rule}`,
    value: percent(reached),
  }));
}
