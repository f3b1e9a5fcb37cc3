import type { EvidenceCandidate } from './evidence.ts';
import type { TrialGrid } from './trial-grid.ts';

/** The trials of a run on the test split. After an early stop some cases have no trials. */
export interface ArmTrials {
  readonly baseline: TrialGrid;
  readonly original: TrialGrid | undefined;
  /** By candidate name. */
  readonly candidates: ReadonlyMap<string, TrialGrid>;
  /** Where early stopping ended a candidate, by its name. */
  readonly stopped: ReadonlyMap<string, NonNullable<EvidenceCandidate['stopped']>>;
}
