import { entityHarms, offTopicHarms, truncationHarms } from './answer-harms.ts';
import { contextHarms } from './context-harms.ts';
import type { Harm, ImpossibleHarm } from './harm.ts';
import { labelHarms, labelsOf } from './label-harms.ts';
import type { ListenedCase } from './listen.ts';
import { exampleHarms, instructionHarms, modelHarms } from './prompt-harms.ts';

export interface HarmSettings {
  /** A model that is expected to be worse. */
  readonly weaker: string | undefined;
  /** How many instructions are removed in turn, at most. */
  readonly instructions: number;
  /** Shares of answers that are made wrong, ascending. */
  readonly shares: readonly number[];
  readonly seed: string;
}

/** Every harm, in the order of a report, with those that this suite leaves no room for. */
export function plantHarms(
  listened: ReadonlyMap<string, ListenedCase>,
  { weaker, instructions, shares, seed }: HarmSettings,
): readonly (Harm | ImpossibleHarm)[] {
  const labels = labelsOf(listened);
  return [
    ...contextHarms(listened),
    ...exampleHarms(listened),
    ...instructionHarms(listened, instructions),
    ...modelHarms(weaker),
    ...truncationHarms(listened),
    ...entityHarms(listened, labels),
    ...labelHarms(listened, labels, shares, seed),
    ...offTopicHarms(listened, shares, seed),
  ];
}
