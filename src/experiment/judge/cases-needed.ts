import type { Missing } from '../../core/verdict.ts';
import { normalQuantile } from '../../stats/normal.ts';
import { studentTQuantile } from '../../stats/student-t.ts';
import type { Sample } from './sample.ts';
import * as words from './wording.ts';

/** The chance of passing that the number of missing cases aims at. */
const aimedPower = 0.8;

/** More than this many times the present cases is no advice: the estimate is too close to the threshold. */
const mostTimes = 100;

/** A sample that is worth fewer equal units than this, or than this share of its units, says nothing about a larger one. */
const fewestBalanced = { units: 3, share: 1 / 3 } as const;

/** True when a few clusters, or a few weights, make up most of a sample. */
function isLopsided({ units, balanced, clusters, weights }: Sample): boolean {
  if (clusters === undefined && weights === undefined) return false;
  return balanced < Math.max(fewestBalanced.units, units * fewestBalanced.share);
}

/** So many more units of a sample, as cases and, where there are clusters, as clusters of the present mean size. */
function moreUnits(
  { units, positions, clusters }: Pick<Sample, 'units' | 'positions' | 'clusters'>,
  more: number,
  reason: string,
): Missing {
  const whole = Math.max(1, Math.ceil(more));
  if (clusters === undefined) return { cases: whole, reason };
  return { cases: Math.ceil((whole * positions.length) / Math.max(1, units)), clusters: whole, reason };
}

/** What a sample lacks of the fewest units that a gate accepts; under weights a unit more adds less than one. */
export function unitsBelow(minimum: number, sample: Sample, reason: string): Missing {
  const worth = Math.max(1, sample.effective) / Math.max(1, sample.units);
  return moreUnits(sample, (minimum - sample.effective) / worth, reason);
}

/**
 * How many more cases (clusters, where there are clusters) would make the test pass with a chance of 80 %, if the
 * difference and the mix of clusters stay what they are: the smallest n with √n · mean ≥ t_α σ₀ + z_β σ, the mean after the
 * pseudo-case, σ₀ the deviation that the test divides by (Tango's is that of its null hypothesis). Undefined when the estimate is on the wrong side of the threshold, so that no number of cases helps; when
 * a few clusters make up most of the sample; and when by this reckoning there would be enough already.
 */
export function missingCases(input: {
  readonly sample: Sample;
  /** Estimate − threshold, positive when the estimate is on the passing side. */
  readonly excess: number;
  /** Standard deviation per unit, as observed. */
  readonly deviation: number;
  /** The one that the test divides by; `deviation` when unset. */
  readonly nullDeviation?: number;
  /** The pseudo-unit's value − threshold; undefined for a test without one, whose z needs no degrees of freedom. */
  readonly pseudo?: number;
  /** Fewest units that the gate accepts. */
  readonly minimum: number;
  /** The uncorrected p that is needed. */
  readonly requiredP: number;
}): Missing | undefined {
  const { sample, excess, pseudo, minimum, requiredP } = input;
  const { units } = sample;
  if (!(excess > 0) || !(requiredP > 0) || units < 1 || isLopsided(sample)) return undefined;
  const alpha = Math.min(requiredP, 0.5);
  const balance = Math.min(1, sample.balanced / units);
  const critical = (n: number): number =>
    pseudo === undefined ? -normalQuantile(alpha) : studentTQuantile(1 - alpha, Math.max(1, n * balance));
  const enough = (n: number): boolean => {
    const extra = pseudo === undefined ? 0 : 1;
    const worst = pseudo ?? 0;
    const mean = (n * excess + worst) / (n + extra);
    const spread = (deviation: number): number =>
      Math.sqrt(deviation ** 2 + (extra * (worst - excess) ** 2) / (n + extra));
    const aim =
      critical(n) * spread(input.nullDeviation ?? input.deviation) +
      normalQuantile(aimedPower) * spread(input.deviation);
    return n >= minimum && mean > 0 && mean * Math.sqrt(n + extra) >= aim;
  };
  const most = Math.max(minimum, units) * mostTimes;
  let high = Math.max(minimum, units);
  while (high <= most && !enough(high)) high *= 2;
  if (!enough(high)) return undefined;
  let low = Math.max(1, Math.floor(high / 2));
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle + 1;
  }
  if (high <= units) return undefined;
  return moreUnits(sample, high - units, 'for an 80 % chance to pass, if the difference stays as it is');
}

/** What the missing cases add to the sentence of a gate, or why nobody can say how many they are. */
export function missingSentence(missing: Missing | undefined, sample?: Sample): string {
  if (missing !== undefined) return `; ${words.more(missing)} would probably settle it`;
  if (sample === undefined || !isLopsided(sample)) return '';
  const parts = sample.clusters === undefined ? 'cases' : 'clusters';
  return `; a few ${parts} make up most of the data, so how many more would settle it cannot be said`;
}
