import { binarySampleSize, minimumDetectableDrop, pairedPower } from '../../stats/power.ts';
import { errorOfRound } from './level.ts';
import { minimumUnits } from './non-inferiority.ts';

export interface PlanSlice {
  readonly name: string;
  readonly cases: number;
  /** Undefined for a harm gate. */
  readonly margin?: number;
}

/** What is known of a suite before it spends anything. */
export interface PlanFacts {
  /** Test cases, or clusters where cases are not independent. */
  readonly units: number;
  readonly casesPerUnit: number;
  readonly margin: number;
  /** α of the suite, one-sided. */
  readonly alpha: number;
  readonly round: number;
  readonly candidates: number;
  readonly slices: readonly PlanSlice[];
  /**
   * Standard deviation of the difference per unit. For pass or fail that is √ψ, ψ the share of cases on which the arms
   * disagree: observed in earlier runs, or one in ten when undefined.
   */
  readonly deviation?: number;
  /** Test the candidate against the frozen original, too. */
  readonly original: boolean;
  /** Probability of passing that sample sizes aim at. */
  readonly power?: number;
}

export interface GatePlan {
  /** The smallest loss that this dataset tells from none, with the aimed power; 1 when not even a total loss. */
  readonly smallestDetectableDrop: number;
  /** Test cases that the margin asks for, with the aimed power, when the candidate is equally good. */
  readonly casesForMargin: number;
  /** Fewer cases than this are undecided whatever they show. */
  readonly minimumCases: number;
  /** The chance that an equally good candidate passes the quality gate. */
  readonly chanceOfQuality: number;
  /** The chance that an equally good candidate passes every quality and slice gate. */
  readonly chanceOfAll: number;
  /** p that one candidate must reach on its own: the round's error over the number of candidates. */
  readonly requiredP: number;
}

/** ψ when nothing has been observed: one case in ten changes sides. */
export const assumedDiscordance = 0.1;

/**
 * What a suite can decide, before a run. Sample sizes follow (z_α + z_β)² σ² / δ² (Liu et al. 2002; Miller 2024), at the
 * error that the hardest of Holm's comparisons leaves. The chance of passing everything is an estimate for planning:
 * slices of a tag are disjoint, so their chances multiply, and passing all of them nearly implies passing the whole,
 * so the smaller of the two counts; harm gates fail an equal candidate with chance α at most.
 */
export function planGates(facts: PlanFacts): GatePlan {
  const power = facts.power ?? 0.8;
  const requiredP = errorOfRound(facts.alpha, facts.round) / Math.max(1, facts.candidates);
  const minimum = minimumUnits(facts.margin, facts.alpha);
  const minimumCases = Math.ceil(minimum * facts.casesPerUnit);
  if (!(requiredP > 0) || facts.units < 1) {
    return {
      smallestDetectableDrop: 1,
      casesForMargin: Number.POSITIVE_INFINITY,
      minimumCases,
      chanceOfQuality: 0,
      chanceOfAll: 0,
      requiredP,
    };
  }
  const observed = facts.deviation ?? Math.sqrt(assumedDiscordance);
  // Cases that never differ still leave Tango's null variance δ(1 − δ), of which a quarter is the least assumed.
  const deviation = (margin: number): number => Math.max(observed, Math.sqrt(margin * (1 - margin)) / 2);
  const chance = (units: number, margin: number): number =>
    units < minimumUnits(margin, facts.alpha)
      ? 0
      : pairedPower({ deviation: deviation(margin), cases: units, margin, alpha: requiredP });
  const units = Math.max(
    minimum,
    Math.ceil(
      binarySampleSizeOf(deviation(facts.margin), facts.margin, requiredP, Math.max(power, requiredP * 1.01)),
    ),
  );
  const quality = chance(facts.units, facts.margin);
  const harm = facts.slices.filter(({ margin }) => margin === undefined).length;
  const perUnit = Math.max(1, facts.casesPerUnit);
  const harmless = harm === 0 ? 1 : 1 - facts.alpha;
  let slices = 1;
  for (const { cases, margin } of facts.slices) {
    if (margin !== undefined) slices *= chance(cases / perUnit, margin);
  }
  return {
    smallestDetectableDrop: Math.min(
      1,
      minimumDetectableDrop({
        alpha: requiredP,
        power: Math.max(power, requiredP * 1.01),
        deviation: deviation(facts.margin),
        cases: facts.units,
      }),
    ),
    casesForMargin: Math.ceil(units * facts.casesPerUnit),
    minimumCases,
    chanceOfQuality: quality,
    chanceOfAll: Math.min(quality * (facts.original ? dependentSecond(quality) : 1), slices) * harmless,
    requiredP,
  };
}

/** n grows with the variance of the difference; for pass or fail that is the discordance. */
function binarySampleSizeOf(deviation: number, margin: number, alpha: number, power: number): number {
  return binarySampleSize({ discordance: 1, margin, alpha, power }) * deviation ** 2;
}

/**
 * The chance to pass a second test like the first, given that the first passed: half-way between the same test and an
 * independent one, for the original and the baseline share the candidate's answers only.
 */
function dependentSecond(chance: number): number {
  return (1 + chance) / 2;
}
