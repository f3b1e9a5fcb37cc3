import type { GateKind, GateResult, GateStatus, Interval, Missing } from '../../core/verdict.ts';

/** What a sentence about a statistical gate may refer to once the run's corrections are known. */
export interface Ruling {
  readonly status: GateStatus;
  readonly adjustedP: number;
  /** The uncorrected p that the gate would have needed. */
  readonly requiredP: number;
  /** For example "after Holm over 8 candidates"; undefined when nothing was corrected. */
  readonly correction?: string;
}

interface FindingFields {
  readonly kind: GateKind;
  readonly name: string;
  readonly method: string;
  readonly unit: GateResult['unit'];
  readonly decisive?: boolean;
  readonly interval?: Interval;
  readonly threshold?: number;
  readonly details?: GateResult['details'];
}

/** A gate whose status waits for the correction over the candidates of the run. */
export interface StatisticalFinding extends FindingFields {
  readonly test: 'statistical';
  readonly p: number;
  /** Significantly worse: the gate fails unless it passes. */
  readonly worse: boolean;
  readonly sentence: (ruling: Ruling) => string;
  readonly missing: (ruling: Ruling) => Missing | undefined;
}

/** A gate whose status is known at once: counted rules, harm gates, and tests that the data do not allow. */
export interface FixedFinding extends FindingFields {
  readonly test: 'fixed';
  readonly status: GateStatus;
  /** True when a statistical gate could not be tested: the candidate then has no p, and cannot be promoted. */
  readonly untestable: boolean;
  readonly sentence: string;
  readonly missing?: Missing;
}

export type Finding = StatisticalFinding | FixedFinding;

/** The finding of a statistical gate that cannot be tested on these data. */
export function untestable(
  fields: Pick<FixedFinding, 'kind' | 'name' | 'unit' | 'sentence'> &
    Partial<Pick<FixedFinding, 'status' | 'missing' | 'interval' | 'threshold' | 'details' | 'method'>>,
): FixedFinding {
  return { method: 'none', status: 'undecided', ...fields, test: 'fixed', untestable: true };
}
