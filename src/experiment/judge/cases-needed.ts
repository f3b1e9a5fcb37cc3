import type { Missing } from '../../core/verdict.ts';
import { normalQuantile } from '../../stats/normal.ts';

/** The chance of passing that the number of missing cases aims at. */
const aimedPower = 0.8;

/** More than this many times the present cases is no advice: the estimate is too close to the threshold. */
const mostTimes = 100;

/**
 * How many more cases would make the test pass with a chance of 80 %, if the difference stays what it is: the smallest
 * n with (mean after the pseudo-case) / error ≥ z_α + z_β. Undefined when the estimate is on the wrong side of the
 * threshold, so that no number of cases helps.
 */
export function missingCases(input: {
  /** Cases and independent units now. */
  readonly cases: number;
  readonly units: number;
  /** Estimate − threshold, positive when the estimate is on the passing side. */
  readonly excess: number;
  /** Standard deviation per unit. */
  readonly deviation: number;
  /** The pseudo-unit's value − threshold; undefined without one. */
  readonly pseudo?: number;
  /** Fewest units that the gate accepts. */
  readonly minimum: number;
  /** The uncorrected p that is needed. */
  readonly requiredP: number;
}): Missing | undefined {
  const { cases, units, excess, pseudo, minimum, requiredP } = input;
  if (!(excess > 0) || !(requiredP > 0) || units < 1) return undefined;
  const aim = -normalQuantile(Math.min(requiredP, 0.5)) + normalQuantile(aimedPower);
  const enough = (n: number): boolean => {
    const extra = pseudo === undefined ? 0 : 1;
    const worst = pseudo ?? 0;
    const mean = (n * excess + worst) / (n + extra);
    const variance = input.deviation ** 2 + (extra * (worst - excess) ** 2) / (n + extra);
    return n >= minimum && mean > 0 && mean * Math.sqrt(n + extra) >= aim * Math.sqrt(variance);
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
  const more = Math.max(1, Math.ceil(((high - units) * cases) / units));
  return { cases: more, reason: 'for an 80 % chance to pass, if the difference stays as it is' };
}
