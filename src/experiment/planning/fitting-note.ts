import { dollars, type NanoDollars } from '../../core/money.ts';
import type { CostFigures } from '../../reports/figures.ts';
import type { Plan } from '../plan.ts';

/** What a plan says of a lever that has yet to learn. `lastTime` is what fitting it cost in an earlier run. */
export function fittingNote(
  lever: string,
  { train, tune }: Pick<Plan, 'train' | 'tune'>,
  lastTime: NanoDollars | undefined,
  money: CostFigures,
): string {
  const cost =
    lastTime === undefined
      ? 'what that costs is not known before'
      : `the last time fitting ${lever} cost ${money.lump(dollars(lastTime))}`;
  return `It learns first, on ${train.length} train and ${tune.length} tune cases; ${cost}. Its requests are reckoned like the baseline’s.`;
}
