import type { RequestAttributes } from '../../core/middleware.ts';
import { tierOf } from '../../learn/choose-thresholds.ts';
import { type Settings, tierName } from './settings.ts';

/** The tier of a score. One that lies below a threshold by less than the band is uncertain and goes one up. */
export function tierWithBand(score: number, thresholds: readonly number[], band: number): number {
  const tier = tierOf(score, thresholds);
  const threshold = thresholds[tier];
  return threshold !== undefined && threshold < 1 && score >= threshold - band && band > 0 ? tier + 1 : tier;
}

/** The cheapest and the dearest tier that the policy allows for a request. */
export interface TierBounds {
  readonly lowest: number;
  readonly highest: number;
}

export function boundsBy({ tiers, policy }: Settings): (attributes: RequestAttributes) => TierBounds {
  const names = tiers.map(tierName);
  return (attributes) => {
    let lowest = 0;
    let highest = tiers.length - 1;
    for (const { when, atLeast, atMost } of policy) {
      const applies = Object.entries(when).every(([name, wanted]) => {
        const value = attributes[name];
        return (
          value !== undefined && (typeof wanted === 'string' ? value === wanted : wanted.includes(value))
        );
      });
      if (!applies) continue;
      if (atLeast !== undefined) lowest = Math.max(lowest, names.indexOf(atLeast));
      if (atMost !== undefined) highest = Math.min(highest, names.indexOf(atMost));
    }
    return { lowest, highest: Math.max(lowest, highest) };
  };
}

export function withinBounds(tier: number, { lowest, highest }: TierBounds): number {
  return Math.min(highest, Math.max(lowest, tier));
}
