import { pairedDeviation } from '../../stats/power.ts';
import { type GatePlan, planGates } from '../judge/power-plan.ts';
import type { SuiteFacts } from '../planning/decide.ts';

/** The chance of passing that an equal candidate should have. */
const wantedChance = 0.8;
/** More repeats than this are no advice. */
const mostRepeats = 100;

export interface Noise {
  /** Variance of one answer's quality around its case's mean. */
  readonly variance: number;
  /** True when a mix weighs the cases. */
  readonly weighted: boolean;
}

/**
 * The deviation between two arms that differ in nothing but noise, per independent unit: Miller 2024, §5, with
 * nothing between the cases. Noise is drawn anew for every call, so the cases of a cluster average it out.
 */
function deviationOf({ variance, weighted }: Noise, { casesPerUnit }: SuiteFacts, repeats: number): number {
  const deviation = pairedDeviation({
    betweenCases: 0,
    withinCandidate: variance,
    withinBaseline: variance,
    repeatsCandidate: repeats,
    repeatsBaseline: repeats,
  });
  return weighted ? deviation : deviation / Math.sqrt(Math.max(1, casesPerUnit));
}

/** What the gates can decide about a candidate that is the baseline itself. */
export function decideOnNoise(
  noise: Noise,
  facts: SuiteFacts,
  { margin, repeats }: { readonly margin: number; readonly repeats: number },
): GatePlan {
  return planGates({ ...facts, margin, round: 1, deviation: deviationOf(noise, facts, repeats) });
}

/** The smallest margin, to a tenth of a point, that the baseline itself would pass 80 % of the time; null for none. */
export function smallestUsableMargin(noise: Noise, facts: SuiteFacts, repeats: number): number | null {
  const passes = (thousandths: number): boolean =>
    decideOnNoise(noise, facts, { margin: thousandths / 1000, repeats }).chanceOfQuality >= wantedChance;
  let low = 1;
  let high = 999;
  if (!passes(high)) return null;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return low / 1000;
}

/** Repeats of every case with which the margin asked becomes usable; null when no number up to 100 is enough. */
export function repeatsForMargin(noise: Noise, facts: SuiteFacts): number | null {
  const enough = (repeats: number): boolean =>
    decideOnNoise(noise, facts, { margin: facts.margin, repeats }).chanceOfQuality >= wantedChance;
  for (let repeats = 1; repeats <= mostRepeats; repeats += 1) if (enough(repeats)) return repeats;
  return null;
}
